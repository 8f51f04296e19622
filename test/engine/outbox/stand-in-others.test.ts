import { expect, test } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import type { Subject } from "../../../src/engine/items/subject.ts";
import { queueFor } from "../../../src/engine/outbox/box.ts";
import {
  besideMachine,
  everybodyTried,
  instead,
  standIn,
  standInFor,
} from "../../../src/engine/outbox/stand-in.ts";
import type { Instant } from "../../../src/lib/time.ts";
import type { Setback } from "../../../src/sla/plan.ts";
import { at, digestOf, item, nobody, notice, over, record } from "../items/items.ts";
import { handBox } from "./box.ts";

const text = item();
const call = (change: Partial<Item> = {}) => item({ via: "call", ref: "CA1", ...change });
const named = ({ via, to, attempt }: Item) => `${via} ${to} ${attempt}`;

/** All that is known after it, by whom it is for; each item as it was made unless something became of it. */
const told = ({ box }: ReturnType<typeof handBox>, ...before: readonly Item[]) =>
  [...box.items.all()].filter(({ id }) => !before.some((one) => one.id === id)).map(named);

test.each<[what: string, setback: Setback, age: number, others: string[]]>([
  ["a text that struggles for less than a minute is left to itself", "struggling", 59_999, []],
  [
    "one that struggles for a minute is told in another way",
    "struggling",
    60_000,
    ["dm alice 1", "slack #soc 1"],
  ],
  ["what no text can tell is told by a call", "way", 1000, ["call alice 1"]],
  ["what cannot go is told in another way at once", "setup", 1000, ["dm alice 1", "slack #soc 1"]],
])("%s", async (_what, setback, age, others) => {
  const one: Item = { ...text, at: (at(31) - age) as Instant };
  const world = handBox({ items: [one] });
  await standIn(world.box, one, setback);
  expect(told(world, one)).toEqual(others);
  const stoodIn = others.length > 0 ? true : undefined;
  expect(world.box.items.get(one.id)?.stoodIn).toBe(stoodIn);
  expect(world.written(one.id)).toMatchObject(stoodIn ? { stoodIn } : {});
  expect(world.done("changed")).toEqual(others.length > 0 ? [one.id] : []);
});

test("where nobody else can be told, that is noted, and nothing else is written", async () => {
  const tried = [call({ via: "dm", state: "sent" })];
  const world = handBox({ items: [text, ...tried] });
  await standIn(world.box, text, "setup");
  expect(world.did).toEqual([`write item:${text.id}`, `changed ${text.id}`]);
  expect(world.box.items.get(text.id)?.stoodIn).toBe(true);
});

test("others are written in one piece with what they stand in for", async () => {
  const world = handBox({ items: [text] });
  await standIn(world.box, text, "setup");
  expect(world.writes[0]?.map(([key]) => key.split("/").slice(-3).join(" "))).toEqual([
    "sms alice 1",
    "dm alice 1",
    "slack #soc 1",
  ]);
});

test("while a machine speaks the next person is called, once", async () => {
  const ringing = call({ state: "sent" });
  const world = handBox({ items: [ringing] });
  await besideMachine(world.box, ringing);
  expect(told(world, ringing)).toEqual(["call bob 1"]);
  expect(world.box.items.get(ringing.id)).toEqual({ ...ringing, machine: true });
  expect(world.writes[0]?.map(([key]) => key)).toEqual([
    `item:${ringing.id}`,
    `item:${ringing.id.replace("alice", "bob")}`,
  ]);
  expect(world.done("changed")).toEqual([ringing.id]);
  const { length } = world.did;
  await besideMachine(world.box, { ...ringing, machine: true });
  expect(world.did).toHaveLength(length);
});

test("when everybody was tried, a machine is only noted", async () => {
  const ringing = call({ state: "sent", attempt: 2 });
  const before = [
    call({ state: "unanswered" }),
    ...[1, 2].map((attempt) => call({ to: "bob", attempt, state: "unanswered" })),
  ];
  const world = handBox({ items: [...before, ringing], more: { channel: undefined } });
  await besideMachine(world.box, ringing);
  expect(world.did).toEqual([`write item:${ringing.id}`, `changed ${ringing.id}`]);
});

/** Who is told after this one, the others being known. */
function after(
  one: Item,
  setback: Setback,
  others: readonly Item[] = [],
  given: Parameters<typeof handBox>[0] = {},
) {
  const { box } = handBox({ items: [one, ...others], ...given });
  return instead(box, one, setback);
}

test("a call that a machine has taken counts as one that nobody took", () => {
  const bob = call({ to: "bob", state: "sent", machine: true });
  const lines = (others: readonly Item[]) =>
    after(call({ state: "unanswered" }), "unanswered", others).map(named);
  expect(lines([])).toEqual(["call bob 1"]);
  // Both were tried once; alice is first in line again.
  expect(lines([bob])).toEqual(["call alice 2"]);
  const failed = (others: readonly Item[]) => after(call({ state: "failed" }), "way", others).map(named);
  const taken = item({ to: "bob", state: "sent" });
  expect(failed([taken])).toEqual([]);
  expect(failed([{ ...taken, machine: true }])).toEqual(["sms alice 1"]);
});

test("what has ended is looked at as it stands now, not as it is kept", () => {
  const { box } = handBox({ items: [call({ state: "sent" }), call({ to: "bob", state: "failed" })] });
  expect(instead(box, call({ state: "failed" }), "person").map(named)).toEqual(["sms alice 1"]);
});

test("nobody is told under a name that is taken", () => {
  // The first try of each was forgotten: counted, the next would be the second.
  const second = call({ attempt: 2, state: "unanswered" });
  const bob = [1, 2].map((attempt) => call({ to: "bob", attempt, state: "unanswered" }));
  expect(after(second, "unanswered", bob)).toEqual([]);
});

test("in the stead of a channel the people of the tier are told, or whoever is on call", () => {
  const card = item({ via: "slack", state: "failed" });
  expect(after(card, "person").map(named)).toEqual(["sms alice 1"]);
  const seniors = {
    people: {
      alice: { phone: "+12025550111" },
      bob: { phone: "+12025550112" },
      carol: { phone: "+12025550113" },
    },
    groups: {
      oncall: { members: ["alice"] },
      seniors: { members: ["carol"] },
    },
  };
  const failed = call({ to: "carol", group: "seniors", state: "failed" });
  expect(after(card, "person", [failed], { settings: seniors }).map(named)).toEqual(["sms carol 1"]);
});

test("what breaks out of a storm does so for whoever is told instead", () => {
  expect(after(call({ state: "unanswered", urgent: true }), "unanswered")).toMatchObject([{ urgent: true }]);
  expect(after(call({ state: "unanswered" }), "unanswered")[0]).not.toHaveProperty("urgent");
});

const down = { kind: "hive-down", since: at(0), why: "no answer", trouble: "unreachable" } as const;
const said: Subject = { kind: "notice", name: "down/1", notice: down };

test("a notice to a person goes to others by phone, and never to the channel", () => {
  const one = item({ about: said, state: "failed" });
  expect(after(one, "way").map(named)).toEqual(["call alice 1"]);
  expect(after(one, "setup").map(named)).toEqual(["dm alice 1"]);
  expect(after(item({ state: "failed" }), "setup").map(named)).toEqual(["dm alice 1", "slack #soc 1"]);
});

test.each<[Subject]>([[said], [over], [nobody(0)], [notice]])(
  "what was meant for one channel alone is told nobody else: %j",
  (about) => {
    expect(after(item({ about, via: "slack", state: "failed" }), "person")).toEqual([]);
  },
);

const caseOf: Subject = {
  kind: "case",
  alertId: record().alertId,
  caseId: "~9",
  step: "assigned",
  deadline: at(30),
  unconfirmed: false,
};

test("a digest and a case are told others like an alert", () => {
  const whom = (about: Subject, records = [record()]) =>
    after(item({ about, via: "slack", state: "failed" }), "person", [], {
      records,
      settings: { cases: { high: { assigned: "30m", notify: ["slack"] } } },
    }).map(named);
  expect(whom(digestOf(record().alertId))).toEqual(["sms alice 1"]);
  const promoted = record({ handled: { how: "promoted", at: at(5), case: { id: "~9" } } });
  expect(whom(caseOf, [promoted])).toEqual(["sms alice 1"]);
});

test.each<[what: string, states: Item["state"][], said: boolean]>([
  ["nobody answered", ["unanswered", "unanswered"], true],
  ["one could not be called, and the other did not answer", ["failed", "unanswered"], true],
  ["one is still being called", ["sent", "unanswered"], false],
  ["one has answered", ["delivered", "unanswered"], false],
])(
  "that everybody of a group was tried is said when %s",
  (_what, [other = "failed", own = "failed"], isSaid) => {
    const last = call({ to: "bob", state: own });
    const elsewhere = [call({ to: "carol", group: "seniors", state: "sent" }), item({ state: "sent" })];
    const { box, done } = handBox({ items: [call({ state: other }), last, ...elsewhere] });
    everybodyTried(box, last);
    expect(done("nobody of 2")).toEqual(isSaid ? [last.id] : []);
    expect(done("nobody of 3")).toEqual([]);
  },
);

test("what waits for a way that takes nothing is held until then, and others are told once", async () => {
  const because = { detail: "busy", reason: { name: "queue full" } } as const;
  const again = item({ attempt: 2, stoodIn: true });
  const world = handBox({ items: [text, again] });
  const queue = queueFor(world.box, text);
  await standInFor(world.box, queue, [text, again]);
  expect(world.did).toEqual([]);
  queue.closed = { until: at(32), setback: "setup", because };
  await standInFor(world.box, queue, [text, again]);
  const held = { notBefore: at(32), stoodIn: true, ...because };
  expect(world.box.items.get(text.id)).toEqual({ ...text, ...held });
  expect(world.box.items.get(again.id)).toEqual({ ...again, ...held });
  expect(told(world, text, again)).toEqual(["dm alice 1", "slack #soc 1"]);
  const alone = handBox({ items: [again] });
  await standInFor(alone.box, queue, [again]);
  expect(alone.did).toEqual([`write item:${again.id}`]);
});
