import { describe, expect, test } from "vitest";
import { Owed } from "../../src/thehive/owed.ts";
import { entriesOf, plainDialect } from "./plain-dialect.ts";
import { logLines } from "./source-under-test.ts";

const ip = { dataType: "ip", data: "203.0.113.7" };
const watched = (id: string, observableCount = 1) => ({ id, observableCount });

function owedBy(observables: Parameters<typeof plainDialect>[0]) {
  const { dialect, wished } = plainDialect(observables);
  const { log, lines } = logLines();
  const owed = new Owed(dialect, (job, signal = new AbortController().signal) => job(signal), log);
  return { owed, lines, wished };
}

describe("observables", () => {
  test("are asked for where an alert lacks them, with how many there should be", async () => {
    const { owed, wished } = owedBy({ observables: { a: [ip, ip] } });
    const entries = entriesOf(watched("a", 2), { id: "b" });
    await owed.complete(entries, undefined);
    expect(wished).toEqual([[{ id: "a", count: 2 }]]);
    expect(entries.get("a")?.alert?.observables).toEqual([ip, ip]);
  });

  test("are asked for without a number where the alert does not tell one", async () => {
    const { owed, wished } = owedBy({ observables: {} });
    await owed.complete(entriesOf({ ...watched("a"), isCounted: false }), undefined);
    expect(wished).toEqual([[{ id: "a", count: undefined }]]);
  });

  test("are not asked for when nobody lacks any", async () => {
    const { owed, wished } = owedBy({ observables: {} });
    await owed.complete(entriesOf({ id: "a" }), undefined);
    expect(wished).toEqual([]);
  });

  test("of an alert that did not change are asked for beside it, and come with what changed", async () => {
    const { owed, wished } = owedBy({ observables: { old: [ip] } });
    const [changed, known] = [entriesOf({ id: "new" }), entriesOf(watched("old"))];
    await owed.complete(changed, known);
    expect(wished).toEqual([[{ id: "old", count: 1 }]]);
    expect(changed.get("old")?.alert?.observables).toEqual([ip]);
    expect(known.get("old")?.alert?.observables).toBeUndefined();
  });

  test("of an alert that changed are asked for as it is now, once", async () => {
    const { owed, wished } = owedBy({ observables: {} });
    await owed.complete(entriesOf(watched("a", 3)), entriesOf(watched("a", 2)));
    expect(wished).toEqual([[{ id: "a", count: 3 }]]);
  });

  test("that were not found leave the alert as it was", async () => {
    const { owed } = owedBy({ observables: { a: [ip] } });
    const entries = entriesOf(watched("a"), watched("b"));
    const before = entries.get("b");
    await owed.complete(entries, undefined);
    expect(entries.get("b")).toBe(before);
  });

  test("are never asked for again where there is no way to ask, and that is said once", async () => {
    const { owed, wished, lines } = owedBy({});
    await owed.complete(entriesOf(watched("a")), undefined);
    await owed.complete(entriesOf(watched("b")), undefined);
    expect(wished).toHaveLength(1);
    expect(lines).toEqual([expect.stringContaining("cannot be asked for observables")]);
  });
});
