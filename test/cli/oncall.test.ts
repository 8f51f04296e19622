import { join } from "node:path";
import { expect, test } from "vitest";
import { savedKeys } from "../../src/config/saved.ts";
import { instant } from "../../src/lib/time.ts";
import { openStore } from "../../src/store/store.ts";
import { commandLine } from "./process-edge.ts";

const files = {
  "sla.yml": `
people: { alice: {}, bob: {}, carol: {} }
groups:
  oncall: { rotation: { members: [alice, bob], timezone: Europe/London, start: 2026-01-05T09:00, every: 1w } }
  seniors: { members: [carol] }
`,
};

test("tells who is on call now, and needs no environment for it", async () => {
  const { run } = await commandLine({ files });
  expect(JSON.parse((await run("oncall", "--json")).out)).toEqual({
    at: "2026-03-02T02:00:00+00:00",
    groups: { oncall: [{ name: "bob" }], seniors: [{ name: "carol" }] },
  });
  expect((await run("oncall")).out).toBe(
    "On call at 2026-03-02T02:00:00+00:00\noncall   bob\nseniors  carol\n",
  );
});

test("a time without an offset is the rotation's", async () => {
  const { run } = await commandLine({ files });
  const at = async (text: string) =>
    JSON.parse((await run("oncall", "--json", "--group", "oncall", "--at", text)).out);
  expect(await at("2026-07-06T08:59")).toEqual({
    at: "2026-07-06T08:59:00+01:00",
    groups: { oncall: [{ name: "bob" }] },
  });
  expect(await at("2026-07-06T08:00Z")).toEqual({
    at: "2026-07-06T09:00:00+01:00",
    groups: { oncall: [{ name: "alice" }] },
  });
});

test("tells the shifts until a time", async () => {
  const { run } = await commandLine({ files });
  const argv = ["oncall", "--json", "--group", "oncall", "--at", "2026-03-28", "--until", "2026-04-07"];
  expect(JSON.parse((await run(...argv)).out)).toEqual({
    shifts: [
      { group: "oncall", name: "bob", from: "2026-03-28T00:00:00+00:00", to: "2026-03-30T09:00:00+01:00" },
      { group: "oncall", name: "alice", from: "2026-03-30T09:00:00+01:00", to: "2026-04-06T09:00:00+01:00" },
      { group: "oncall", name: "bob", from: "2026-04-06T09:00:00+01:00", to: "2026-04-07T00:00:00+01:00" },
    ].map((shift) => ({ ...shift, name: expect.any(String) })),
  });
});

test("counts who took whose duty in Slack", async () => {
  const { folder, run } = await commandLine({ files });
  const store = await openStore(join(folder, "data/state.sqlite"));
  const taken = {
    id: "1",
    group: "oncall",
    person: "carol",
    from: instant("2026-03-02T00:00Z"),
    until: instant("2026-03-02T04:00Z"),
    by: "U024BE7LH",
    at: instant("2026-03-02T00:00Z"),
    kind: "take",
  };
  await store.write([[savedKeys.onCall, [taken]]]);
  await store.close();
  expect(JSON.parse((await run("oncall", "--json")).out)).toMatchObject({
    groups: { oncall: [{ name: "carol" }] },
  });
});

test.each([
  [
    "a group one letter off",
    ["--group", "senoirs"],
    '--group: found "senoirs", expected "seniors" (or another of oncall, seniors)',
  ],
  [
    "a group that does not exist",
    ["--group", "night"],
    '--group: found "night", expected one of oncall, seniors',
  ],
  [
    "an end before the beginning",
    ["--until", "2026-03-01"],
    '--until: found "2026-03-01", expected a later time than --at',
  ],
])("refuses %s", async (_what, argv, line) => {
  const { run } = await commandLine({ files });
  expect(await run("oncall", ...argv)).toEqual({ code: 2, out: "", errors: [line] });
});

test("a group is found in any case", async () => {
  const { run } = await commandLine({ files });
  const { out } = await run("oncall", "--json", "--group", "SENIORS", "--at", "2026-04-01");
  expect(JSON.parse(out).groups).toEqual({ seniors: [{ name: "carol" }] });
});
