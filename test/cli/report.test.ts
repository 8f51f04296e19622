import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { databaseTrail } from "../../src/audit/database-trail.ts";
import { openTrail } from "../../src/audit/trail.ts";
import { instant } from "../../src/lib/time.ts";
import type { AuditEvent } from "../../src/sla/event.ts";
import { lead } from "../database/lead.ts";
import { postgres } from "../database/server.ts";
import { event, events, example, seen } from "../report/example.ts";
import { team } from "../simulate/world.ts";
import { commandLine } from "./process-edge.ts";

const files = {
  "audit.jsonl": events.map((event) => `${JSON.stringify(event)}\n`).join(""),
  "sla.yml": JSON.stringify(team),
};
const env = { AUDIT_FILE: "audit.jsonl" };
const clock = { now: () => instant("2026-03-03T00:00Z") };

test("tells by the clock of the on-call rotation, and writes picture and numbers", async () => {
  const { run, folder } = await commandLine({ files, env, clock });
  const { code, out, errors } = await run("report", "--since", "1d", "--png", "r.png", "--csv", "r.csv");
  expect(code).toBe(0);
  expect(out).toMatch(/^SLA report, 2 Mar 00:00 to 3 Mar 00:00 \(Europe\/London\)/);
  expect(errors).toEqual([`wrote ${join(folder, "r.png")}`, `wrote ${join(folder, "r.csv")}`]);
  expect((await readFile(join(folder, "r.png"))).subarray(1, 4).toString("latin1")).toBe("PNG");
  expect(await readFile(join(folder, "r.csv"), "utf8")).toContain("alerts,all,,6,");
});

test("answers one document", async () => {
  const { run } = await commandLine({ files, env, clock });
  const { out } = await run("report", "--json", "--zone", "Europe/Paris");
  expect(JSON.parse(out)).toMatchObject({
    zone: "Europe/Paris",
    all: { alerts: 6 },
    breachesByTier: [2, 2, 1],
  });
});

test.each([
  [["--since", "soon"], /^--since: found "soon"/, 2],
  [["--zone", "Mars"], /^--zone: found "Mars"/, 2],
  [["--png", "none/r.png"], /r\.png: cannot be written \(ENOENT\)/, 1],
])("refuses %j in one line", async (argv, line, exit) => {
  const { run } = await commandLine({ files, env, clock });
  const { code, errors } = await run("report", ...argv);
  expect(code).toBe(exit);
  expect(errors).toEqual([expect.stringMatching(line)]);
});

test("says which trail is missing", async () => {
  const { run } = await commandLine({ clock });
  const { code, errors } = await run("report");
  expect(code).toBe(1);
  expect(errors[0]).toMatch(/audit\.jsonl: there is no such file/);
});

const asItIs = (line: string) => line;

/** The example among what no report counts, and what a clock that was set back put into the middle. */
const mixed: readonly AuditEvent[] = [
  { ...event("08:00", "tier.fired", "~9", { tier: 1 }), at: "2026-01-01T08:00:00.000Z" },
  ...events.flatMap((one, index) => [
    one,
    event("09:00", "config.changed", `~${index}`, { detail: { was: '"event":"tier.fired"', ...one } }),
    { ...seen("08:00", `~old${index}`, "high"), at: "2026-01-01T08:00:00.000Z" },
  ]),
];

test("a report is the same whether the trail is kept in a file or in the database", async () => {
  const url = await (await postgres()).createDatabase();
  const leader = await lead(url);
  onTestFinished(leader.end);
  await databaseTrail({ ...leader, redact: asItIs }).append(mixed);
  const line = await commandLine({ files: { "sla.yml": JSON.stringify(team) }, env, clock });
  const file = await openTrail(join(line.folder, "audit.jsonl"), { redact: asItIs });
  await file.append(mixed);
  await file.close();
  const kept = await commandLine({
    files: { "sla.yml": JSON.stringify(team) },
    env: { STATE_URL: url },
    clock,
  });
  const argv = ["report", "--json", "--since", "1d", "--zone", "Europe/Paris"] as const;
  const [ofFile, ofDatabase] = [await line.run(...argv), await kept.run(...argv)];
  expect(JSON.parse(ofFile.out)).toEqual(JSON.parse(JSON.stringify(example())));
  expect(ofDatabase.out).toBe(ofFile.out);
});
