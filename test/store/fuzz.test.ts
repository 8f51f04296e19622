import fc from "fast-check";
import { expect } from "vitest";
import { importLines } from "../../src/store/import-lines.ts";
import { keyvCodec } from "../../src/store/table.ts";
import { fuzzer, mostly, odd, slipped, spoilt } from "../fuzzing.ts";
import { record } from "./records.ts";

const fuzz = fuzzer(4000);

const { encode } = keyvCodec();
const at = Date.parse("2026-03-03T02:00Z");

const delivery = {
  id: "~1/1/0/sms/alice/1",
  via: "sms",
  group: "oncall",
  to: "alice",
  attempt: 1,
  state: "pending",
  at,
  tries: 0,
};
const tier = { id: delivery.id, tier: 1, repeat: 0 };
const { version: _, ...common } = record(3);

const today = fc.constantFrom(
  ...[1, 2].map((number) => ({ key: `record:~${number}`, value: record(number) })),
  {
    key: `item:${delivery.id}`,
    value: { version: 1, about: { kind: "tier", alertId: "~1", tier: 1, repeat: 0 }, ...delivery },
  },
  { key: "meta:version", value: 2 },
  { key: "meta:last", value: 17 },
  { key: "damaged:record:~7", value: { text: "{", why: "it is no JSON" } },
);
const before = fc.constantFrom(
  { key: "meta:version", value: 1 },
  { key: "record:~3", value: { ...common, version: 1, deliveries: [{ ...delivery, ...tier }] } },
  {
    key: "notice:storm/slack/soc/1",
    value: {
      version: 1,
      delivery: { ...delivery, ...tier },
      content: { kind: "say", notice: { kind: "storm" } },
    },
  },
);

/** What is taken can be written. */
function saidOf(lines: readonly string[]): string[] {
  const importing = importLines("state.db");
  lines.forEach((line, index) => {
    importing.add(line, index + 1);
  });
  const { entries, problems } = importing.end();
  if (problems.length === 0) for (const [, value] of entries) expect(encode(value)).toMatch(/^\{"value":/);
  for (const { line } of problems) expect(line).toBeLessThanOrEqual(lines.length);
  return problems.map(({ line, why }) => `state.jsonl:${line}: ${why}`);
}

const lineOf = (entry: unknown) => String(JSON.stringify(entry));
const few = { maxLength: 5 };
fuzz("lines of today", 0.3, fc.array(spoilt(today).map(lineOf), few), saidOf);
fuzz("lines of the layout before", 0.3, fc.array(spoilt(fc.oneof(before, today)).map(lineOf), few), saidOf);
fuzz("lines with slips", 0.2, fc.array(mostly(slipped(today.map(lineOf)), fc.string()), few), saidOf);

const key = fc.constantFrom("meta:version", "record:~1", "item:a", "notice:a", "a\nb", "__proto__");
const entry = fc.record({ key, value: odd });
fuzz("entries of any value", 0.2, fc.array(entry.map(lineOf), few), saidOf);

const deep = fc.integer({ min: 1, max: 20_000 }).map((depth) => "[".repeat(depth) + "]".repeat(depth));
fuzz("entries nested deeply", 0.005, fc.tuple(key, deep), ([name, value]) =>
  saidOf([`{"key":${JSON.stringify(name)},"value":${value}}`]),
);
