import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chained as chain } from "../../src/audit/chain.ts";
import { commandLine } from "./process-edge.ts";

const events = [
  { at: "2026-03-01T01:00:00.000Z", event: "monitor.started", actor: "system" },
  {
    at: "2026-03-02T01:00:00.000Z",
    event: "tier.fired",
    actor: "system",
    alertId: "~1",
    tier: 1,
    via: "sms",
    to: "alice",
  },
  {
    at: "2026-03-02T01:30:00.000Z",
    event: "alert.ignored",
    actor: "U024BE7LH",
    alertId: "~2",
    detail: { title: "\u001b[31mred" },
  },
];
const files = { "audit.jsonl": `${events.map((event) => JSON.stringify(event)).join("\n")}\ntorn` };
const env = { AUDIT_FILE: "audit.jsonl" };

test("prints JSON lines, oldest first, and says what it skipped", async () => {
  const { run } = await commandLine({ files, env });
  const { code, out, errors } = await run("audit", "--json");
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual(events);
  expect(errors).toEqual([
    expect.stringMatching(/audit\.jsonl: skipped 1 lines that are no events, the first is line 4$/),
  ]);
});

test("prints for people, without control characters", async () => {
  const { run } = await commandLine({ files, env });
  const { out } = await run("audit");
  expect(out).toContain(
    "2026-03-02T01:00:00.000Z  tier.fired  ~1  tier 1  sms  to alice\n".replaceAll("  ", " "),
  );
  expect(out).toContain("by U024BE7LH");
  expect(out).not.toContain("\u001b");
});

test.each([
  [["~1"], ["~1"]],
  [
    ["--since", "2h"],
    ["~1", "~2"],
  ],
  [["--since", "2026-03-02T01:30Z"], ["~2"]],
  [["~1", "--since", "45m"], []],
])("audit %j tells of %j", async (argv, ids) => {
  const { run } = await commandLine({ files, env });
  const { out } = await run("audit", "--json", ...argv);
  expect(
    out
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line).alertId),
  ).toEqual(ids);
});

test("cannot read back what went to stdout", async () => {
  const { run } = await commandLine({ env: { AUDIT_FILE: "-" } });
  expect(await run("audit")).toEqual({
    code: 1,
    out: "",
    errors: [expect.stringMatching(/^AUDIT_FILE: found -, expected a file/)],
  });
});

const chained = chain(
  events.map((event) => JSON.stringify(event)),
  "",
).lines;

test("--verify says that nothing was changed, and the last hash to compare with", async () => {
  const { run } = await commandLine({ files: { "audit.jsonl": `${chained.join("\n")}\n` }, env });
  const { code, out, errors } = await run("audit", "--verify");
  expect([code, errors]).toEqual([0, []]);
  expect(out).toMatch(/audit\.jsonl: 3 lines are as they were written\. The last hash is [0-9a-f]{64}\n$/);
});

test("--verify names the first line that was changed, and ends with 1", async () => {
  const text = chained.join("\n").replace("alice", "alicf");
  const { run } = await commandLine({ files: { "audit.jsonl": `${text}\n` }, env });
  const { code, out, errors } = await run("audit", "--verify", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual({ ok: false, line: 2, why: "it is not as it was written" });
  expect(errors).toEqual([
    expect.stringMatching(/audit\.jsonl: line 2 was changed: it is not as it was written$/),
  ]);
});

test("--verify names the line of any byte that is another, and ends with 1", async () => {
  const { folder, run } = await commandLine({ files: { "audit.jsonl": "" }, env });
  const bytes = Buffer.from(`${chained.join("\n")}\n`);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const other = Buffer.from(bytes);
      other[at] = (bytes[at] ?? 0) ^ mask;
      await writeFile(join(folder, "audit.jsonl"), other);
      const { code, errors } = await run("audit", "--verify");
      const line = bytes.subarray(0, at).toString("latin1").split("\n").length;
      expect([code, errors]).toEqual([1, [expect.stringContaining(`line ${line} was changed: `)]]);
    }),
    { numRuns: 60 },
  );
});

test("--verify looks at all of it or is refused", async () => {
  const { run } = await commandLine({ files, env });
  expect((await run("audit", "--verify", "--since", "1h")).code).toBe(2);
});
