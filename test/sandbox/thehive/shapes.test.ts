import { describe, expect, test } from "vitest";
import type { AlertDraft } from "../../../sandbox/thehive/model.ts";
import { NIGHT, rows, startHive } from "./hive-under-test.ts";

const TRAVEL: AlertDraft = {
  title: "Impossible travel for j.doe",
  description: "Two logins, 9000 km apart",
  severity: 3,
  type: "siem",
  source: "wazuh-eu",
  sourceRef: "wz-77120",
  tags: ["geo", "o365"],
  date: NIGHT - 10_000,
  createdBy: "feeder@acme.example",
  observables: [{ dataType: "ip", data: "203.0.113.7", message: "login source", tags: ["src"] }],
  customFields: { businessUnit: "Finance" },
};

const PATH = {
  "3": "/api/alert/",
  "4 v0": "/api/v0/alert/",
  "4 v1": "/api/v1/alert/",
  "5": "/api/v1/alert/",
} as const;
const keysOf = (value: unknown) => new Set(Object.keys(value ?? {}));

async function travelAs(face: keyof typeof PATH) {
  const version = face === "3" || face === "5" ? face : "4";
  const { hive, api, clock } = await startHive({ version });
  const alert = hive.raise(TRAVEL);
  const read = async () => (await api.get(PATH[face] + alert.id)).body;
  return { hive, clock, api, alert, read };
}

describe("an alert on the wire", () => {
  test("TheHive 3 leaves out what is empty and gives artifacts no ids", async () => {
    const { read, alert } = await travelAs("3");
    expect(alert.id).toMatch(/^[0-9a-f]{32}$/);
    const body = await read();
    expect(body).toMatchObject({
      _id: alert.id,
      id: alert.id,
      _type: "alert",
      status: "New",
      createdAt: NIGHT,
      customFields: { businessUnit: { string: "Finance" } },
      artifacts: [{ dataType: "ip", data: "203.0.113.7", startDate: NIGHT }],
    });
    for (const absent of ["case", "updatedAt", "pap", "externalLink", "caseTemplate", "read", "stage"]) {
      expect(body).not.toHaveProperty(absent);
    }
    expect(body).not.toHaveProperty("artifacts.0.id");
  });

  test("TheHive 4 v0 has every key, empty ones as null", async () => {
    const { read } = await travelAs("4 v0");
    const body = await read();
    expect(body).toMatchObject({
      updatedBy: null,
      updatedAt: null,
      externalLink: null,
      case: null,
      caseTemplate: null,
      status: "New",
      pap: 2,
      similarCases: [],
      artifacts: [{ _type: "case_artifact", data: "203.0.113.7" }],
    });
    const names =
      "_id id createdBy updatedBy createdAt updatedAt _type type source sourceRef externalLink case title " +
      "description severity date tags tlp pap status follow customFields caseTemplate artifacts similarCases";
    expect(keysOf(body)).toEqual(new Set(names.split(" ")));
  });

  test("TheHive 4 v1 knows read and case, no status and no assignee", async () => {
    const { hive, alert, read } = await travelAs("4 v1");
    const body = await read();
    expect(body).toMatchObject({ _type: "Alert", read: false, observableCount: 1, extraData: {} });
    for (const absent of [
      "status",
      "stage",
      "assignee",
      "caseId",
      "_updatedAt",
      "severityLabel",
      "artifacts",
    ]) {
      expect(body).not.toHaveProperty(absent);
    }
    hive.import(alert.id);
    expect(await read()).toMatchObject({ read: true, caseId: hive.caseOf(alert.id)?.id });
  });

  test("TheHive 5 has status, stage, labels and the dates of its stages", async () => {
    const { hive, clock, alert, read } = await travelAs("5");
    expect(await read()).toMatchObject({
      _id: expect.stringMatching(/^~\d+$/),
      _createdAt: NIGHT,
      _updatedAt: NIGHT,
      severityLabel: "HIGH",
      tlpLabel: "AMBER",
      papLabel: "AMBER",
      status: "New",
      stage: "New",
      newDate: NIGHT,
      timeToDetect: 10_000,
      customFields: [{ name: "businessUnit", type: "string", value: "Finance", order: 0 }],
    });
    clock.moveTo(NIGHT + 600_000);
    hive.startProgress(alert.id);
    clock.moveTo(NIGHT + 1_500_000);
    hive.import(alert.id);
    expect(await read()).toMatchObject({
      status: "Imported",
      stage: "Imported",
      assignee: "ana@soc.example",
      inProgressDate: NIGHT + 600_000,
      importedDate: NIGHT + 1_500_000,
      timeToTriage: 600_000,
      timeToAcknowledge: 610_000,
      timeToQualify: 1_500_000,
    });
  });

  test("TheHive 5 has no read flag and no inline observables", async () => {
    const body = await (await travelAs("5")).read();
    for (const absent of ["read", "artifacts", "caseId", "assignee", "closedDate"]) {
      expect(body).not.toHaveProperty(absent);
    }
  });

  test("a file observable has an attachment and no data", async () => {
    const { hive, api } = await startHive({ version: "4" });
    const attachment = { name: "invoice.exe", size: 3, contentType: "application/octet-stream" };
    const alert = hive.raise({ title: "x", observables: [{ dataType: "file", attachment }] });
    const [observable] = rows(
      await api.query({ _name: "getAlert", idOrName: alert.id }, { _name: "observables" }),
    );
    expect(observable).toMatchObject({ dataType: "file", attachment: { name: "invoice.exe" } });
    expect(observable).not.toHaveProperty("data");
  });

  test("ids are the same on every run", async () => {
    const ids = async () => {
      const { hive } = await startHive();
      return hive.raiseMany(3, (nth) => ({
        title: `${nth}`,
        observables: [{ dataType: "ip", data: "203.0.113.1" }],
      }));
    };
    expect((await ids()).map(({ id }) => id)).toEqual((await ids()).map(({ id }) => id));
  });
});

describe("the four states of old", () => {
  test.each(["3", "4"] as const)("TheHive %s says New, Ignored, Imported", async (version) => {
    const { hive, api } = await startHive({ version });
    const status = async (id: string) => (await api.get(`/api/alert/${id}`)).body;
    const [fresh, closed, imported] = hive.raiseMany(3, (nth) => ({ title: `${nth}` })).map(({ id }) => id);
    if (fresh === undefined || closed === undefined || imported === undefined) throw new Error("not raised");
    hive.close(closed);
    hive.import(imported);
    expect(await status(fresh)).toMatchObject({ status: "New" });
    expect(await status(closed)).toMatchObject({ status: "Ignored" });
    expect(await status(imported)).toMatchObject({ status: "Imported" });
  });

  test("a case that is marked unread reads Updated", async () => {
    const { hive, api } = await startHive({ version: "4" });
    const { id } = hive.raise({ title: "x" });
    hive.import(id);
    expect((await api.post(`/api/alert/${id}/markAsUnread`, {})).body).toMatchObject({ status: "Updated" });
  });
});
