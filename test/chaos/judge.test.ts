import { describe, expect, test } from "vitest";
import { dice } from "../../chaos/dice.ts";
import { misheard } from "../../chaos/judge/answers.ts";
import { doubled } from "../../chaos/judge/doubled.ts";
import { toldFalsely } from "../../chaos/judge/falsely.ts";
import { fates } from "../../chaos/judge/lost.ts";
import type { Trail } from "../../chaos/judge/trail.ts";
import { version } from "../../chaos/settings.ts";
import type { Telling } from "../../chaos/told.ts";
import type { Truth } from "../../chaos/truth.ts";
import { SandboxClock } from "../../sandbox/clock.ts";
import { HiveConsole } from "../../sandbox/thehive/console.ts";

const start = Date.parse("2026-03-02T09:00Z");
const at = (seconds: number) => start + seconds * 1000;

/** One alert of high severity, raised at the start: tiers after some seconds, all of them over by the tenth. */
function night(changes: Partial<Truth> = {}) {
  const stored = new HiveConsole({ clock: new SandboxClock({ at: start }) }).raise({
    severity: 3,
    title: "Odd thing",
  });
  const truth: Truth = {
    alerts: new Map([[stored.id, { stored, raisedAt: start, handled: [] }]]),
    versions: [{ at: start, version: version(dice(1), start) }],
    troubles: [],
    lives: [],
    cutOffs: [],
    frozen: [],
    answers: [],
    ...changes,
  };
  return { id: stored.id, truth };
}

const trail = (changes: Partial<Trail> = {}): Trail => ({
  firings: [],
  holds: new Map(),
  pauses: [],
  answers: [],
  together: new Map(),
  ...changes,
});
const telling = (
  alertId: string,
  second: number,
  via: Telling["via"],
  to: string,
  more: Partial<Telling> = {},
): Telling => ({
  at: at(second),
  via,
  to,
  text: "",
  ref: `${via} ${second}`,
  again: false,
  alertId,
  ...more,
});
const call = (pickedUpBy: "human" | null, endedAt: number): Telling["call"] & object => ({
  pickedUpBy,
  endedAt,
  status: "completed",
});

describe("a tier that fired", () => {
  const fired = (id: string) => trail({ firings: [{ alertId: id, rung: "1", at: at(3) }] });
  const fate = (told: (id: string) => Telling[], changes: Partial<Truth> = {}, held = false) => {
    const { id, truth } = night(changes);
    const holds = held ? new Map([[id, [{ from: at(3.1), until: at(9) }]]]) : new Map();
    return fates(truth, { ...fired(id), holds }, told(id), at(8)).map((one) => `${one.due.via} ${one.fate}`);
  };
  const card = (id: string) => telling(id, 3, "slack", "soc", { rung: "1" });

  test("is told when the channel and somebody of the group heard of it", () => {
    expect(fate((id) => [card(id), telling(id, 3, "sms", "bob")])).toEqual(["slack told", "sms told"]);
  });
  test("is lost on whom nothing reached", () => {
    expect(fate((id) => [card(id)])).toEqual(["slack told", "sms lost"]);
    expect(fate((id) => [telling(id, 3, "sms", "alice")])).toEqual(["slack lost", "sms told"]);
  });
  test("is not told by what came before it fired", () => {
    expect(fate((id) => [card(id), telling(id, 1, "sms", "alice")])).toEqual(["slack told", "sms lost"]);
  });
  test("is told by a leader that died before it could write down that it fired", () => {
    const text = (id: string) => telling(id, 1, "sms", "alice", { rung: "1" });
    expect(fate((id) => [card(id), text(id)])).toEqual(["slack told", "sms told"]);
  });
  test("was urgent: a tier comes after it, even where nobody knows which fired when", () => {
    const { id, truth } = night({ cutOffs: [{ from: at(2), until: at(7) }] });
    const firings = ["high-risk", "1"].map((rung, index) => ({ alertId: id, rung, at: at(3 + index) }));
    const told = [
      telling(id, 5, "slack", "soc", { rung: "1" }),
      telling(id, 5, "sms", "alice", { rung: "1" }),
    ];
    const all = fates(truth, trail({ firings }), told, at(8));
    expect(all.filter(({ fate }) => fate === "lost").map(({ due }) => due.rung)).toEqual([]);
  });
  test("is not told to one group by telling another", () => {
    expect(fate((id) => [card(id), telling(id, 3, "sms", "dave")])).toEqual(["slack told", "sms lost"]);
  });
  test("may be told by another way only while its own fails", () => {
    const told = (id: string) => [card(id), telling(id, 4, "dm", "alice")];
    expect(fate(told)).toEqual(["slack told", "sms lost"]);
    const troubles = [{ where: "twilio" as const, kind: "503", from: at(2), until: at(5) }];
    expect(fate(told, { troubles })).toEqual(["slack told", "sms stand-in"]);
  });
  test("is told together with others, as many as are named", () => {
    const many = (count: number): Telling => ({
      at: at(4),
      via: "sms",
      to: "alice",
      text: "",
      ref: "M1",
      again: false,
      count,
    });
    expect(fate((id) => [card(id), many(1)])).toEqual(["slack told", "sms together"]);
    expect(fate((id) => [card(id), many(0)])).toEqual(["slack told", "sms lost"]);
  });
  test("is told by a message that the trail lists it in, and by no other", () => {
    const { id, truth } = night();
    const many: Telling = {
      at: at(4),
      via: "sms",
      to: "alice",
      text: "",
      ref: "SM1",
      again: false,
      count: 2,
    };
    const listing = (alerts: string[]) =>
      fates(truth, { ...fired(id), together: new Map([["SM1", alerts]]) }, [card(id), many], at(8)).map(
        ({ fate }) => fate,
      );
    expect(listing([id])).toEqual(["told", "together"]);
    expect(listing(["~other"])).toEqual(["told", "lost"]);
  });
  test("is no longer wanted once it is held", () => {
    expect(fate((id) => [card(id)], {}, true)).toEqual(["slack told", "sms excused"]);
  });
});

test("the last tier must have fired, even if no trail says so", () => {
  const { id, truth } = night();
  const lost = fates(truth, trail(), [], at(60)).filter(({ fate }) => fate === "lost");
  expect(lost.map(({ due }) => `${due.alertId} ${due.rung} ${due.via} ${due.anyOf.join()}`)).toEqual([
    `${id} 3 slack `,
    `${id} 3 call carol`,
    `${id} 3 call dave`,
  ]);
});

describe("told twice is", () => {
  const count = (told: (id: string) => Telling[]) => {
    const { id, truth } = night();
    return doubled(truth, told(id)).length;
  };
  test.each<[rule: string, told: (id: string) => Telling[], count: number]>([
    [
      "a tier twice in the channel",
      (id) => [1, 2].map((second) => telling(id, second, "slack", "soc", { rung: "1", id: `${second}` })),
      1,
    ],
    [
      "not two tiers in the channel",
      (id) => ["1", "2"].map((rung) => telling(id, 3, "slack", "soc", { rung, id: rung })),
      0,
    ],
    [
      "the same text twice",
      (id) => [1, 2].map((second) => telling(id, second, "sms", "alice", { id: "K7Q2" })),
      1,
    ],
    [
      "not the same text to two people",
      (id) => ["alice", "bob"].map((to) => telling(id, 1, "sms", to, { id: "K7Q2" })),
      0,
    ],
    [
      "a call after one that was answered",
      (id) => [1, 9].map((second) => telling(id, second, "call", "alice", { call: call("human", at(5)) })),
      1,
    ],
    [
      "a call while another rings",
      (id) => [1, 4].map((second) => telling(id, second, "call", "alice", { call: call(null, at(5)) })),
      1,
    ],
    [
      "not a call after one in vain",
      (id) => [1, 9].map((second) => telling(id, second, "call", "alice", { call: call(null, at(5)) })),
      0,
    ],
  ])("%s", (_, told, expected) => {
    expect(count(told)).toBe(expected);
  });
});

describe("told falsely is what comes", () => {
  const spans = [{ from: at(5), until: at(9) }];
  const whys = (second: number, changes: (id: string) => Partial<Trail>, handledAt?: number) => {
    const { id, truth } = night();
    if (handledAt !== undefined) truth.alerts.get(id)?.handled.push({ from: at(handledAt), until: at(50) });
    const card = telling(id, 3, "slack", "soc", { rung: "1" });
    const told = [card, telling(id, second, "slack", "soc", { rung: "1" })];
    return toldFalsely(truth, trail(changes(id)), told)
      .filter(({ telling: one }) => one !== card)
      .map(({ why }) => why);
  };

  test.each([
    ["forgotten by a death with a full disk", 6, 4, true],
    ["not when the disk was full only afterwards", 6, 5.5, false],
    ["not before it died", 8, 4, false],
  ])("a hold is excused: %s", (_rule, died, full, unsaved) => {
    const disk = { what: "state", from: (full - 1) * 1000, until: 9000 } as const;
    const lives = [{ bornAt: at(1), diedAt: at(died), how: "killed", sabotage: { diskFull: disk } }] as const;
    const { id, truth } = night({ lives: lives as never });
    const told = [telling(id, 7, "sms", "alice", { rung: "1" })];
    const found = toldFalsely(truth, trail({ holds: new Map([[id, spans]]) }), told);
    expect(found).toMatchObject([{ why: "held", unsaved }]);
  });
  test.each<[what: string, stall: [from: number, until: number], wrong: number]>([
    ["left before the hold", [4, 6.9], 0],
    ["left after the hold", [8, 10.9], 0],
    ["left while it was held", [6.5, 7.1], 1],
  ])("a message that a wire held up and that perhaps %s", (_what, [from, until], wrong) => {
    const stall = { where: "twilio" as const, kind: "stall", from: at(from), until: at(until) };
    const { id, truth } = night({ troubles: [stall] });
    const holds = trail({ holds: new Map([[id, spans]]) });
    const text = telling(id, until, "sms", "alice", { rung: "1" });
    expect(toldFalsely(truth, holds, [text])).toHaveLength(wrong);
  });
  test("whoever stood still knows of nothing yet", () => {
    const { id, truth } = night({ frozen: [{ from: at(4), until: at(8) }] });
    const holds = trail({ holds: new Map([[id, spans]]) });
    const texts = [7, 8.5].map((second) => telling(id, second, "sms", "alice", { rung: "1" }));
    expect(toldFalsely(truth, holds, texts).map(({ telling: one }) => one.at)).toEqual([at(8.5)]);
  });
  test("a card that comes while somebody has the alert disturbs nobody", () => {
    const { id, truth } = night();
    const holds = trail({ holds: new Map([[id, spans]]) });
    const card = telling(id, 7, "slack", "soc", { rung: "1" });
    expect(toldFalsely(truth, holds, [card])).toEqual([]);
    expect(toldFalsely(truth, holds, [telling(id, 4, "slack", "soc"), card])).toHaveLength(1);
  });

  test.each<
    [
      rule: string,
      second: number,
      changes: (id: string) => Partial<Trail>,
      handledAt: number | undefined,
      whys: string[],
    ]
  >([
    ["a second after it was handled", 6.001, () => ({}), 5, ["handled"]],
    ["not within that second", 5.999, () => ({}), 5, []],
    ["not after it was opened again", 50, () => ({}), 5, []],
    ["during a hold", 7, (id) => ({ holds: new Map([[id, spans]]) }), undefined, ["held"]],
    ["not when the hold is over", 9, (id) => ({ holds: new Map([[id, spans]]) }), undefined, []],
    ["during a pause", 7, () => ({ pauses: spans }), undefined, ["paused"]],
    ["before its time", 1, () => ({}), undefined, ["before its time"]],
  ])("%s", (_, second, changes, handledAt, expected) => {
    expect(whys(second, changes, handledAt)).toEqual(expected);
  });
});

describe("an answer by phone", () => {
  const answer = { at: at(10), by: "sms", from: "alice", ref: "SM1", isRight: true } as const;
  const took = (alertId: string, second = 11) =>
    ({ ref: "SM1", event: "alert.acknowledged", alertId, at: at(second) }) as const;
  const refused = { ref: "SM1", event: "reply.refused", alertId: undefined, at: at(11) } as const;
  const died = {
    bornAt: at(0),
    diedAt: at(12),
    how: "killed",
    sabotage: { diskFull: { from: 9000 } },
  } as const;

  test.each<[what: string, truth: Partial<Truth>, lines: Trail["answers"], how: readonly string[]]>([
    ["that took its alerts", { answers: [answer] }, [took("~1"), took("~2")], []],
    ["that was refused", { answers: [answer] }, [refused], []],
    ["of which nothing came", { answers: [answer] }, [], ["lost"]],
    ["of which nothing came yet", { answers: [{ ...answer, at: at(50) }] }, [], []],
    ["that took an alert twice", { answers: [answer] }, [took("~1"), took("~1")], ["doubled"]],
    [
      "that took it twice around a death with a full disk",
      { answers: [answer], lives: [died as never] },
      [took("~1"), took("~1", 14)],
      [],
    ],
    [
      "that took it twice around a death with a full disk long after it came",
      { answers: [{ ...answer, at: at(1) }], lives: [died as never] },
      [took("~1"), took("~1", 14)],
      [],
    ],
    [
      "that took it twice after such a death",
      { answers: [answer], lives: [died as never] },
      [took("~1", 13), took("~1", 14)],
      ["doubled"],
    ],
    [
      "in another's name that took one",
      { answers: [{ ...answer, isRight: false }] },
      [took("~1")],
      ["forged"],
    ],
    ["in another's name that took none", { answers: [{ ...answer, isRight: false }] }, [refused], []],
    ["by a key in a call that was hung up", { answers: [{ ...answer, by: "call" }] }, [], []],
  ])("%s", (_what, changes, lines, how) => {
    const { truth } = night(changes);
    expect(misheard(truth, trail({ answers: lines }), at(100)).map((one) => one.how)).toEqual(how);
  });
});
