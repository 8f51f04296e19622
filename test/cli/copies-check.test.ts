import { expect, test } from "vitest";
import { copiesCheck } from "../../src/cli/checks/state.ts";
import { instant, minutes, seconds } from "../../src/lib/time.ts";

const lease = {
  holder: "a",
  label: "soc-1 (3fa2)",
  version: "1.0.0",
  fingerprint: "same",
  epoch: 1,
  beat: 1,
  takenAt: instant("2026-03-03T02:00Z"),
  age: seconds(1),
};
const fit = { label: "soc-2 (99ab)", version: "1.0.0", age: seconds(0) };

test.each([
  [lease, [], true, "soc-1 (3fa2) leads since 2026-03-03T02:00:00.000Z, seen 1 s ago; nobody stands by"],
  [lease, [fit], true, "1 stand by: soc-2 (99ab), seen now"],
  [
    lease,
    [{ ...fit, refuses: "its settings are others" }],
    false,
    "seen now, would not lead: its settings are others",
  ],
  [{ ...lease, holder: undefined }, [], true, "nobody leads; nobody stands by"],
  [
    { ...lease, age: minutes(3) },
    [fit],
    false,
    "soc-1 (3fa2) led last and was not seen for 3 min; 1 stand by",
  ],
])("who leads and who stands by, %#", (row, standbys, ok, words) => {
  const check = copiesCheck(row, standbys);
  expect(check).toMatchObject({ name: "copies", ok });
  expect(check.detail).toContain(words);
});
