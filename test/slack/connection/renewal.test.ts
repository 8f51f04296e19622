import { expect, test } from "vitest";
import { after, type Clock, milliseconds, seconds, systemClock } from "../../../src/lib/time.ts";
import { now } from "../cards.ts";
import { connected, eventually } from "../workspace.ts";

/** Real time, in which every connection has lasted for a minute. */
function longLived(): Clock {
  let asked = 0;
  return {
    now: () => after(systemClock.now(), milliseconds(60_000 * asked++)),
    sleep: systemClock.sleep,
  };
}

test("a connection that Slack is about to end serves until the next one is open", async () => {
  const { server, connection, time, log } = await connected(
    {},
    { stagger: seconds(3600), realTime: longLived() },
  );
  const open = () => server.connections.filter(({ state }) => state === "open");
  connection.app.command("/sla", async ({ ack }) => ack("here"));
  connection.start();
  await eventually(() => open().length === 1, "the connection");
  const [old] = open();
  server.faults.add({ method: "apps.connections.open", times: 1, effect: { kind: "delay", for: 500 } });
  server.socketMode.disconnect("warning");
  await eventually(
    () => (time.nextWake() ?? Number.POSITIVE_INFINITY) <= after(now, milliseconds(500)),
    "the next one to be asked for",
  );
  expect(open()).toEqual([old]);
  expect((await server.command("U0ANN00001", "/sla")).messages[0]?.text).toBe("here");
  time.moveTo(after(now, milliseconds(500)));
  await eventually(() => open().length === 1 && open()[0]?.id !== old?.id, "the next one alone");
  expect(connection.health().ok).toBe(true);
  expect(log.lines.filter((line) => line.includes("trying again"))).toEqual([]);
});
