import { expect, test } from "vitest";
import { problemLine } from "../../src/config/problem.ts";
import { unknownStatuses } from "../../src/config/statuses.ts";

const known = ["New", "InProgress", "Closed", "Imported", "Pending", "On-Hold"];

test.each<[rule: string, open: string[], lines: string[]]>([
  ["takes TheHive's own names", ["New", "On-Hold"], []],
  ["takes them in any spelling", ["new", "in progress", "ON\u2013HOLD", "on_hold"], []],
  [
    "names the one that was meant",
    ["Nwe"],
    [
      'poll.open[0]: found "Nwe", expected a stage or status of this TheHive: "New" (or another of New, InProgress, Closed, Imported, Pending, On-Hold)',
    ],
  ],
  [
    "lists them all when none is near",
    ["New", "Esperando"],
    [
      'poll.open[1]: found "Esperando", expected a stage or status of this TheHive: one of New, InProgress, Closed, Imported, Pending, On-Hold',
    ],
  ],
])("%s", (_rule, open, lines) => {
  expect(unknownStatuses(open, known).map(problemLine)).toEqual(lines);
});

test("names the setting it was asked about", () => {
  expect(unknownStatuses(["Wating"], ["Waiting"], ["poll", "pause"]).map(({ path }) => path)).toEqual([
    "poll.pause[0]",
  ]);
});
