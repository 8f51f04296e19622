import { describe, expect, test } from "vitest";
import type { TheHiveOptions } from "../../sandbox/thehive/options.ts";
import type { WriteBackTo } from "../../src/sla/result.ts";
import { checkTheHive } from "../../src/thehive/check.ts";
import type { HiveOptions } from "../../src/thehive/options.ts";
import { startSource } from "./source-under-test.ts";

async function checked(server: Partial<TheHiveOptions>, settings: Partial<HiveOptions> = {}) {
  const { options } = await startSource(server, settings);
  return checkTheHive(options);
}

const faults = async (server: Partial<TheHiveOptions>, settings: Partial<HiveOptions> = {}) =>
  (await checked(server, settings)).filter(({ ok }) => !ok);

describe.each([
  ["5", "auto"],
  ["4", "auto"],
  ["4", "v0"],
  ["3", "auto"],
] as const)("TheHive %s, API %s", (version, api) => {
  test("passes with an analyst's key", async () => {
    const checks = await checked({ version }, { api });
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ["thehive", true],
      ["thehive.key", true],
      ["thehive.rights", true],
      ["thehive.clock", true],
    ]);
    expect(checks[0]?.detail).toMatch(new RegExp(`^TheHive ${version}\\.`));
  });

  test("misses the right to promote", async () => {
    const found = await faults(
      { version, permissions: version === "3" ? ["read"] : ["manageCase"] },
      { api },
    );
    expect(found).toMatchObject([{ name: "thehive.rights" }]);
  });

  test("refuses a wrong key, and says nothing of rights", async () => {
    const checks = await checked({ version }, { api, apiKey: "wrong-key" });
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ["thehive", true],
      ["thehive.key", false],
      ["thehive.clock", true],
    ]);
  });
});

test.each([["manageAlert/import"], ["manageAlert"]])("%s is enough on TheHive 5", async (permission) => {
  expect(await faults({ permissions: [permission] })).toEqual([]);
});

test("an expired licence is named", async () => {
  const { hive, options } = await startSource();
  hive.faults.readOnlyLicence = true;
  expect((await checkTheHive(options)).filter(({ ok }) => !ok)).toMatchObject([
    { name: "thehive.rights", detail: expect.stringContaining("licence") },
  ]);
});

test("an organisation the key does not belong to is named", async () => {
  expect(await faults({}, { organisation: "elsewhere" })).toMatchObject([
    { name: "thehive.key", detail: expect.stringContaining('THEHIVE_ORGANISATION "elsewhere"') },
  ]);
});

test("the organisation admin has no alerts", async () => {
  expect(await faults({ organisation: "admin" })).toMatchObject([
    { name: "thehive.key", detail: expect.stringContaining("admin") },
  ]);
});

test.each([
  [4000, true],
  [60_000, false],
  [-60_000, false],
])("a clock %i ms off is ok: %s", async (skew, ok) => {
  const { hive, options } = await startSource();
  hive.faults.clockSkew = skew;
  expect((await checkTheHive(options)).at(-1)).toMatchObject({ name: "thehive.clock", ok });
});

test("a TheHive that cannot be reached is one fault", async () => {
  const { hive, options } = await startSource();
  await hive.stop();
  expect(await checkTheHive(options)).toMatchObject([
    { name: "thehive", ok: false, detail: expect.stringContaining("THEHIVE_URL") },
  ]);
});

test.each<[version: "3" | "4" | "5", to: WriteBackTo, permission: string]>([
  ["5", "comment", "manageComment"],
  ["5", { customField: "sla" }, "manageAlert/update"],
  ["4", { customField: "sla" }, "manageAlert"],
  ["3", { customField: "sla" }, "write"],
])("TheHive %s: to write back %j wants %s", async (version, to, permission) => {
  const judged = async (permissions: readonly string[]) => {
    const { options } = await startSource({ version, permissions });
    return (await checkTheHive(options, to)).find(({ name }) => name === "thehive.writeBack");
  };
  expect(await judged(["read", permission])).toMatchObject({ ok: true });
  expect(await judged(["read"])).toMatchObject({ ok: false, detail: expect.stringContaining(permission) });
});

test.each(["3", "4"] as const)(
  "TheHive %s has no comments to write back to, which is said",
  async (version) => {
    const { options } = await startSource({ version });
    expect((await checkTheHive(options, "comment")).filter(({ ok }) => !ok)).toMatchObject([
      { name: "thehive.writeBack", detail: expect.stringContaining("has no comments") },
    ]);
  },
);
