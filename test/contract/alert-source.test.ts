import { describe, expect, test } from "vitest";
import type { AlertDraft } from "../../sandbox/thehive/model.ts";
import { AlertId } from "../../src/sla/model.ts";
import { id, start, startSource } from "../thehive/source-under-test.ts";

/** Every face of TheHive must pass the same suite. `wholeUpTo: 0`: changes are read however few alerts there are. */
const faces = [
  { name: "TheHive 5", version: "5", server: {}, api: "auto", comments: true },
  { name: "TheHive 5.8", version: "5", server: { release: "5.8.0-1" }, api: "auto", comments: true },
  { name: "TheHive 4, API v1", version: "4", server: {}, api: "auto", comments: false },
  { name: "TheHive 4, API v0", version: "4", server: {}, api: "v0", comments: false },
  { name: "TheHive 3", version: "3", server: {}, api: "auto", comments: false },
] as const;

const beacon: AlertDraft = {
  title: "Beacon to a known C2 host",
  severity: 3,
  type: "siem",
  source: "wazuh-eu",
  sourceRef: "wz-1",
  tags: ["geo", "o365"],
  customFields: { businessUnit: "Finance", score: 7 },
  observables: [
    { dataType: "ip", data: "203.0.113.7" },
    {
      dataType: "file",
      attachment: { name: "dropper.bin", size: 4, contentType: "application/octet-stream" },
    },
  ],
};
const alert = (title: string, createdAt = start): AlertDraft => ({ title, createdAt });

describe.each(faces)("$name as a source of alerts", ({ version, server: face, api, comments }) => {
  const open = (server = {}, settings = {}) =>
    startSource({ version, ...face, ...server }, { api, wholeUpTo: 0, ...settings });

  test("an alert reads the same in every version", async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    const { alerts } = await source.poll(0);
    expect(alerts).toMatchObject([
      {
        id: raised.id,
        title: beacon.title,
        severity: "high",
        createdAt: start,
        type: "siem",
        source: "wazuh-eu",
        sourceRef: "wz-1",
        tags: ["geo", "o365"],
        stage: "new",
        status: "New",
        observableCount: 2,
        observables: [{ dataType: "ip", data: "203.0.113.7" }, { dataType: "file" }],
        customFields: { businessUnit: "Finance", score: 7 },
      },
    ]);
    expect(alerts[0]?.caseId).toBeUndefined();
    expect(await source.read(id(raised))).toEqual(alerts[0]);
  });

  test("only 5 tells when somebody took it up, by its own clock corrected to ours", async () => {
    const { hive, source, pass } = await open();
    const dated = start - 5 * 60_000;
    const { id: raised } = hive.raise({ ...alert("taken up"), date: dated });
    pass(12 * 60_000);
    if (version === "5") hive.startProgress(raised);
    pass(60_000);
    const found = await source.read(AlertId.parse(raised));
    expect(found?.inProgressAt).toBe(version === "5" ? start + 12 * 60_000 : undefined);
    expect(found?.datedAt).toBe(version === "5" ? dated : undefined);
  });

  test("the first poll names every open alert, oldest first, over many pages", async () => {
    const { hive, source } = await open();
    hive.raiseMany(1203, (index) => alert(`a${index}`, start - index * 1000));
    const { kind, alerts } = await source.poll(0);
    expect(kind).toBe("full");
    expect(alerts).toHaveLength(1203);
    expect(alerts.map(({ createdAt }) => createdAt)).toEqual(
      alerts.map(({ createdAt }) => createdAt).toSorted((a, b) => a - b),
    );
    expect(new Set(alerts.map((one) => one.id)).size).toBe(1203);
  });

  test("handled alerts are not open", async () => {
    const { hive, source } = await open();
    const [waiting, closed, imported] = hive.raiseMany(3, (index) => alert(`a${index}`));
    if (closed !== undefined) hive.close(closed.id);
    if (imported !== undefined) hive.import(imported.id);
    const { alerts } = await source.poll(0);
    expect(alerts.map((one) => one.id)).toEqual([waiting?.id]);
  });

  test("a later poll brings what was created and what changed, and nothing else", async () => {
    const { hive, source, pass } = await open();
    const [first] = hive.raiseMany(3, (index) => alert(`a${index}`));
    await source.poll(0);
    pass(60_000);
    expect(await source.poll(3)).toEqual({ kind: "changes", alerts: [], malformed: [] });
    hive.update(first?.id ?? "", { severity: 4 });
    const second = hive.raise({ title: "new one" });
    const { kind, alerts } = await source.poll(3);
    expect(kind).toBe("changes");
    expect(alerts.map(({ title, severity }) => [title, severity])).toEqual([
      ["a0", "critical"],
      ["new one", "medium"],
    ]);
    expect(alerts[1]?.id).toBe(second.id);
    expect((await source.poll(4)).alerts).toEqual([]);
  });

  test.each(["close", "import"] as const)("a later poll tells an alert's end: %s", async (way) => {
    const { hive, source, pass } = await open();
    const [one] = hive.raiseMany(2, (index) => alert(`a${index}`));
    await source.poll(0);
    pass(600_000 - 1);
    hive[way](one?.id ?? "");
    const { kind, alerts } = await source.poll(2);
    expect(kind).toBe("changes");
    expect(alerts.map((changed) => [changed.id, changed.stage])).toEqual([
      [one?.id, way === "close" ? "closed" : "imported"],
    ]);
    expect(alerts[0]?.caseId).toBe(hive.caseOf(one?.id ?? "")?.id);
  });

  test("a deleted alert is missed: everything is read again", async () => {
    const { hive, source, pass } = await open();
    const [gone, kept] = hive.raiseMany(2, (index) => alert(`a${index}`));
    await source.poll(0);
    pass(60_000);
    hive.remove(gone?.id ?? "");
    const { kind, alerts } = await source.poll(2);
    expect([kind, alerts.map((one) => one.id)]).toEqual(["full", [kept?.id]]);
    expect((await source.poll(1)).kind).toBe("changes");
  });

  test("a caller who lost an alert gets them all again, once", async () => {
    const { hive, source } = await open();
    hive.raiseMany(3, (index) => alert(`a${index}`));
    await source.poll(0);
    expect((await source.poll(2)).kind).toBe("full");
    expect((await source.poll(2)).kind).toBe("changes");
    expect((await source.poll(3)).kind).toBe("full");
  });

  test("everything is read again now and then, and after an error", async () => {
    const { hive, source, pass } = await open();
    hive.raise(beacon);
    await source.poll(0);
    pass(600_000);
    expect((await source.poll(1)).kind).toBe("full");
    hive.faults.add({ kind: "status", status: 503 });
    await expect(source.poll(1)).rejects.toMatchObject({ name: "HiveError", code: "unreachable" });
    hive.faults.clear();
    expect((await source.poll(1)).kind).toBe("full");
  });

  test("an observable added later is seen", async () => {
    const { hive, source, pass } = await open();
    const raised = hive.raise(beacon);
    await source.poll(0);
    hive.addObservable(raised.id, { dataType: "other", data: "CRITICAL" });
    expect((await source.read(id(raised)))?.observables?.at(-1)).toEqual({
      dataType: "other",
      data: "CRITICAL",
    });
    pass(600_000);
    expect((await source.poll(1)).alerts[0]?.observables).toHaveLength(3);
  });

  test.each(["noSeverity", "noId", "noTitle", "numberTitle", "textCreatedAt", "null"] as const)(
    "a malformed alert (%s) is reported and hides no other",
    async (how) => {
      const { hive, source, pass } = await open();
      const [bad, good] = hive.raiseMany(2, (index) => alert(`a${index}`));
      hive.faults.malformedAlert(bad?.id ?? "", how);
      const { alerts, malformed } = await source.poll(0);
      expect(alerts.map((one) => one.id)).toEqual([good?.id]);
      expect(malformed).toMatchObject([{ id: how === "noId" || how === "null" ? "(no id)" : bad?.id }]);
      pass(60_000);
      const later = await source.poll(1);
      expect(later.alerts.map((one) => one.id).filter((one) => one !== good?.id)).toEqual([]);
    },
  );

  test.each([0, 5, 7])("severity %i is malformed, not clamped", async (severity) => {
    const { hive, source } = await open();
    const raised = hive.raise(alert("odd"));
    hive.faults.malformedAlert(raised.id, (row) => ({ ...row, severity }));
    const { alerts, malformed } = await source.poll(0);
    expect(alerts).toEqual([]);
    expect(malformed).toEqual([{ id: raised.id, why: `severity: ${severity} is not from 1 to 4` }]);
  });

  test("an alert that is gone reads as undefined; one that cannot be read is an error", async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    expect(await source.read(AlertId.parse("~424242"))).toBeUndefined();
    hive.faults.add({ kind: "html200" });
    await expect(source.read(id(raised))).rejects.toMatchObject({ code: "nonsense" });
  });

  test("reading stops when told to", async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    await source.poll(0);
    hive.faults.add({ kind: "hang" });
    const waiting = source.read(id(raised), AbortSignal.timeout(20));
    await expect(waiting).rejects.toMatchObject({ name: "HiveError", code: "unreachable" });
  });

  test("promoting makes one case, whoever asks and however often", async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    const [first, twin] = await Promise.all([source.promote(id(raised)), source.promote(id(raised))]);
    const made = hive.caseOf(raised.id);
    expect(first).toEqual({
      case: { id: made?.id, number: made?.number, url: made?.url },
      alreadyImported: false,
    });
    expect(twin).toEqual(first);
    expect(await source.promote(id(raised))).toEqual({ case: first.case, alreadyImported: true });
    expect(hive.cases.size).toBe(1);
  });

  test.each(["dropAfterEffect", "dropBeforeEffect", "truncatedJson"] as const)(
    "a promotion whose answer is lost (%s) still makes one case",
    async (kind) => {
      const { hive, source } = await open();
      const raised = hive.raise(beacon);
      hive.faults.add({ kind, times: 1, when: { method: "POST", path: /\/(case|createCase)$/ } });
      const { case: made, alreadyImported } = await source.promote(id(raised));
      expect([made.id, alreadyImported, hive.cases.size]).toEqual([hive.caseOf(raised.id)?.id, false, 1]);
    },
  );

  test("a promoted alert is not listed again", async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    await source.poll(0);
    await source.promote(id(raised));
    const { alerts } = await source.poll(0);
    expect(alerts.filter(({ stage }) => stage !== "imported")).toEqual([]);
  });

  test("promoting without the right names it", async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    hive.permissions = version === "3" ? ["read"] : [];
    const missing = { "3": "write", "4": "manageAlert", "5": "manageAlert/import" }[version];
    await expect(source.promote(id(raised))).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining(`permission ${missing} `),
    });
  });

  test("promoting an alert that is gone says so", async () => {
    const { source } = await open();
    await expect(source.promote(AlertId.parse("~424242"))).rejects.toMatchObject({ code: "not-found" });
  });

  test("an imported alert tells its case", async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    const before = await source.read(id(raised));
    expect(before === undefined ? "gone" : await source.caseOf(before)).toBeUndefined();
    const made = hive.import(raised.id);
    const after = await source.read(id(raised));
    expect(after === undefined ? "gone" : await source.caseOf(after)).toEqual({
      id: made.id,
      number: made.number,
      url: hive.caseOf(raised.id)?.url,
    });
  });

  test("a case tells who has it, whether it is closed, and that it is gone", async () => {
    const { hive, source } = await open();
    const made = hive.import(hive.raise(beacon).id);
    const link = { id: made.id, number: made.number };
    expect(await source.readCase(made.id)).toMatchObject({
      link,
      severity: "high",
      assignee: "ana@soc.example",
      closed: false,
    });
    hive.closeCase(made.id);
    expect(await source.readCase(made.id)).toMatchObject({ closed: true });
    hive.removeCase(made.id);
    expect(await source.readCase(made.id)).toBeUndefined();
    hive.faults.add({ kind: "status", status: 503 });
    await expect(source.readCase(made.id)).rejects.toMatchObject({ code: "unreachable" });
  });

  test("a case that is the monitor's own is nobody's yet", async () => {
    const { hive, source } = await open();
    const { case: made } = await source.promote(id(hive.raise(beacon)));
    expect(hive.cases.get(made.id)?.assignee).toMatch(/^sla-monitor/);
    expect(await source.readCase(made.id)).not.toHaveProperty("assignee");
    hive.assignCase(made.id, "ana@soc.example");
    expect(await source.readCase(made.id)).toMatchObject({ assignee: "ana@soc.example" });
  });

  test(`a result is written as a comment ${comments ? "once" : "nowhere"}`, async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    const write = () => source.leaveResult(id(raised), "comment", "SLA kept.");
    expect([await write(), await write()]).toEqual(Array(2).fill(comments ? "written" : "unsupported"));
    expect(hive.comments.map(({ message }) => message)).toEqual(comments ? ["SLA kept."] : []);
  });

  test("a comment whose answer is lost is not written twice", async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    hive.faults.add({ kind: "dropAfterEffect", times: 1, when: { method: "POST", path: /\/comment$/ } });
    await source.leaveResult(id(raised), "comment", "SLA kept.").catch(() => undefined);
    await source.leaveResult(id(raised), "comment", "SLA kept.");
    expect(hive.comments).toHaveLength(comments ? 1 : 0);
  });

  test("a result is written as a custom field beside the others, and the alert stays handled", async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    hive.close(raised.id);
    const before = hive.alerts.get(raised.id)?.status;
    const write = () => source.leaveResult(id(raised), { customField: "sla-result" }, "kept.");
    expect([await write(), await write()]).toEqual(["written", "written"]);
    expect(hive.requests.filter(({ method }) => method === "PATCH")).toHaveLength(1);
    const after = await source.read(id(raised));
    expect(after?.customFields).toEqual({ businessUnit: "Finance", score: 7, "sla-result": "kept." });
    expect([after?.stage, hive.alerts.get(raised.id)?.status]).toEqual(["closed", before]);
  });

  test("a result of an alert that is gone is written nowhere; without the right it says which", async () => {
    const { hive, source } = await open();
    const to = { customField: "sla-result" };
    expect(await source.leaveResult(AlertId.parse("~424242"), to, "kept.")).toBe("gone");
    const raised = hive.raise(beacon);
    hive.permissions = version === "3" ? ["read"] : [];
    const missing = { "3": "write", "4": "manageAlert", "5": "manageAlert/update" }[version];
    await expect(source.leaveResult(id(raised), to, "kept.")).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining(`permission ${missing} `),
    });
  });

  test(`${comments ? "tells" : "does not tell"} who handled an alert, but for the monitor itself`, async () => {
    const { hive, source } = await open();
    const [closed, ours, touched] = hive.raiseMany(3, (index) => alert(`a${index}`));
    hive.close(closed?.id ?? "");
    expect(await source.handledBy(id(closed ?? { id: "" }))).toBe(comments ? "ana@soc.example" : undefined);
    await source.promote(id(ours ?? { id: "" }));
    expect(await source.handledBy(id(ours ?? { id: "" }))).toBeUndefined();
    hive.update(touched?.id ?? "", { title: "changed" });
    expect(await source.handledBy(id(touched ?? { id: "" }))).toBeUndefined();
  });

  test("people get a link to the alert, once TheHive was reached", async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    expect(source.alertUrl(id(raised))).toBeUndefined();
    await source.poll(0);
    expect(source.alertUrl(id(raised))).toBe(hive.alertUrl(raised.id));
  });

  test(`alerts ${comments ? "take" : "have no"} assignees and comments`, async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    expect(await source.assign(id(raised), "Ana@soc.example")).toBe(comments);
    expect(await source.assign(id(raised), "nobody@soc.example")).toBe(false);
    expect(await source.comment(id(raised), "I'm on it")).toBe(comments);
    expect(hive.alerts.get(raised.id)?.assignee).toBe(comments ? "ana@soc.example" : undefined);
    expect(hive.comments.map(({ message }) => message)).toEqual(comments ? ["I'm on it"] : []);
  });

  test("a clock that runs ahead is measured and corrected", async () => {
    const { hive, source, clock } = await open();
    expect(source.clockSkew()).toBeUndefined();
    hive.faults.clockSkew = 90_000;
    hive.raise({ title: "now" });
    const { alerts } = await source.poll(0);
    expect(Math.abs((source.clockSkew() ?? 0) - 90_000)).toBeLessThanOrEqual(1000);
    expect(Math.abs((alerts[0]?.createdAt ?? 0) - clock.now())).toBeLessThanOrEqual(1000);
  });

  test("a base path is kept in calls and links", async () => {
    const { hive, source } = await open({ basePath: "/thehive" });
    const raised = hive.raise(beacon);
    expect((await source.poll(0)).alerts).toHaveLength(1);
    expect(source.alertUrl(id(raised))).toBe(hive.alertUrl(raised.id));
  });
});
