import { expect, test } from "vitest";
import { type NumbersOptions, numbers } from "../../../src/engine/alarms/numbers.ts";
import type { Item } from "../../../src/engine/items/item.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import type { Journal } from "../../../src/engine/work/journal.ts";
import { minutes } from "../../../src/lib/time.ts";
import { handClock } from "../clock.ts";
import { memory } from "../world.ts";

const lost: Outcome = { state: "failed", scope: "person", detail: "alice has opted out" };
const taken: Outcome = { state: "sent", ref: "SM1" };
const through: Outcome = { state: "delivered", ref: "SM1" };

async function ledger(disk = memory()) {
  const { clock } = handClock();
  const phone = { alice: "+12025550111" };
  const { store } = disk;
  const known = numbers({
    clock,
    store,
    journal: {
      write: (entries: Parameters<Journal["write"]>[0]) => store.write(entries),
    } as unknown as Journal,
    jobs: { start: (_what, job) => void job() },
    roster: () => ({ people: { alice: { phone: phone.alice } }, groups: {}, overrides: [] }),
  } satisfies NumbersOptions);
  await known.load();
  return {
    disk,
    phone,
    tell: (outcome: Outcome, to = "alice", via: Item["via"] = "sms") =>
      known.onOutcome({ to, via } as Item, outcome),
    faults: () => known.faults().map(({ person, via, why }) => `${via} ${person}: ${why}`),
  };
}

test.each<[string, Outcome[], string[]]>([
  ["failed for good", [lost], ["sms alice: alice has opted out"]],
  ["failed and was taken again", [lost, taken], ["sms alice: alice has opted out"]],
  ["failed and arrived later", [lost, taken, through], []],
  ["is tried again", [{ ...lost, again: minutes(1) }], []],
  ["failed for everybody", [{ ...lost, scope: "way" }], []],
  ["failed by the account", [{ ...lost, scope: "setup" }], []],
  ["failed before anybody was asked", [{ ...lost, reason: { name: "no words for it" } }], []],
  ["is nobody knows where", [{ state: "unknown", detail: "no answer" }], []],
])("a number whose text %s", async (_what, outcomes, expected) => {
  const soc = await ledger();
  for (const outcome of outcomes) soc.tell(outcome);
  expect(soc.faults()).toEqual(expected);
});

test("texts and calls are told apart, and Slack has no number", async () => {
  const soc = await ledger();
  soc.tell(lost);
  soc.tell({ ...lost, detail: "no such number" }, "alice", "call");
  soc.tell(through, "alice", "call");
  soc.tell(lost, "alice", "dm");
  soc.tell(lost, "#soc", "slack");
  expect(soc.faults()).toEqual(["sms alice: alice has opted out"]);
});

test("it is known after a restart, without the number; another number begins anew", async () => {
  const disk = memory();
  (await ledger(disk)).tell(lost);
  expect(JSON.stringify(disk.values.get("numbers"))).not.toContain("2025550111");
  const next = await ledger(disk);
  expect(next.faults()).toHaveLength(1);
  next.phone.alice = "+12025550199";
  expect(next.faults()).toEqual([]);
});
