import { expect, test } from "vitest";
import { after, type Clock, milliseconds, seconds, systemClock } from "../../../src/lib/time.ts";
import { now } from "../cards.ts";
import { connected, eventually } from "../workspace.ts";

const ann = "U0ANN00001";
type Connected = Awaited<ReturnType<typeof connected>>;

const hasOpen = ({ server }: Connected, count: number) =>
  eventually(
    () => server.connections.filter(({ state }) => state === "open").length === count,
    `${count} connections`,
  );

test("serves over two connections, and over one while the other is renewed", async () => {
  const all = await connected();
  const { server, connection } = all;
  connection.app.command("/sla", async ({ ack }) => ack("here"));
  connection.start();
  await hasOpen(all, 2);
  server.refresh();
  expect((await server.command(ann, "/sla help")).messages[0]?.text).toBe("here");
  await hasOpen(all, 2);
  await eventually(() => connection.health().detail.includes("2 of 2 connections"), "health");
});

test("opens the second connection later than the first", async () => {
  const all = await connected({}, { stagger: seconds(120) });
  all.connection.start();
  await hasOpen(all, 1);
  all.time.moveTo(after(now, seconds(120)));
  await hasOpen(all, 2);
});

test.each([
  ["Slack is down", { kind: "http", status: 503 }],
  ["the network breaks", { kind: "reset" }],
  ["Slack has an internal error", { kind: "error", error: "internal_error" }],
  ["Slack asks for patience", { kind: "rate-limit", retryAfter: 20 }],
  ["a proxy answers instead", { kind: "html" }],
  ["the token is not accepted", { kind: "error", error: "invalid_auth" }],
  ["the token is of the wrong kind", { kind: "error", error: "not_allowed_token_type" }],
] as const)("connects in the end when %s at the start", async (_, effect) => {
  const all = await connected();
  const { server, connection, time } = all;
  server.faults.add({ method: "apps.connections.open", effect });
  connection.start();
  await eventually(() => server.requests.filter(opens).length >= 2, "both refusals");
  expect(connection.health()).toMatchObject({ ok: false });
  server.faults.clear();
  time.speed = 2000;
  await hasOpen(all, 2);
  await eventually(() => connection.health().ok, "health");
});

test("asks again ever more rarely, and least often when only a person can help", async () => {
  const { server, connection, time } = await connected({}, { stagger: seconds(3600) });
  server.faults.add({ method: "apps.connections.open", effect: { kind: "error", error: "invalid_auth" } });
  connection.start();
  const waits: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const asked = i + 1;
    await eventually(() => server.requests.filter(opens).length === asked, "a request");
    await eventually(
      () => (time.nextWake() ?? 0) - time.now() < 3_000_000 && time.nextWake() !== undefined,
      "a wait",
    );
    const wake = time.nextWake() ?? 0;
    waits.push((wake - time.now()) / 1000);
    time.moveTo(wake);
  }
  expect(waits).toEqual([15, 30, 60, 120, 150]);
});

test("a refused WebSocket is tried again", async () => {
  const all = await connected();
  all.server.faults.socket.refuseUpgrade = 403;
  all.connection.start();
  await eventually(() => all.log.lines.some((line) => line.includes("trying again")), "a refusal");
  all.server.faults.socket.refuseUpgrade = undefined;
  all.time.speed = 2000;
  await hasOpen(all, 2);
});

test("a WebSocket that never says hello is given up", async () => {
  const impatient: Clock = {
    now: systemClock.now,
    sleep: (duration, signal) => systemClock.sleep(milliseconds(Math.min(duration, 50)), signal),
  };
  const all = await connected({}, { realTime: impatient });
  all.server.faults.socket.withholdHello = true;
  all.connection.start();
  await eventually(() => all.log.lines.some((line) => line.includes("never said hello")), "giving up");
  all.server.faults.socket.withholdHello = false;
  all.time.speed = 2000;
  await hasOpen(all, 2);
});

test("a connection that is cut comes back", async () => {
  const all = await connected();
  all.connection.start();
  await hasOpen(all, 2);
  all.server.socketMode.kill();
  all.server.socketMode.kill();
  all.time.speed = 2000;
  await hasOpen(all, 2);
});

test("a note of Slack's without an event harms nothing", async () => {
  const all = await connected({ ackTimeout: 50 });
  all.connection.app.command("/sla", async ({ ack }) => ack("here"));
  all.connection.start();
  await hasOpen(all, 2);
  await all.server.socketMode.deliver("events_api", { type: "app_rate_limited", minute_rate_limited: 1 });
  expect((await all.server.command(ann, "/sla")).messages[0]?.text).toBe("here");
});

test("a payload delivered twice runs once, and is answered the same", async () => {
  const all = await connected();
  let runs = 0;
  all.connection.app.command("/sla", async ({ ack }) => {
    runs += 1;
    await ack(`run ${runs}`);
  });
  all.connection.start();
  await hasOpen(all, 2);
  await all.server.command(ann, "/sla");
  const [first] = all.server.envelopes;
  await all.server.socketMode.deliver("slash_commands", first?.payload ?? {});
  expect(runs).toBe(1);
  expect(all.server.envelopes.map(({ ack }) => ack)).toEqual([{ text: "run 1" }, { text: "run 1" }]);
});

test("says when nothing acknowledges a payload", async () => {
  const all = await connected({ ackTimeout: 50 });
  all.connection.start();
  await hasOpen(all, 2);
  expect((await all.server.command(ann, "/sla")).error).toBe("operation_timeout");
  expect(all.log.lines).toContainEqual(expect.stringContaining("nothing acknowledges"));
});

test("answers at once although nobody has told yet who we are", async () => {
  const all = await connected();
  all.server.faults.add({ method: "auth.test", effect: { kind: "http", status: 500 } });
  all.connection.app.command("/sla", async ({ ack }) => ack("here"));
  all.connection.start();
  await hasOpen(all, 2);
  expect((await all.server.command(ann, "/sla")).messages[0]?.text).toBe("here");
  await eventually(() => all.connection.health().detail.includes("500"), "the problem in health");
});

test("stopping lets an open request be answered first, and leaves no connection", async () => {
  const all = await connected();
  let finish: () => void = () => {};
  const atWork = new Promise<void>((resolve) => {
    all.connection.app.command("/sla", async ({ ack }) => {
      resolve();
      await new Promise<void>((done) => {
        finish = done;
      });
      await ack("late but there");
    });
  });
  all.connection.start();
  await hasOpen(all, 2);
  const answer = all.server.command(ann, "/sla");
  await atWork;
  const stopped = all.connection.stop();
  finish();
  expect((await answer).messages[0]?.text).toBe("late but there");
  await stopped;
  await hasOpen(all, 0);
});

test("stopping while Slack is being asked for an address leaves no connection behind", async () => {
  const all = await connected({}, { stagger: seconds(3600) });
  all.server.faults.add({ method: "apps.connections.open", times: 1, effect: { kind: "delay", for: 500 } });
  all.connection.start();
  await eventually(
    () => (all.time.nextWake() ?? Number.POSITIVE_INFINITY) < after(now, seconds(1)),
    "the slow answer",
  );
  const stopped = all.connection.stop();
  all.time.moveTo(after(now, milliseconds(500)));
  await stopped;
  await hasOpen(all, 0);
  expect(all.connection.health()).toMatchObject({ ok: false, detail: "disconnected" });
});

test("no token is ever logged", async () => {
  const all = await connected();
  all.server.faults.add({ method: "*", times: 4, effect: { kind: "error", error: "invalid_auth" } });
  all.connection.start();
  await eventually(() => all.log.lines.length >= 3, "some lines");
  expect(all.log.lines.join("\n")).not.toContain(all.server.botToken);
  expect(all.log.lines.join("\n")).not.toContain(all.server.appToken);
});

function opens({ method }: { method: string }): boolean {
  return method === "apps.connections.open";
}
