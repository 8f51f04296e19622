import { describe, expect, test } from "vitest";
import { PROMOTE } from "../../sandbox/thehive/faults.ts";
import { milliseconds } from "../../src/lib/time.ts";
import { id, start, startSource } from "./source-under-test.ts";

const isPromotion = (request: string) => request.endsWith("/case");

describe("promoting in doubt", () => {
  test.each(["refuse", "existing"] as const)(
    "a case made by somebody else in between is taken as such (TheHive would %s)",
    async (promoteTwice) => {
      const { hive, source } = await startSource({ promoteTwice });
      const raised = hive.raise({ title: "raced" });
      hive.onRequest(({ method, path }) => {
        // Just after we looked and before we ask.
        if (method === "GET" && path.endsWith(raised.id) && hive.cases.size === 0) hive.import(raised.id);
      });
      const { case: found, alreadyImported } = await source.promote(id(raised));
      expect(found).toMatchObject({ id: hive.caseOf(raised.id)?.id, number: 1 });
      expect(alreadyImported).toBe(promoteTwice === "refuse");
      expect(hive.cases.size).toBe(1);
    },
  );

  test("an answer that takes too long is looked for before it is asked for again", async () => {
    const { hive, source, asked } = await startSource({}, { promoteTimeout: milliseconds(50) });
    const raised = hive.raise({ title: "slow" });
    hive.faults.add({ kind: "slowAnswer", ms: 3_600_000, when: PROMOTE });
    const { case: made, alreadyImported } = await source.promote(id(raised));
    expect([made.id, alreadyImported]).toEqual([hive.caseOf(raised.id)?.id, false]);
    expect(asked().filter(isPromotion)).toHaveLength(1);
  });

  test("a case that appears while we look ends the doubt", async () => {
    const { hive, source, asked, clock } = await startSource();
    const raised = hive.raise({ title: "late" });
    hive.faults.add({ kind: "html502", when: PROMOTE });
    let looks = 0;
    hive.onRequest(({ method, path }) => {
      if (method === "GET" && path.endsWith(raised.id) && ++looks === 4) hive.import(raised.id);
    });
    expect((await source.promote(id(raised))).case.id).toBe(hive.caseOf(raised.id)?.id);
    expect(asked().filter(isPromotion)).toHaveLength(1);
    expect(clock.now() - start).toBe(7000);
  });

  test("after looking in vain it asks once more, then gives up and says what to do", async () => {
    const { hive, source, asked } = await startSource();
    const raised = hive.raise({ title: "broken" });
    hive.faults.add({ kind: "html502", when: PROMOTE });
    await expect(source.promote(id(raised))).rejects.toMatchObject({
      name: "HiveError",
      code: "unreachable",
      message: expect.stringMatching(/did not confirm .*\(502\).*Look at the alert in TheHive/),
    });
    expect(asked().filter(isPromotion)).toHaveLength(2);
  });

  test("while it cannot look, it does not ask again", async () => {
    const { hive, source, asked } = await startSource();
    const raised = hive.raise({ title: "dark" });
    await source.poll(0);
    hive.onRequest(({ path }) => {
      if (isPromotion(path)) hive.faults.add({ kind: "reset" });
    });
    hive.faults.add({ kind: "dropBeforeEffect", when: PROMOTE });
    await expect(source.promote(id(raised))).rejects.toMatchObject({ code: "unreachable" });
    expect(asked().filter(isPromotion)).toHaveLength(1);
  });

  test("a refusal without a case is final", async () => {
    const { hive, source, asked } = await startSource();
    const raised = hive.raise({ title: "incomplete" });
    const body = { type: "BadRequest", message: "Custom field businessUnit is mandatory" };
    hive.faults.add({ kind: "status", status: 400, body, when: PROMOTE });
    await expect(source.promote(id(raised))).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("Custom field businessUnit is mandatory"),
    });
    expect(asked().filter(isPromotion)).toHaveLength(1);
  });

  test("a read-only licence is named", async () => {
    const { hive, source } = await startSource();
    const raised = hive.raise({ title: "expired" });
    hive.faults.readOnlyLicence = true;
    await expect(source.promote(id(raised))).rejects.toThrow(/licence/i);
  });

  test("an alert whose promotion failed can be promoted later", async () => {
    const { hive, source } = await startSource();
    const raised = hive.raise({ title: "again" });
    const heal = hive.faults.add({ kind: "status", status: 403, when: PROMOTE });
    await expect(source.promote(id(raised))).rejects.toMatchObject({ code: "forbidden" });
    heal();
    expect((await source.promote(id(raised))).alreadyImported).toBe(false);
  });
});

test("a case that may not be read still has its link", async () => {
  const { hive, source } = await startSource();
  const raised = hive.raise({ title: "secret" });
  const made = hive.import(raised.id);
  hive.faults.add({ kind: "status", status: 403, when: { path: /\/case\// } });
  expect(await source.promote(id(raised))).toEqual({
    case: { id: made.id, url: hive.caseOf(raised.id)?.url },
    alreadyImported: true,
  });
});

test("TheHive 4.1.13, which forgets to tell the case in API v1, is asked by v0", async () => {
  const { hive, source } = await startSource({ version: "4" });
  const raised = hive.raise({ title: "forgotten" });
  const made = hive.import(raised.id);
  hive.faults.malformedAlert(raised.id, ({ caseId: _, ...row }) => row);
  expect(await source.promote(id(raised))).toMatchObject({ case: { id: made.id }, alreadyImported: true });
});
