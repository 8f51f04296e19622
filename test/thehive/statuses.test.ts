import { expect, test } from "vitest";
import { statusesOf } from "../../src/thehive/statuses.ts";
import { startSource } from "./source-under-test.ts";

test.each(["3", "4"] as const)("TheHive %s knows its four statuses", async (version) => {
  const { options } = await startSource({ version });
  expect(await statusesOf(options)).toEqual(["New", "Updated", "Ignored", "Imported"]);
});

test("TheHive 5 knows its stages, its own statuses, and those that somebody added, each once", async () => {
  const statuses = [{ value: "On-Hold", stage: "InProgress" as const }];
  const { options } = await startSource({ version: "5", statuses });
  const known = await statusesOf(options);
  expect(known).toEqual(
    expect.arrayContaining(["New", "InProgress", "Closed", "Imported", "Pending", "On-Hold"]),
  );
  expect(new Set(known).size).toBe(known?.length);
});

test("a TheHive that cannot be reached is an error that names it", async () => {
  const { hive, options } = await startSource();
  await hive.stop();
  await expect(statusesOf(options)).rejects.toThrow("THEHIVE_URL");
});
