import { describe, expect, test } from "vitest";
import { type Method, Via } from "../../src/sla/model.ts";
import {
  type Audience,
  type NextRequest,
  next,
  plan,
  type Setback,
  type Target,
  type Tried,
} from "../../src/sla/plan.ts";
import { DeliveryState } from "../../src/sla/record.ts";

type Person = "alice" | "bob" | "carol" | "dave" | "twin";

interface Given {
  onDuty?: Partial<Record<"oncall" | "seniors" | "leads", readonly Person[]>>;
  /** `call alice`: cannot be told that way. */
  unusable?: readonly string[];
  offered?: readonly ("sms" | "call" | "dm")[];
  /** Of `oncall`, in the order in which they are called. */
  line?: readonly Person[];
}

const numbers: Record<Person, string> = { alice: "1", bob: "2", carol: "3", dave: "4", twin: "1" };
const lines: Record<string, readonly string[]> = {
  oncall: ["alice", "bob"],
  seniors: ["carol", "dave"],
  leads: ["twin", "carol"],
};

/** `oncall` takes turns, alice first; in `seniors` and `leads` all are told. */
function audience({
  onDuty = {},
  unusable = [],
  offered = ["sms", "call", "dm"],
  line = [],
}: Given = {}): Audience {
  const duty: Record<string, readonly string[]> = { ...lines, oncall: ["alice"], ...onDuty };
  return {
    offers: (via, group) => offered.includes(via) && group in lines,
    onCall: (group) => duty[group] ?? [],
    callOrder: (group) =>
      duty[group]?.length === 0
        ? []
        : [...new Set([...(duty[group] ?? []), ...line, ...(lines[group] ?? [])])],
    tellsAll: (group) => group !== "oncall",
    unusable: (via, person) =>
      unusable.includes(`${via} ${person}`) ? `${person} has no ${via}` : undefined,
    address: (via, person) =>
      via === "dm" ? undefined : Object.entries(numbers).find(([name]) => name === person)?.[1],
  };
}

const method = (word: string): Method => {
  const [via, group = "oncall"] = word.split(":");
  if (via === "slack") return { via };
  if (via === "sms" || via === "call" || via === "dm") return { via, group };
  throw new Error(word);
};
/** `call oncall alice 1`, `slack soc 1`, and why it failed. */
const written = ({ via, group, to, attempt, failed }: Target) =>
  [via, group, to, attempt, failed === undefined ? undefined : `(${failed.detail})`]
    .filter((part) => part !== undefined)
    .join(" ");

test.each([
  ["sms", "no phone number"],
  ["call", "no phone number"],
  ["dm", "no Slack id"],
] as const)("why nobody in line can be told by %s: %s", (via, name) => {
  const unusable = ["alice", "bob"].map((person) => `${via} ${person}`);
  expect(plan([{ via, group: "oncall" }], undefined, audience({ unusable }))).toEqual([
    {
      ...{ via, group: "oncall", to: "oncall", attempt: 1 },
      failed: { detail: `alice has no ${via}`, reason: { name, who: "alice" } },
    },
  ]);
});

describe("who is told when a tier fires", () => {
  const planned = (words: string, given: Given = {}, channel: string | undefined = "soc") =>
    plan(words.split(" ").filter(Boolean).map(method), channel, audience(given)).map(written);

  test.each<[rule: string, words: string, given: Given, expected: string[]]>([
    ["the channel", "slack", {}, ["slack soc 1"]],
    ["whoever is on duty, each way by itself", "sms call", {}, ["sms oncall alice 1", "call oncall alice 1"]],
    [
      "the first of those on duty where they take turns",
      "call",
      { onDuty: { oncall: ["bob", "alice"] } },
      ["call oncall bob 1"],
    ],
    [
      "the first who can be told where they take turns",
      "call",
      { onDuty: { oncall: ["bob", "alice"] }, unusable: ["call bob"] },
      ["call oncall alice 1"],
    ],
    ["everybody where all are told", "call:seniors", {}, ["call seniors carol 1", "call seniors dave 1"]],
    [
      "everybody but those who cannot be",
      "call:seniors",
      { unusable: ["call carol"] },
      ["call seniors dave 1"],
    ],
    [
      "the next in line for somebody who cannot be told",
      "call",
      { unusable: ["call alice"] },
      ["call oncall bob 1"],
    ],
    [
      "the next in line who can be",
      "sms",
      { onDuty: { oncall: ["bob"] }, unusable: ["sms bob"] },
      ["sms oncall alice 1"],
    ],
    [
      "the first in line of several who can be",
      "call",
      { onDuty: { oncall: ["bob"] }, unusable: ["call bob"], line: ["bob", "carol", "alice"] },
      ["call oncall carol 1"],
    ],
    ["the channel where no way that is asked for is set up", "sms call", { offered: [] }, ["slack soc 1"]],
    [
      "one person in two groups once",
      "call:seniors call:leads",
      {},
      ["call seniors carol 1", "call seniors dave 1", "call leads twin 1"],
    ],
    [
      "one person in two groups by two ways twice",
      "call:seniors sms:leads",
      {},
      ["call seniors carol 1", "call seniors dave 1", "sms leads twin 1", "sms leads carol 1"],
    ],
    ["two people with one number once", "call call:leads", {}, ["call oncall alice 1", "call leads carol 1"]],
    [
      "two people without any address each",
      "dm dm:leads",
      {},
      ["dm oncall alice 1", "dm leads twin 1", "dm leads carol 1"],
    ],
    ["the channel once, however often it is named", "slack slack", {}, ["slack soc 1"]],
    ["a method that was never set up is left out", "slack sms", { offered: ["call"] }, ["slack soc 1"]],
    ["a group that does not exist is left out", "slack sms:nobody", {}, ["slack soc 1"]],
    ["the channel where nothing named was set up", "sms call", { offered: [] }, ["slack soc 1"]],
    ["the channel where nothing is named", "", {}, ["slack soc 1"]],
    [
      "a group in which nobody is on call says so, and the channel hears of it",
      "call",
      { onDuty: { oncall: [] } },
      ["call oncall oncall 1 (nobody is on call in oncall)", "slack soc 1"],
    ],
    [
      "a group of which nobody can be told says why, and the channel hears of it",
      "sms:seniors",
      { unusable: ["sms carol", "sms dave"] },
      ["sms seniors seniors 1 (carol has no sms; dave has no sms)", "slack soc 1"],
    ],
    [
      "the channel is not told twice because a group cannot be",
      "slack call",
      { onDuty: { oncall: [] } },
      ["slack soc 1", "call oncall oncall 1 (nobody is on call in oncall)"],
    ],
    [
      "the channel is left alone when somebody of another group is told",
      "call call:seniors",
      { onDuty: { oncall: [] } },
      ["call oncall oncall 1 (nobody is on call in oncall)", "call seniors carol 1", "call seniors dave 1"],
    ],
    [
      "each group that nobody can be told in says so",
      "sms call",
      { onDuty: { oncall: [] } },
      [
        "sms oncall oncall 1 (nobody is on call in oncall)",
        "call oncall oncall 1 (nobody is on call in oncall)",
        "slack soc 1",
      ],
    ],
  ])("%s", (_, words, given, expected) => {
    expect(planned(words, given)).toEqual(expected);
  });

  test.each<[rule: string, words: string, given: Given, expected: string[]]>([
    ["nobody, for the channel", "slack", {}, []],
    ["people all the same", "slack call", {}, ["call oncall alice 1"]],
    [
      "who could not be told",
      "call",
      { onDuty: { oncall: [] } },
      ["call oncall oncall 1 (nobody is on call in oncall)"],
    ],
  ])("without Slack: %s", (_, words, given, expected) => {
    expect(plan(words.split(" ").map(method), undefined, audience(given)).map(written)).toEqual(expected);
  });
});

describe("who is told next", () => {
  /** `call oncall alice 1 unanswered`; the last one is the one that ended. */
  const tried = (row: string): Tried => {
    const words = row.split(" ");
    const [via, group = "", to = "", attempt] =
      words[0] === "slack" ? ["slack", undefined, words[1], words[2]] : words;
    const state = DeliveryState.parse(words.at(-1));
    return {
      via: Via.parse(via),
      ...(group === "" ? {} : { group }),
      to,
      attempt: Number(attempt),
      state,
    };
  };
  const nextOf = (rows: readonly string[], setback: Setback, given: Given, more: Partial<NextRequest>) => {
    const all = rows.map(tried);
    const ended = all.at(-1);
    if (ended === undefined) throw new Error("nothing ended");
    const request = {
      tried: all,
      ended,
      setback,
      audience: audience(given),
      retries: 1,
      channel: "soc",
      groups: ["oncall"],
    };
    return next({ ...request, ...more }).map(written);
  };
  type Row = [
    rule: string,
    setback: Setback,
    rows: string[],
    expected: string[],
    given?: Given,
    more?: Partial<NextRequest>,
  ];

  describe("after a call", () => {
    test.each<Row>([
      [
        "in vain: the next of the group",
        "unanswered",
        ["call oncall alice 1 unanswered"],
        ["call oncall bob 1"],
      ],
      [
        "in vain, and all were called: the round again",
        "unanswered",
        ["call oncall alice 1 unanswered", "call oncall bob 1 unanswered"],
        ["call oncall alice 2"],
      ],
      [
        "in vain, in the second round: the next of it",
        "unanswered",
        ["call oncall alice 1 unanswered", "call oncall bob 1 unanswered", "call oncall alice 2 unanswered"],
        ["call oncall bob 2"],
      ],
      [
        "in vain, all rounds over: the channel, where nobody else heard",
        "unanswered",
        [
          "call oncall alice 1 unanswered",
          "call oncall bob 1 unanswered",
          "call oncall alice 2 unanswered",
          "call oncall bob 2 unanswered",
        ],
        ["slack soc 1"],
      ],
      [
        "in vain, all rounds over, the channel told: nobody",
        "unanswered",
        ["slack soc 1 sent", "call oncall alice 1 unanswered", "call oncall bob 1 unanswered"],
        [],
        {},
        { retries: 0 },
      ],
      [
        "in vain without retries: nobody twice",
        "unanswered",
        ["call oncall alice 1 unanswered", "call oncall bob 1 unanswered"],
        ["slack soc 1"],
        {},
        { retries: 0 },
      ],
      [
        "in vain where all are told: the same person again",
        "unanswered",
        ["call seniors carol 1 unanswered"],
        ["call seniors carol 2"],
      ],
      [
        "in vain twice where all are told: nobody of the group",
        "unanswered",
        [
          "call seniors dave 1 delivered",
          "call seniors carol 1 unanswered",
          "call seniors carol 2 unanswered",
        ],
        [],
      ],
      [
        "in vain: not whoever can never be called",
        "unanswered",
        ["call oncall bob 1 failed", "call oncall alice 1 unanswered"],
        ["call oncall alice 2"],
      ],
      [
        "in vain: not whoever has no number",
        "unanswered",
        ["call oncall alice 1 unanswered"],
        ["call oncall alice 2"],
        { unusable: ["call bob"] },
      ],
      [
        "in vain: calls of another group do not count",
        "unanswered",
        ["call leads bob 1 unanswered", "call oncall alice 1 unanswered"],
        ["call oncall bob 1"],
      ],
      [
        "in vain: texts do not count as calls",
        "unanswered",
        ["sms oncall bob 1 sent", "call oncall alice 1 unanswered"],
        ["call oncall bob 1"],
      ],
      [
        "to somebody who cannot be called: the next of the group",
        "person",
        ["call oncall alice 1 failed"],
        ["call oncall bob 1"],
      ],
      [
        "to the last who can be called: a text",
        "person",
        ["call oncall bob 1 failed", "call oncall alice 1 failed"],
        ["sms oncall alice 1"],
      ],
      [
        "nobody can be called at all: a text to the same person",
        "way",
        ["call oncall alice 1 failed"],
        ["sms oncall alice 1"],
      ],
      [
        "nobody can be called, and no texts either: a direct message and the channel",
        "way",
        ["call oncall alice 1 failed"],
        ["dm oncall alice 1", "slack soc 1"],
        { unusable: ["sms alice", "sms bob"] },
      ],
      [
        "nobody can be called, and this person not texted: the next one",
        "way",
        ["call oncall alice 1 failed"],
        ["sms oncall bob 1"],
        { unusable: ["sms alice"] },
      ],
      [
        "the provider is set up wrongly: a direct message and the channel, not the provider again",
        "setup",
        ["call oncall alice 1 failed"],
        ["dm oncall alice 1", "slack soc 1"],
      ],
      [
        "the provider struggles: a direct message and the channel",
        "struggling",
        ["call oncall alice 1 pending"],
        ["dm oncall alice 1", "slack soc 1"],
      ],
      [
        "by another way already told: nobody",
        "way",
        ["sms oncall alice 1 sent", "call oncall alice 1 failed"],
        [],
      ],
      [
        "every way failed: the channel",
        "way",
        [
          "sms oncall alice 1 failed",
          "sms oncall bob 1 failed",
          "dm oncall alice 1 failed",
          "dm oncall bob 1 failed",
          "call oncall alice 1 failed",
        ],
        ["slack soc 1"],
      ],
      [
        "every way failed, without Slack: nobody",
        "way",
        [
          "sms oncall alice 1 failed",
          "sms oncall bob 1 failed",
          "dm oncall alice 1 failed",
          "dm oncall bob 1 failed",
          "call oncall alice 1 failed",
        ],
        [],
        {},
        { channel: undefined },
      ],
      [
        "every way failed, the channel too: nobody",
        "way",
        [
          "slack soc 1 failed",
          "sms oncall alice 1 failed",
          "sms oncall bob 1 failed",
          "dm oncall alice 1 failed",
          "dm oncall bob 1 failed",
          "call oncall alice 1 failed",
        ],
        [],
      ],
      [
        "where all are told, only the same person gets the other way",
        "way",
        ["call seniors carol 1 failed"],
        ["sms seniors carol 1"],
      ],
      [
        "where all are told, the other way of another person does not count",
        "way",
        ["sms seniors dave 1 sent", "call seniors carol 1 failed"],
        ["sms seniors carol 1"],
      ],
    ])("%s", (_, setback, rows, expected, given = {}, more = {}) => {
      expect(nextOf(rows, setback, given, more)).toEqual(expected);
    });
  });

  describe("after a text", () => {
    test.each<Row>([
      [
        "to a number that takes none: the next of the group",
        "person",
        ["sms oncall alice 1 failed"],
        ["sms oncall bob 1"],
      ],
      [
        "to the last of the group: a call",
        "person",
        ["sms oncall bob 1 failed", "sms oncall alice 1 failed"],
        ["call oncall alice 1"],
      ],
      [
        "that nobody may get: a call to the same person",
        "way",
        ["sms oncall alice 1 failed"],
        ["call oncall alice 1"],
      ],
      [
        "that nobody may get, and a call that is under way: nobody",
        "way",
        ["call oncall alice 1 sending", "sms oncall alice 1 failed"],
        [],
      ],
      [
        "that nobody may get, and a call in vain: a direct message and the channel",
        "way",
        ["call oncall alice 1 unanswered", "call oncall bob 1 unanswered", "sms oncall alice 1 failed"],
        ["dm oncall alice 1", "slack soc 1"],
      ],
      [
        "while the provider struggles: a direct message and the channel",
        "struggling",
        ["sms oncall alice 1 pending"],
        ["dm oncall alice 1", "slack soc 1"],
      ],
      [
        "no second round: a person is texted once",
        "person",
        ["sms seniors dave 1 sent", "sms seniors carol 1 failed"],
        ["call seniors carol 1"],
        {},
        { retries: 3 },
      ],
    ])("%s", (_, setback, rows, expected, given = {}, more = {}) => {
      expect(nextOf(rows, setback, given, more)).toEqual(expected);
    });
  });

  describe("after a direct message", () => {
    test.each<Row>([
      ["that cannot be sent: a text", "way", ["dm oncall alice 1 failed"], ["sms oncall alice 1"]],
      [
        "that cannot be sent, without texts: a call",
        "way",
        ["dm oncall alice 1 failed"],
        ["call oncall alice 1"],
        { unusable: ["sms alice", "sms bob"] },
      ],
      [
        "to somebody not in Slack: the next of the group",
        "person",
        ["dm oncall alice 1 failed"],
        ["dm oncall bob 1"],
      ],
      ["while Slack struggles: a text", "struggling", ["dm oncall alice 1 pending"], ["sms oncall alice 1"]],
    ])("%s", (_, setback, rows, expected, given = {}, more = {}) => {
      expect(nextOf(rows, setback, given, more)).toEqual(expected);
    });
  });

  describe("after the channel", () => {
    test.each<Row>([
      [
        "that is archived: the people on duty hear of it by text",
        "person",
        ["slack soc 1 failed"],
        ["sms oncall alice 1"],
      ],
      [
        "that is archived, without texts: by call",
        "person",
        ["slack soc 1 failed"],
        ["call oncall alice 1"],
        { unusable: ["sms alice"] },
      ],
      [
        "that is archived, without a phone: by direct message",
        "person",
        ["slack soc 1 failed"],
        ["dm oncall alice 1"],
        { unusable: ["sms alice", "call alice"] },
      ],
      [
        "while all of Slack is unusable: not by direct message",
        "setup",
        ["slack soc 1 failed"],
        [],
        { unusable: ["sms alice", "call alice"] },
      ],
      [
        "while all of Slack struggles: by text",
        "struggling",
        ["slack soc 1 pending"],
        ["sms oncall alice 1"],
      ],
      [
        "that is archived: everybody where all are told",
        "person",
        ["slack soc 1 failed"],
        ["sms seniors carol 1", "sms seniors dave 1"],
        {},
        { groups: ["seniors"] },
      ],
      [
        "that is archived: one person in two groups once",
        "person",
        ["slack soc 1 failed"],
        ["sms seniors carol 1", "sms seniors dave 1", "sms leads twin 1"],
        {},
        { groups: ["seniors", "leads"] },
      ],
      [
        "that is archived: nobody more where somebody is told by phone",
        "person",
        ["call oncall alice 1 delivered", "slack soc 1 failed"],
        [],
      ],
      [
        "that is archived: somebody where the call was in vain",
        "person",
        ["call oncall alice 1 unanswered", "slack soc 1 failed"],
        ["sms oncall alice 1"],
      ],
      [
        "that is archived: not the same person the same way again",
        "person",
        ["sms oncall alice 1 failed", "slack soc 1 failed"],
        ["call oncall alice 1"],
      ],
      [
        "of a route that is archived: the default one, and people",
        "person",
        ["slack ops 1 failed"],
        ["slack soc 1", "sms oncall alice 1"],
      ],
      [
        "of a route that is archived: the default one alone where people are told",
        "person",
        ["sms oncall alice 1 sent", "slack ops 1 failed"],
        ["slack soc 1"],
      ],
      [
        "of a route that is archived: the default one only once",
        "person",
        ["slack soc 1 sent", "sms oncall alice 1 sent", "slack ops 1 failed"],
        [],
      ],
      [
        "of a route while all of Slack is unusable: people only",
        "setup",
        ["slack ops 1 failed"],
        ["sms oncall alice 1"],
      ],
      [
        "of a route with Slack off by now: people only",
        "person",
        ["slack ops 1 failed"],
        ["sms oncall alice 1"],
        {},
        { channel: undefined },
      ],
      ["that rings in vain is nonsense: nobody", "unanswered", ["slack soc 1 unanswered"], []],
    ])("%s", (_, setback, rows, expected, given = {}, more = {}) => {
      expect(nextOf(rows, setback, given, more)).toEqual(expected);
    });
  });
});
