import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../../src/lib/time.ts";
import { engineWorld, memory } from "../world.ts";

const people = {
  alice: { phone: "+12025550111", slack: "U0ALICE" },
  bob: { phone: "+12025550112", slack: "U0BOB" },
  carol: { phone: "+12025550113" },
};
const groups = { oncall: { members: ["alice"] }, seniors: { members: ["bob", "carol"] } };
const at = (notify: readonly string[], more: object = {}) => ({
  ...{ people, groups, voice: { retries: 0 } },
  sla: { high: { tiers: [{ after: "30m", notify }] } },
  ...more,
});
type Soc = ReturnType<typeof engineWorld>;

async function begun(settings: object, disk = memory(), alerts = 1): Promise<Soc> {
  const soc = engineWorld(settings as never, disk);
  for (let number = 1; number <= alerts; number++) soc.raise(number);
  await soc.engine.start();
  await soc.advance(minutes(30) + seconds(1));
  return soc;
}

const codeFor = (soc: Soc, to: string) => soc.phone.sent.findLast((page) => page.to === to)?.code ?? "";
function receive(
  soc: Soc,
  name: keyof typeof people,
  body: string,
  sid = `SM${soc.phone.inbox.length}`,
): void {
  soc.phone.inbox.push({ sid, from: people[name].phone, body, at: soc.clock.now() });
}
const events = (soc: Soc, name: string) => soc.audit.filter(({ event }) => event === name);

describe("a reply", () => {
  test("to a text about several takes them all, in one write with its SID and its confirmation", async () => {
    const soc = await begun(at(["sms"], { limits: { sms: "1 per 15m" } }), memory(), 3);
    // The first has used up the room: the others are told together.
    await soc.advance(minutes(15));
    expect(soc.phone.sent.map(({ about }) => about.kind)).toEqual(["digest"]);
    receive(soc, "alice", codeFor(soc, "alice"));
    await soc.advance(seconds(5));
    expect(events(soc, "alert.acknowledged").map(({ alertId }) => alertId)).toEqual(["~1", "~2", "~3"]);
    expect(soc.phone.sent.at(-1)?.about).toMatchObject({ kind: "taken", numbers: [1, 2, 3] });
  });

  test("is confirmed though limits hold everything else back, and uses up no room", async () => {
    const soc = await begun(at(["sms"], { limits: { sms: "1 per 15m" } }));
    receive(soc, "alice", codeFor(soc, "alice"));
    await soc.advance(seconds(5));
    expect(soc.phone.sent.map(({ about }) => about.kind)).toEqual(["alert", "taken"]);
  });

  test("whose SID is on the disk is passed over by whoever reads the disk next", async () => {
    const disk = memory();
    const first = await begun(at(["sms"]), disk);
    receive(first, "alice", codeFor(first, "alice"), "SM1");
    await first.advance(seconds(5));
    await first.engine.stop();
    const second = engineWorld(at(["sms"]) as never, disk);
    second.raise(1);
    await second.engine.start();
    receive(second, "alice", "2222", "SM1");
    await second.advance(minutes(2));
    expect(events(second, "reply.refused")).toEqual([]);
    expect(second.phone.sent).toEqual([]);
  });

  test.each(["record:", "reply:", "item:"])(
    "while the disk refuses %s takes the alert all the same, once, and it is written when it can be",
    async (prefix) => {
      const soc = await begun(at(["sms"]));
      soc.trouble.failing = (key) => key.startsWith(prefix);
      receive(soc, "alice", codeFor(soc, "alice"));
      await soc.advance(seconds(20));
      expect(soc.phone.sent.filter(({ about }) => about.kind === "taken")).toHaveLength(1);
      soc.trouble.failing = () => false;
      await soc.advance(minutes(2));
      expect(events(soc, "alert.acknowledged")).toHaveLength(1);
      expect([...soc.values.keys()].filter((key) => key.startsWith("reply:"))).toHaveLength(1);
    },
  );

  test("takes over what another holds, and says from whom", async () => {
    const soc = await begun(at(["sms", "sms:seniors"]));
    receive(soc, "bob", codeFor(soc, "bob"));
    await soc.advance(seconds(5));
    receive(soc, "alice", codeFor(soc, "alice"));
    await soc.advance(minutes(1));
    expect(events(soc, "alert.acknowledged").map(({ actor }) => actor)).toEqual(["U0BOB", "U0ALICE"]);
    expect(soc.phone.sent.at(-1)?.about).toMatchObject({ kind: "taken", from: "bob" });
  });

  test("is looked for again every five seconds when a hold is over and another text went out", async () => {
    const soc = await begun(
      at(["sms"], {
        acknowledgeFor: "10m",
        sla: {
          high: {
            tiers: [
              { after: "30m", notify: ["sms"] },
              { after: "40m", notify: ["sms"] },
            ],
          },
        },
      }),
    );
    receive(soc, "alice", codeFor(soc, "alice"));
    await soc.advance(minutes(11));
    const again = codeFor(soc, "alice");
    receive(soc, "alice", again);
    await soc.advance(seconds(5));
    expect(events(soc, "alert.acknowledged")).toHaveLength(2);
  });

  test("of a removed person's number is a stranger's", async () => {
    const soc = await begun(at(["sms"]));
    soc.phone.inbox.push({
      sid: "SM9",
      from: "+12025550199",
      body: codeFor(soc, "alice"),
      at: soc.clock.now(),
    });
    await soc.advance(seconds(5));
    expect(events(soc, "reply.refused")).toMatchObject([
      { detail: { why: "unknown-number", from: "+12…99" } },
    ]);
    expect(soc.phone.sent).toHaveLength(1);
  });
});

describe("a key", () => {
  test("takes the alert, is answered in the call, and nobody hangs that up", async () => {
    const soc = await begun(at(["call", "call:seniors"]));
    expect(soc.phone.sent.map(({ to }) => to)).toEqual(["alice", "bob", "carol"]);
    soc.phone.meets(1, "key");
    await soc.advance(seconds(3));
    expect(events(soc, "alert.acknowledged")).toMatchObject([{ actor: "U0ALICE", via: "call" }]);
    expect(soc.phone.answered).toMatchObject([{ ref: "call-1", words: { kind: "taken", numbers: [1] } }]);
    expect(soc.phone.hungUp.map(({ ref }) => ref)).toEqual(["call-2", "call-3"]);
    // Still in the list for a moment: said once.
    await soc.advance(seconds(10));
    expect(soc.phone.answered).toHaveLength(1);
    soc.phone.ends(1, "answered");
    await soc.advance(seconds(3));
    expect(events(soc, "notification.delivered")).toMatchObject([
      { to: "alice", detail: { why: "answered by a key" } },
    ]);
  });

  test("of somebody whose call is about what was handled meanwhile", async () => {
    const soc = await begun(at(["call"]));
    soc.set("~1" as never, { stage: "closed", status: "Closed" });
    soc.phone.meets(1, "key");
    await soc.engine.desk.respond("~1" as never, { kind: "acknowledge" }, { actor: "U1" });
    await soc.advance(seconds(3));
    // It was hung up: no key counts any more.
    expect(soc.phone.hungUp).toHaveLength(1);
    expect(events(soc, "alert.acknowledged")).toHaveLength(1);
  });
});

test("a machine: the next one is called while it speaks, and the line tells of it once", async () => {
  const rotation = { members: ["alice", "bob"], timezone: "UTC", start: "2026-01-05T09:00", every: "1w" };
  const soc = await begun(at(["call"], { groups: { oncall: { rotation } } }));
  soc.phone.meets(1, "machine");
  await soc.advance(seconds(10));
  expect(soc.phone.sent.map(({ to }) => to)).toEqual(["alice", "bob"]);
  soc.phone.ends(2, "unanswered");
  await soc.advance(seconds(10));
  soc.phone.ends(1, "unanswered");
  await soc.advance(seconds(10));
  expect(soc.phone.sent.map(({ to }) => to)).toEqual(["alice", "bob"]);
  expect(events(soc, "alert.unanswered")).toHaveLength(1);
});
