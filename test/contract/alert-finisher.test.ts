import { describe, expect, test } from "vitest";
import type { AlertDraft } from "../../sandbox/thehive/model.ts";
import { AlertId } from "../../src/sla/model.ts";
import { id, startSource } from "../thehive/source-under-test.ts";

/*
 * What finishes alerts, by every face of TheHive. `status`: one that closes there. What a version lacks, it says.
 */
const faces = [
  { name: "TheHive 5", version: "5", server: {}, api: "auto", status: "FalsePositive", keepsNote: true },
  {
    name: "TheHive 5.8",
    version: "5",
    server: { release: "5.8.0-1" },
    api: "auto",
    status: "FalsePositive",
    keepsNote: true,
  },
  { name: "TheHive 4, API v1", version: "4", server: {}, api: "auto", status: "Ignored", keepsNote: false },
  { name: "TheHive 4, API v0", version: "4", server: {}, api: "v0", status: "Ignored", keepsNote: false },
  { name: "TheHive 3", version: "3", server: {}, api: "auto", status: "Ignored", keepsNote: false },
] as const;

const beacon: AlertDraft = {
  title: "Beacon to a known C2 host",
  description: "Seen **twice** tonight",
  severity: 3,
  tlp: 2,
  pap: 1,
  tags: ["geo"],
  customFields: { businessUnit: "Finance" },
  observables: [
    { dataType: "ip", data: "203.0.113.7", ioc: true },
    {
      dataType: "file",
      attachment: { name: "dropper.bin", size: 4, contentType: "application/octet-stream" },
    },
  ],
};
const CLOSE = /\/alert\/[^/]+(\/(read|markAsRead))?$/;
const MERGE = { path: /\/merge\// };

describe.each(faces)("$name finishing alerts", ({ version, server: face, api, status, keepsNote }) => {
  const open = (server = {}) => startSource({ version, ...face, ...server }, { api, wholeUpTo: 0 });
  const closings = (asked: readonly string[]) =>
    asked.filter((one) => /^(PATCH|POST) .*\/alert\/[^/_]+(\/(read|markAsRead))?$/.test(one));

  test("it names the statuses that close, its own ones too, and what it cannot do", async () => {
    const custom = { value: "TestRun", stage: "Closed" } as const;
    const hidden = { value: "Old", stage: "Closed", hidden: true } as const;
    const { source } = await open(version === "5" ? { statuses: [custom, hidden] } : {});
    const { names, limits, keepsNote: keeps } = await source.closingStatuses();
    const expected = version === "5" ? ["Duplicate", "FalsePositive", "Ignored", "TestRun"] : ["Ignored"];
    expect([names, keeps, limits.length > 0]).toEqual([expected, keepsNote, version !== "5"]);
  });

  test("a closed alert has the status, the note where one is kept, and the closer as its assignee", async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    const wish = { status, note: "known scanner", email: "Ana@soc.example" };
    const closing = await source.close(id(raised), wish);
    expect(closing).toMatchObject({ kind: "closed", alert: { id: raised.id, stage: "closed", status } });
    expect(hive.alerts.get(raised.id)).toMatchObject({ stage: "Closed", status });
    expect(hive.alerts.get(raised.id)?.summary).toBe(keepsNote ? "known scanner" : undefined);
    expect(hive.alerts.get(raised.id)?.assignee).toBe(version === "5" ? "ana@soc.example" : undefined);
    expect((await source.poll(0)).alerts).toEqual([]);
  });

  test("what is closed or a case already is left as it is", async () => {
    const { hive, source, asked } = await open();
    const [closed, imported] = hive.raiseMany(2, (index) => ({ title: `a${index}` }));
    hive.close(closed?.id ?? "");
    hive.import(imported?.id ?? "");
    asked();
    for (const { id: done } of [closed ?? { id: "" }, imported ?? { id: "" }]) {
      expect(await source.close(AlertId.parse(done), { status })).toMatchObject({ kind: "already" });
    }
    expect(closings(asked())).toEqual([]);
  });

  test.each([
    ["dropAfterEffect", 1],
    ["dropBeforeEffect", 2],
    ["html502", 2],
  ] as const)(
    "a closing whose answer is lost (%s) is looked at before it is asked again",
    async (kind, times) => {
      const { hive, source, asked } = await open();
      const raised = hive.raise(beacon);
      await source.poll(0);
      hive.faults.add({
        kind,
        times: 1,
        when: { method: version === "3" || version === "5" ? "PATCH" : "POST", path: CLOSE },
      });
      asked();
      expect(await source.close(id(raised), { status })).toMatchObject({ kind: "closed" });
      expect(closings(asked())).toHaveLength(times);
      expect(hive.alerts.get(raised.id)?.stage).toBe("Closed");
    },
  );

  test("a TheHive that stays away leaves it open, and says that it is not known", async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    await source.poll(0);
    hive.faults.add({ kind: "reset" });
    await expect(source.close(id(raised), { status })).rejects.toMatchObject({ code: "unreachable" });
    expect(hive.alerts.get(raised.id)?.stage).toBe("New");
  });

  test("closing without the right names it, and closing what is gone says so", async () => {
    const { hive, source } = await open();
    const raised = hive.raise(beacon);
    await source.poll(0);
    const missing = { "3": "write", "4": "manageAlert", "5": "manageAlert/update" }[version];
    hive.permissions = version === "3" ? ["read"] : [];
    await expect(source.close(id(raised), { status })).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining(`permission ${missing} `),
    });
    await expect(source.close(AlertId.parse("~424242"), { status })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test.each(["number", "id", "link"] as const)(
    "an alert is merged into a case by its %s, once",
    async (by) => {
      const { hive, source } = await open({ firstCaseNumber: 57 });
      const [first, second] = hive.raiseMany(2, (index) => ({ title: `a${index}` }));
      const target = hive.import(first?.id ?? "");
      const url = hive.caseOf(first?.id ?? "")?.url ?? "";
      const name = { number: "#57", id: target.id, link: url }[by];
      const link = { id: target.id, number: 57, url };
      const alert = AlertId.parse(second?.id);
      expect(await source.mergeInto(alert, name)).toEqual({ case: link, alreadyImported: false });
      expect(await source.mergeInto(alert, name)).toEqual({ case: link, alreadyImported: true });
      expect([hive.cases.size, hive.caseOf(alert)?.id]).toEqual([1, target.id]);
    },
  );

  test("a merge whose answer is lost merges once; into no case at all says so", async () => {
    const { hive, source } = await open();
    const [first, second] = hive.raiseMany(2, (index) => ({ title: `a${index}` }));
    const target = hive.import(first?.id ?? "");
    hive.faults.add({ kind: "dropAfterEffect", times: 1, when: MERGE });
    const { case: found, alreadyImported } = await source.mergeInto(AlertId.parse(second?.id), target.id);
    expect([found.id, alreadyImported]).toEqual([target.id, false]);
    expect(hive.cases.get(target.id)?.alertIds).toHaveLength(2);
    await expect(source.mergeInto(AlertId.parse(first?.id), "#999")).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining("no case #999"),
    });
  });

  test("a case gets the assignee and the template that were wished for", async () => {
    const { hive, source } = await open();
    expect(await source.caseTemplates()).toEqual(["phishing", "malware"]);
    const [one, other] = hive.raiseMany(2, (index) => ({ title: `a${index}` }));
    await source.promote(AlertId.parse(one?.id), { assignee: "ana@soc.example", template: "phishing" });
    await source.promote(AlertId.parse(other?.id), { assignee: "nobody@soc.example" });
    expect(hive.caseOf(one?.id ?? "")?.assignee).toBe("ana@soc.example");
    expect(hive.caseOf(other?.id ?? "")?.assignee).not.toBe("nobody@soc.example");
    const bodies = hive.requests
      .filter(({ path }) => /\/(case|createCase)$/.test(path))
      .map(({ body }) => body);
    expect(bodies[0]).toMatchObject({ caseTemplate: "phishing" });
  });

  test("details hold all that TheHive tells, and say what it does not", async () => {
    const { hive, source, pass } = await open();
    const raised = hive.raise(beacon);
    const twin = hive.raise({
      title: "The same host",
      observables: [{ dataType: "ip", data: "203.0.113.7" }],
    });
    const other = hive.import(hive.raise({ ...beacon, title: "Last week", sourceRef: "old" }).id);
    pass(60_000);
    const found = await source.details(id(raised));
    const seen = version === "3" ? {} : { seen: true };
    expect(found).toMatchObject({
      alert: { title: beacon.title, tags: ["geo"], customFields: { businessUnit: "Finance" } },
      description: beacon.description,
      tlp: "AMBER",
      observables: [
        { dataType: "ip", data: "203.0.113.7", ioc: true, ...seen },
        { dataType: "file", fileName: "dropper.bin", ...seen },
      ],
      similarCases: [{ id: other.id, number: other.number, title: "Last week", shared: 2 }],
    });
    expect(found?.pap).toBe(version === "3" ? undefined : "GREEN");
    expect(found?.similarAlerts?.map((one) => one.id)).toEqual(
      version === "5" ? expect.arrayContaining([twin.id]) : undefined,
    );
    expect(found?.untold.join(" ")).toMatch(version === "5" ? /^$/ : /does not tell similar alerts/);
    if (version === "3") expect(found?.untold.join(" ")).toMatch(/whether it has seen/);
    expect(await source.details(AlertId.parse("~424242"))).toBeUndefined();
  });
});
