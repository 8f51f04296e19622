import { describe, expect, test } from "vitest";
import { minutes, type NightOptions, night } from "./harness.ts";

const hives: readonly [string, NightOptions][] = [
  ["TheHive 5", { version: "5" }],
  ["TheHive 4", { version: "4" }],
  ["TheHive 4 by its older API", { version: "4", environment: { THEHIVE_API: "v0" } }],
  ["TheHive 3", { version: "3" }],
];

const settings = { sla: { low: { enabled: false } } };

describe.each(hives)("a night with %s", (_name, options) => {
  test("texts, rings, promotes, ignores, and keeps quiet about what is handled", async () => {
    const soc = await night({ ...options, settings });
    const raise = (severity: number, title: string) => soc.hive.raise({ severity, title }).id;
    const beacon = raise(3, "Beacon to C2");
    const theft = raise(4, "Credential theft");
    const noise = raise(3, "Noisy scanner");
    const handled = raise(3, "Blocked by the proxy");
    raise(1, "Port scan of the day");
    soc.hive.raise({
      severity: 3,
      title: "Long forgotten",
      createdAt: soc.clock.now() - minutes(8 * 24 * 60),
    });

    await soc.until("2026-03-03T02:20Z");
    expect(soc.pages()).toEqual(["02:15 sms alice"]);
    const card = soc.card("Credential theft");
    await soc.press("U0ALICE", card, "Promote to case");
    const made = soc.hive.caseOf(theft);
    expect(soc.read(card)).toContain("Promoted to a case");
    expect(soc.slack.mentions(card)).toContainEqual(
      expect.objectContaining({ kind: "link", target: made?.url }),
    );
    await expect(soc.press("U0BOB", card, "Promote to case")).rejects.toThrow(/No control/);

    soc.hive.close(handled);
    await soc.until("2026-03-03T02:31:30Z");
    await soc.press("U0ALICE", soc.card("Noisy scanner"), "Ignore 30 min");
    expect(soc.read(soc.card("Noisy scanner"))).toContain("Ignored until");

    await soc.until("2026-03-03T03:01:29Z");
    expect(await soc.fired(noise)).toEqual(["02:30 1"]);
    await soc.until("2026-03-03T03:10Z");
    expect(await soc.fired(noise)).toEqual(["02:30 1", "03:01:30 3"]);
    expect(await soc.fired(beacon)).toEqual(["02:30 1", "02:45 2", "03:00 3"]);
    expect(soc.pages("Beacon")).toEqual([
      "02:30 sms alice",
      "02:45 call alice",
      "03:00 call carol",
      "03:00 call dave",
    ]);
    expect(await soc.fired(theft)).toEqual(["02:15 1"]);
    expect(await soc.fired(handled)).toEqual([]);
    expect(soc.cards()).toHaveLength(3);
    // Two later tiers, and that nobody has answered.
    expect(soc.card("Beacon to C2").thread).toHaveLength(3);
    expect(soc.hive.cases.size).toBe(1);
  }, 30_000);

  test("fires at once for a high-risk word, also in an observable added later", async () => {
    const soc = await night({ ...options, settings });
    const urgent = soc.hive.raise({ severity: 2, title: "URGENT: pay this invoice" }).id;
    const mail = soc.hive.raise({
      severity: 2,
      title: "Odd mail",
      observables: [{ dataType: "domain", data: "mail.example" }],
    }).id;
    await soc.until("2026-03-03T02:05Z");
    soc.hive.addObservable(mail, { dataType: "mail_subject", data: "Backup failure on FS-01" });
    await soc.until("2026-03-03T02:50Z");
    expect(await soc.fired(urgent)).toEqual(["02:02 high-risk", "02:30 1", "02:45 2"]);
    expect(await soc.fired(mail)).toEqual(["02:06 high-risk", "02:30 1", "02:45 2"]);
    expect(soc.read(soc.card("Odd mail"))).toMatch(/High risk\W+FAILURE in mail_subject/);
  }, 30_000);

  test("acknowledges, follows a severity, and resumes what is opened again", async () => {
    const soc = await night({ ...options, settings });
    const login = soc.hive.raise({ severity: 3, title: "Odd login" }).id;
    const macro = soc.hive.raise({ severity: 3, title: "Macro ran" }).id;
    const gone = soc.hive.raise({ severity: 3, title: "Test of the pipeline" }).id;
    await soc.until("2026-03-03T02:10Z");
    soc.hive.update(macro, { severity: 4 });
    await soc.until("2026-03-03T02:31Z");
    // Critical counts from the alert's creation: its tiers of 15 and 30 minutes are both behind.
    expect(await soc.fired(macro)).toEqual(["02:15 1", "02:30 2"]);
    await soc.press("U0ALICE", soc.card("Odd login"), "I'm on it");
    expect(soc.read(soc.card("Odd login"))).toMatch(/@alice.* is on it until/);
    if (soc.hive.version === "5") expect(soc.hive.alerts.get(login)?.assignee).toBe("alice@example.org");
    soc.hive.remove(gone);
    soc.hive.close(macro);
    await soc.until("2026-03-03T02:40Z");
    expect(soc.read(soc.card("Test of the pipeline"))).toContain("Deleted in TheHive");
    expect(soc.read(soc.card("Macro ran"))).toMatch(/Closed in TheHive/);
    expect(await soc.fired(macro)).toEqual(["02:15 1", "02:30 2"]);
    soc.hive.reopen(macro);
    await soc.until("2026-03-03T03:35Z");
    expect(await soc.fired(macro)).toEqual(["02:15 1", "02:30 2", "02:45 3"]);
    expect(await soc.fired(login)).toEqual(["02:30 1", "03:31 3"]);
    expect(await soc.fired(gone)).toEqual(["02:30 1"]);
    const events = (await soc.audit()).filter(({ alertId }) => alertId === macro).map(({ event }) => event);
    expect(events.filter((event) => /^alert/.test(event))).toEqual([
      "alert.seen",
      "alert.handled",
      "alert.reopened",
      "alert.unanswered",
    ]);
  }, 30_000);
});
