import { expect, test } from "vitest";
import { minutes, seconds } from "../../../src/lib/time.ts";
import { engineWorld } from "../world.ts";

const by = (...notify: string[]) => ({
  people: { alice: { phone: "+12025550111" }, bob: { phone: "+12025550112" } },
  groups: {
    oncall: {
      rotation: { members: ["alice", "bob"], timezone: "UTC", start: "2026-01-05T09:00", every: "1w" },
    },
  },
  sla: { high: { tiers: [{ after: "30m", notify }] } },
});
const calls = ({ phone }: ReturnType<typeof engineWorld>) => phone.sent.map(({ via, to }) => `${via} ${to}`);

/** One alert whose call rings. */
async function ringing() {
  const soc = engineWorld(by("call"));
  const { id } = soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(30));
  expect(calls(soc)).toEqual(["call alice"]);
  return { soc, id };
}

test.each([{ kind: "ignore" }, { kind: "acknowledge" }] as const)(
  "whoever answers the phone in vain while somebody says $kind is the last who is called",
  async (response) => {
    const { soc, id } = await ringing();
    // The phone is hung up at once, and says so only now.
    soc.phone.ends(1, "unanswered");
    await soc.engine.desk.respond(id, response, { actor: "U1" });
    await soc.advance(minutes(10));
    expect(calls(soc)).toEqual(["call alice"]);
  },
);

test("nobody is called after a call that failed when the alert was handled meanwhile", async () => {
  const soc = engineWorld(by("call"));
  const { id } = soc.raise(1);
  soc.phone.script.answer = ({ to }) => {
    if (to !== "alice") return undefined;
    void soc.engine.desk.respond(id, { kind: "ignore" }, { actor: "U1" });
    return { state: "failed", scope: "person", detail: "no such number" };
  };
  await soc.engine.start();
  await soc.advance(minutes(40));
  expect(calls(soc)).toEqual([]);
});

test("a text goes at its time while Slack does not answer", async () => {
  const soc = engineWorld(by("slack", "sms"));
  soc.slack.answer = () => ({ state: "failed", scope: "setup", detail: "busy", again: minutes(5) });
  soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(30) + seconds(1));
  expect(calls(soc)).toEqual(["sms alice"]);
});

test("what else waits to be said in a channel gives way to an alert", async () => {
  const soc = engineWorld(by("slack"));
  const went: string[] = [];
  soc.slack.answer = () => ({ state: "failed", scope: "setup", detail: "busy", again: seconds(20) });
  const { id } = soc.raise(1);
  await soc.engine.start();
  for (const name of ["one", "other"]) await soc.engine.announcer.say(name, { kind: "resumed", by: "U1" });
  await soc.advance(minutes(30) + seconds(1));
  soc.slack.answer = (id) => {
    went.push(id);
    return undefined;
  };
  await soc.advance(minutes(1));
  expect(went.map((one) => (one.includes(id) ? "alert" : "notice"))).toEqual(["alert", "notice", "notice"]);
});
