import { describe, expect, test } from "vitest";
import { z } from "zod";
import { NIGHT, rows, startHive } from "./hive-under-test.ts";

const ALERT = {
  type: "siem",
  source: "wazuh",
  sourceRef: "wz-1",
  title: "Beacon",
  description: "Every 60 s",
};
const PROMOTE = {
  "3": "/api/alert/ID/createCase",
  "4": "/api/v1/alert/ID/case",
  "5": "/api/v1/alert/ID/case",
} as const;
const ALL = ["3", "4", "5"] as const;

async function withAlert(options: Parameters<typeof startHive>[0] = {}) {
  const started = await startHive(options);
  const alert = started.hive.raise({
    title: "Beacon",
    severity: 3,
    observables: [{ dataType: "ip", data: "203.0.113.9", tags: ["c2"] }],
  });
  const path = PROMOTE[started.hive.version].replace("ID", alert.id);
  return { ...started, alert, promote: (body: unknown = {}) => started.api.post(path, body) };
}

describe("promoting", () => {
  test.each(ALL)("TheHive %s makes a case and links the alert to it", async (version) => {
    const { hive, alert, promote } = await withAlert({ version, firstCaseNumber: 57 });
    const { status, body } = await promote();
    expect(status).toBe(201);
    expect(body).toMatchObject({ title: "Beacon", [version === "3" ? "caseId" : "number"]: 57 });
    expect(hive.caseOf(alert.id)).toMatchObject({ number: 57, alertIds: [alert.id] });
    expect(hive.alerts.get(alert.id)).toMatchObject({ stage: "Imported", status: "Imported" });
  });

  test.each(["3", "4"] as const)(
    "TheHive %s answers a second promotion with the same case",
    async (version) => {
      const { hive, promote } = await withAlert({ version });
      const first = await promote();
      const second = await promote();
      expect(second.status).toBe(201);
      expect(second.body).toEqual(first.body);
      expect(hive.cases.size).toBe(1);
    },
  );

  test.each([
    ["refuse", 400, { type: "BadRequest", message: "Alert is already imported" }],
    ["existing", 201, { number: 1 }],
  ] as const)(
    "TheHive 5 set to %s answers a second promotion with %i",
    async (promoteTwice, status, body) => {
      const { hive, promote } = await withAlert({ promoteTwice });
      await promote();
      const second = await promote();
      expect(second.status).toBe(status);
      expect(second.body).toMatchObject(body);
      expect(hive.cases.size).toBe(1);
    },
  );

  test.each(ALL)("TheHive %s does not promote what does not exist", async (version) => {
    const { api } = await startHive({ version });
    const answer = await api.post(PROMOTE[version].replace("ID", "~77"), {});
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({
      type: "NotFoundError",
      message: version === "3" ? "alert ~77 not found" : "Alert not found",
    });
  });

  test.each([
    ["3", 201],
    ["4", 403],
    ["5", 400],
  ] as const)("TheHive %s answers an unknown template with %i", async (version, status) => {
    const { promote } = await withAlert({ version });
    expect((await promote({ caseTemplate: "unheard-of" })).status).toBe(status);
  });

  test("TheHive 5 lets the caller choose the case's values", async () => {
    const { promote } = await withAlert();
    const { body } = await promote({
      title: "Mine",
      severity: 4,
      assignee: "ana@soc.example",
      tags: ["sla"],
    });
    expect(body).toMatchObject({
      title: "Mine",
      severityLabel: "CRITICAL",
      assignee: "ana@soc.example",
      tags: ["sla"],
    });
  });

  test("TheHive 5 copies the observables in the background", async () => {
    const { api, clock, promote } = await withAlert({ observableCopyDelay: 2000 });
    const { body } = await promote();
    const copied = async () => {
      const idOrName = body !== null && typeof body === "object" && "_id" in body ? body._id : "";
      return rows(await api.query({ _name: "getCase", idOrName }, { _name: "observables" })).length;
    };
    expect(await copied()).toBe(0);
    clock.moveTo(NIGHT + 2000);
    expect(await copied()).toBe(1);
  });

  test("TheHive 4 makes nobody the assignee who may not work on cases", async () => {
    const { promote } = await withAlert({ version: "4", permissions: ["manageAlert"] });
    expect((await promote()).body).not.toHaveProperty("assignee");
  });

  test("the case is read by its id, with its number and a link for people", async () => {
    const { hive, api, alert, promote } = await withAlert({ basePath: "/thehive" });
    await promote();
    const found = hive.caseOf(alert.id);
    expect((await api.get(`/api/v1/case/${found?.id}`)).body).toMatchObject({ number: 1, stage: "New" });
    expect(found?.url).toBe(`${hive.url}/cases/${found?.id}/details`);
    expect((await api.get(`/cases/${found?.id}/details`)).text).toContain("Case #1");
  });

  test.each(["3", "4"] as const)("TheHive %s links cases by their hash route", async (version) => {
    const { hive, alert } = await withAlert({ version });
    const { id } = hive.import(alert.id);
    expect(hive.caseOf(alert.id)?.url).toBe(`${hive.url}/index.html#!/case/${id}/details`);
  });
});

describe("merging", () => {
  test.each([
    ["3", "/api/alert/ID/merge/CASE", 201, 201],
    ["4", "/api/alert/ID/merge/CASE", 200, 400],
    ["5", "/api/v1/alert/ID/merge/CASE", 200, 400],
  ] as const)("TheHive %s merges once", async (version, path, first, second) => {
    const { hive, api, alert } = await withAlert({ version });
    const { id } = hive.openCase({ title: "Campaign" });
    const merge = () => api.post(path.replace("ID", alert.id).replace("CASE", id), {});
    expect((await merge()).status).toBe(first);
    expect(hive.caseOf(alert.id)?.title).toBe("Campaign");
    expect((await merge()).status).toBe(second);
  });

  test("TheHive 4 v1 has no merge", async () => {
    const { hive, api, alert } = await withAlert({ version: "4" });
    const { id } = hive.openCase({ title: "Campaign" });
    expect((await api.post(`/api/v1/alert/${alert.id}/merge/${id}`, {})).status).toBe(404);
  });

  test("many are merged at once, and taken out of the case one by one", async () => {
    const { hive, api, alert } = await withAlert();
    const { id } = hive.openCase({ title: "Campaign" });
    expect((await api.post("/api/v1/alert/merge/_bulk", { caseId: id, alertIds: [alert.id] })).status).toBe(
      200,
    );
    expect((await api.delete(`/api/v1/case/${id}/alert/${alert.id}`)).status).toBe(204);
    expect(hive.alerts.get(alert.id)).toMatchObject({ stage: "New", caseId: undefined });
  });
});

describe("changing", () => {
  test("TheHive 5 answers a change with nothing, and makes the caller the assignee of what he closes", async () => {
    const { hive, api, alert } = await withAlert();
    const answer = await api.patch(`/api/v1/alert/${alert.id}`, { status: "Ignored", summary: "noise" });
    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect(hive.alerts.get(alert.id)).toMatchObject({
      stage: "Closed",
      summary: "noise",
      assignee: "sla-monitor@soc.example",
      closedDate: NIGHT,
    });
  });

  test("whoever sends an assignee is not assigned himself", async () => {
    const { hive, api, alert } = await withAlert();
    await api.patch(`/api/v1/alert/${alert.id}`, { status: "InProgress", assignee: "ana@soc.example" });
    expect(hive.alerts.get(alert.id)).toMatchObject({ stage: "InProgress", assignee: "ana@soc.example" });
  });

  test.each([
    [{ status: "Unheard" }],
    [{ status: "Imported" }],
    [{ severity: 5 }],
    [{ severity: "high" }],
    [{ assignee: "nobody@soc.example" }],
  ])("TheHive 5 refuses %j", async (change) => {
    const { hive, api, alert } = await withAlert();
    expect((await api.patch(`/api/v1/alert/${alert.id}`, change)).status).toBe(400);
    expect(hive.alerts.get(alert.id)).toMatchObject({ status: "New", severity: 3 });
  });

  test("reopening takes a right of its own", async () => {
    const { hive, api, alert } = await withAlert({ permissions: ["manageAlert/update"] });
    hive.close(alert.id);
    const reopen = () => api.patch(`/api/v1/alert/${alert.id}`, { status: "New" });
    expect((await reopen()).status).toBe(403);
    hive.permissions = ["manageAlert/update", "manageAlert/reopen"];
    expect((await reopen()).status).toBe(204);
    expect(hive.alerts.get(alert.id)?.stage).toBe("New");
  });

  test("TheHive 4 passes over keys it does not know and reports success", async () => {
    const { hive, api, alert } = await withAlert({ version: "4" });
    expect((await api.patch(`/api/v1/alert/${alert.id}`, { status: "Ignored" })).status).toBe(204);
    expect(hive.alerts.get(alert.id)?.status).toBe("New");
    const answer = await api.patch(`/api/alert/${alert.id}`, { read: true, caseId: "~1" });
    expect(answer.body).toMatchObject({ status: "Ignored", case: null });
  });

  test("TheHive 3 writes the status; a later change by the source surfaces the alert again", async () => {
    const { api, alert } = await withAlert({ version: "3" });
    const path = `/api/alert/${alert.id}`;
    expect((await api.patch(path, { status: "Ignored" })).body).toMatchObject({ status: "Ignored" });
    expect((await api.patch(path, { severity: 4, sourceRef: "other" })).body).toMatchObject({
      status: "Updated",
      severity: 4,
      sourceRef: alert.sourceRef,
    });
  });

  test.each([
    ["3", "/api/alert/_bulk", 200],
    ["4", "/api/alert/_bulk", 404],
    ["5", "/api/v1/alert/_bulk", 204],
  ] as const)("TheHive %s answers a change of many with %s %i", async (version, path, status) => {
    const { api, alert } = await withAlert({ version });
    expect((await api.patch(path, { ids: [alert.id], title: "x" })).status).toBe(status);
  });

  test.each([
    ["3", "/api/alert/ID/markAsRead", 200],
    ["4", "/api/alert/ID/markAsRead", 200],
    ["4", "/api/v1/alert/ID/read", 204],
    ["5", "/api/v1/alert/ID/read", 404],
  ] as const)("TheHive %s answers %s with %i", async (version, path, status) => {
    const { hive, api, alert } = await withAlert({ version });
    expect((await api.post(path.replace("ID", alert.id), {})).status).toBe(status);
    expect(hive.alerts.get(alert.id)?.stage).toBe(version === "5" ? "New" : "Closed");
  });

  test("an early TheHive 4 leaves the update stamp alone when an alert is read", async () => {
    const updatedAt = async (quietReads: boolean) => {
      const { hive, api, alert } = await withAlert({ version: "4", quietReads });
      await api.post(`/api/v1/alert/${alert.id}/read`, {});
      return hive.alerts.get(alert.id)?.updatedAt;
    };
    expect([await updatedAt(true), await updatedAt(false)]).toEqual([undefined, NIGHT]);
  });

  test("TheHive 5 takes comments and lists them", async () => {
    const { hive, api, alert } = await withAlert();
    const made = await api.post(`/api/v1/alert/${alert.id}/comment`, { message: "on it" });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ message: "on it", createdAt: NIGHT, isEdited: false });
    const listed = await api.query({ _name: "getAlert", idOrName: alert.id }, { _name: "comments" });
    expect(listed.body).toEqual([made.body]);
    hive.permissions = ["manageAlert"];
    expect((await api.post(`/api/v1/alert/${alert.id}/comment`, { message: "x" })).status).toBe(403);
  });

  test.each([
    ["3", "/api/alert/ID", 204, true],
    ["3", "/api/alert/ID?force=1", 204, false],
    ["4", "/api/alert/ID", 204, false],
    ["4", "/api/v1/alert/ID", 404, true],
    ["5", "/api/v1/alert/ID", 204, false],
  ] as const)("TheHive %s answers the deletion of %s with %i", async (version, path, status, survives) => {
    const { hive, api, alert } = await withAlert({ version });
    expect((await api.delete(path.replace("ID", alert.id))).status).toBe(status);
    expect(hive.alerts.has(alert.id)).toBe(survives);
  });
});

describe("creating", () => {
  test.each([
    ["3", "/api/alert", { artifacts: [{ dataType: "ip", data: "203.0.113.1", message: "src" }] }, 1],
    ["4", "/api/alert", { artifacts: [{ dataType: "ip", data: "203.0.113.1" }] }, 1],
    ["4", "/api/v1/alert", {}, 0],
    ["5", "/api/v1/alert", { observables: [{ dataType: "ip", data: ["203.0.113.1", "203.0.113.2"] }] }, 2],
  ] as const)("TheHive %s takes an alert at %s", async (version, path, extra, observables) => {
    const { hive, api } = await startHive({ version });
    expect((await api.post(path, { ...ALERT, ...extra })).status).toBe(201);
    const [alert] = hive.alerts.values();
    expect(alert).toMatchObject({ ...ALERT, severity: 2, createdAt: NIGHT });
    expect(alert?.observables).toHaveLength(observables);
  });

  test.each([
    ["3", "/api/alert", "ConflictError", /version conflict, document already exists/],
    ["4", "/api/v1/alert", "CreateError", /^Alert siem:wazuh:wz-1 already exist in organisation soc$/],
    ["5", "/api/v1/alert", "CreateError", /already exist/],
  ] as const)("TheHive %s refuses the same alert twice", async (version, path, type, message) => {
    const { api } = await startHive({ version });
    await api.post(path, ALERT);
    const again = await api.post(path, ALERT);
    expect(again.status).toBe(400);
    expect(again.body).toMatchObject({ type, message: expect.stringMatching(message) });
  });

  test("names each attribute that is missing or malformed", async () => {
    const { api } = await startHive({ version: "4" });
    const { title, ...untitled } = ALERT;
    const answer = await api.post("/api/v1/alert", { ...untitled, severity: "high" });
    expect(answer.body).toMatchObject({
      type: "AttributeCheckingError",
      errors: [
        { name: "title", type: "MissingAttributeError" },
        { name: "severity", type: "InvalidFormatAttributeError" },
      ],
    });
  });

  test("TheHive 5 limits the length of a title, 4 does not", async () => {
    const long = { ...ALERT, title: "x".repeat(513) };
    expect((await (await startHive()).api.post("/api/v1/alert", long)).status).toBe(400);
    expect((await (await startHive({ version: "4" })).api.post("/api/v1/alert", long)).status).toBe(201);
  });

  test.each([
    ["3", "/api/alert"],
    ["4", "/api/alert"],
  ] as const)(
    "TheHive %s takes an artifact that says no more than its value, and null for nothing",
    async (...row) => {
      const [version, path] = row;
      const { hive, api } = await startHive({ version });
      const answer = await api.post(path, {
        ...ALERT,
        caseTemplate: null,
        externalLink: null,
        artifacts: [
          { dataType: "ip", data: "203.0.113.1" },
          { dataType: "ip", data: "203.0.113.2", message: null, tags: [] },
        ],
      });
      expect(answer.status).toBe(201);
      const [alert] = hive.alerts.values();
      expect(alert?.observables.map(({ data, message }) => [data, message])).toEqual([
        ["203.0.113.1", undefined],
        ["203.0.113.2", undefined],
      ]);
      expect(alert?.caseTemplate).toBeUndefined();
    },
  );

  test.each(["3", "4"] as const)("TheHive %s promotes by no template as by none named", async (version) => {
    const { promote } = await withAlert({ version });
    expect((await promote({ caseTemplate: null })).status).toBe(201);
  });

  test("what must be there must not be null", async () => {
    const { api } = await startHive({ version: "4" });
    const answer = await api.post("/api/alert", { ...ALERT, title: null });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ errors: [{ name: "title" }] });
  });

  test("TheHive 5 shows only the next read that observables came along", async () => {
    const { api } = await startHive();
    const observables = [{ dataType: "ip", data: "203.0.113.1" }];
    const { body } = await api.post("/api/v1/alert", { ...ALERT, observables });
    expect(body).not.toHaveProperty("_updatedAt");
    const [read] = rows(await api.query({ _name: "listAlert" }));
    expect(read).toMatchObject({ _updatedAt: NIGHT });
  });

  test("TheHive 5 links an alert to the case that it is imported into", async () => {
    const { hive, api, alert } = await withAlert();
    const other = hive.raise({ title: "Other" });
    const { body } = await api.post(`/api/v1/alert/${other.id}/case`, {});
    const caseId = z.object({ _id: z.string() }).parse(body)._id;
    const into = await api.post(`/api/v1/alert/${alert.id}/import/${caseId}`, {});
    expect(into.status).toBe(200);
    expect((await api.get(`/api/v1/alert/${alert.id}`)).body).toMatchObject({ caseId, stage: "Imported" });
    expect((await api.post(`/api/v1/alert/${alert.id}/import/${caseId}`, {})).status).toBe(400);
  });

  test.each([
    ["4", "/api/v1/alert/~77/artifact", 403],
    ["5", "/api/v1/alert/~77/observable", 404],
  ] as const)("TheHive %s answers an observable for no alert with %s %i", async (version, path, status) => {
    const { api } = await startHive({ version });
    expect((await api.post(path, { dataType: "ip", data: "203.0.113.1" })).status).toBe(status);
  });
});
