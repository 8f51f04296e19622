import { expect, test } from "vitest";
import { references } from "../../../src/engine/outbox/references.ts";

const over = (kept: unknown) => references({ read: async (key) => (key === "digests" ? kept : undefined) });

test("each digest has a name of its own, and what is written with it says which was the last", () => {
  const names = over(undefined);
  expect(names.next()).toEqual({ reference: "D1", entry: ["digests", 1] });
  expect(names.next()).toEqual({ reference: "D2", entry: ["digests", 2] });
});

test.each([
  [7, "D8"],
  [0, "D1"],
  [undefined, "D1"],
  [-3, "D1"],
  [1.5, "D1"],
  ["7", "D1"],
])("after %j was kept the next is %s", async (kept, reference) => {
  const names = over(kept);
  await names.load();
  expect(names.next().reference).toBe(reference);
});
