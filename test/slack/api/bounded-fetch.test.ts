import { expect, test } from "vitest";
import { SandboxClock } from "../../../sandbox/clock.ts";
import { after, seconds } from "../../../src/lib/time.ts";
import { boundedFetch } from "../../../src/slack/api/bounded-fetch.ts";
import { now } from "../cards.ts";
import { appClock, eventually } from "../workspace.ts";

const url = "https://slack.example.org/api/auth.test";
const megabyte = new Uint8Array(1_000_000);

test("an answer that never ends is given up, and its connection with it", async () => {
  const time = new SandboxClock({ at: now });
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (stream) => stream.enqueue(new Uint8Array(3)),
    cancel() {
      isCancelled = true;
    },
  });
  const answer = boundedFetch(appClock(time), seconds(10), async () => new Response(body))(url);
  const refused = expect(answer).rejects.toMatchObject({ name: "TimeoutError" });
  await eventually(() => time.nextWake() === after(now, seconds(10)), "the deadline");
  time.moveTo(after(now, seconds(10)));
  await refused;
  await eventually(() => isCancelled, "the end of the connection");
});

test("an answer without measure does not fill the memory", async () => {
  const time = new SandboxClock({ at: now });
  let sent = 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(stream) {
      sent += 1;
      stream.enqueue(megabyte);
    },
  });
  const fetch = boundedFetch(appClock(time), seconds(10), async () => new Response(body));
  await expect(fetch(url)).rejects.toThrow("no end");
  expect(sent).toBeLessThan(30);
});

test.each([
  [200, '{"ok":true}'],
  [404, "no"],
  [204, null],
])("a whole answer is handed on as it is: %i", async (status, body) => {
  const headers = { "x-oauth-scopes": "chat:write" };
  const time = new SandboxClock({ at: now });
  const raw = new Response(body, { status, headers });
  const answer = await boundedFetch(appClock(time), seconds(10), async () => raw)(url);
  expect([answer.status, await answer.text()]).toEqual([status, body ?? ""]);
  expect(answer.headers.get("x-oauth-scopes")).toBe("chat:write");
  expect(time.nextWake()).toBeUndefined();
});
