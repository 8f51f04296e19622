import { expect, test } from "vitest";
import { hours, minutes, night, seconds } from "./harness.ts";

test("the result is written once, also across a crash, and the change is no news to the monitor", async () => {
  const soc = await night({ settings: { writeBack: "comment" } });
  const kept = soc.hive.raise({ severity: 3, title: "Odd login" });
  const late = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.advance(minutes(10));
  soc.hive.close(kept.id, "FalsePositive", { by: "bob@example.org" });
  await soc.advance(minutes(32));
  await soc.letPass(soc.press("U0ALICE", soc.card("Beacon to C2"), "Promote to case"));
  await soc.advance(seconds(10));
  soc.hive.faults.add({ kind: "dropAfterEffect", times: 1, when: { method: "POST", path: /\/comment$/ } });
  await soc.until("2026-03-03T02:42:15Z");
  await soc.stop();
  expect(soc.lines.join("")).toContain("a result could not be written back yet");
  await soc.start();
  await soc.advance(minutes(5));

  const results = soc.hive.comments.filter(({ message }) => message.startsWith("SLA "));
  expect(results.map(({ alertId, message }) => [alertId, message])).toEqual([
    [
      kept.id,
      expect.stringMatching(
        /^SLA kept\. Closed in TheHive as FalsePositive by bob\(at\)example\S+, .* UTC\.$/,
      ),
    ],
    [late.id, expect.stringMatching(/^SLA missed by 12 min\. Promoted to a case by \w+, .* UTC\.$/)],
  ]);
  expect((await soc.audit("result.written")).map(({ alertId }) => alertId)).toEqual([kept.id, late.id]);
  expect(await soc.audit("alert.handled")).toHaveLength(1);
});

test("a custom field on an alert that was closed opens it to nobody, whatever TheHive makes of the change", async () => {
  const soc = await night({
    version: "3",
    settings: { writeBack: { customField: "sla" }, poll: { open: ["New", "Updated"] } },
  });
  const { id } = soc.hive.raise({ severity: 3, title: "Odd login", customFields: { unit: "Finance" } });
  await soc.advance(minutes(10));
  soc.hive.close(id);
  await soc.advance(hours(1));
  const fields = soc.hive.alerts.get(id)?.customFields.map(({ name, value }) => [name, value]);
  expect(fields).toEqual([
    ["unit", "Finance"],
    ["sla", expect.stringMatching(/^kept\. Closed in TheHive as Ignored, /)],
  ]);
  expect((await soc.audit()).map(({ event }) => event).filter((event) => /^alert/.test(event))).toEqual([
    "alert.seen",
    "alert.handled",
  ]);
});
