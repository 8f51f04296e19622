import fc from "fast-check";
import { expect } from "vitest";
import { problemLine } from "../../src/config/problem.ts";
import { replayedAlerts } from "../../src/simulate/alerts-file.ts";
import { actions, type SimulationRequest } from "../../src/simulate/model.ts";
import { replayedResponses } from "../../src/simulate/responses-file.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { timeline } from "../../src/simulate/timeline.ts";
import { fuzzer, mostly, odd, slipped, spoilt } from "../fuzzing.ts";
import { at, row, settings } from "./world.ts";

const fuzz = fuzzer(2000);

const rules = settings();
const waiting = replayedAlerts([row(), row({ _id: "~2", title: "URGENT" })]).alerts;
const known = new Set(waiting.map(({ alert }) => String(alert.id)));

/** What is taken can be replayed, and the replay told. */
function replay({ alerts, responses }: Pick<SimulationRequest, "alerts" | "responses">) {
  const simulation = simulate({
    settings: rules,
    overrides: [],
    alerts,
    responses,
    from: at("00:00"),
    to: at("2026-03-03T00:00"),
    channel: "#soc",
    setUp: new Set(["sms", "call", "dm"]),
  });
  expect(timeline(simulation, alerts, rules.unattended.every)).toMatch(/notifications? about/);
  JSON.stringify(simulation);
}

const time = mostly(
  fc.constantFrom(
    "2026-03-02T09:10",
    "2026-03-02T10:10:00+01:00",
    "2026-03-02T09:40:00Z",
    "2026-03-29T01:30",
  ),
  fc.constantFrom("2026-02-30T09:10Z", "yesterday", "-271821-04-20T00:00Z", "+275760-09-13T00:00Z", "24:00"),
);
const long = mostly(fc.constantFrom("1h", "30m", "2d"), fc.constantFrom("soon", "9e99h", "0s", "99999999d"));
const response = fc.record(
  {
    at: time,
    alertId: mostly(fc.constantFrom("~1", "~2"), fc.constant("~3")),
    action: fc.constantFrom(...actions),
    by: mostly(fc.constant("alice"), fc.string({ unit: "binary" })),
    for: long,
  },
  { requiredKeys: ["at", "alertId", "action", "by"] },
);
const responses = fc.array(response, { maxLength: 5 });

function saidOfResponses(json: unknown): string[] {
  const read = replayedResponses(json, known);
  if ("problems" in read) return read.problems.map(problemLine);
  replay({ alerts: waiting, responses: read.responses });
  return [];
}

fuzz("responses", 0.4, spoilt(responses), saidOfResponses);
fuzz("any JSON for responses", 0.1, fc.oneof(odd, fc.array(odd)), saidOfResponses);

const stamp = mostly(
  fc.constantFrom<unknown>(at("08:00"), at("09:00"), String(at("09:30")), undefined),
  fc.constantFrom<unknown>(0, 1, 8.65e15, -1, "2026-03-02", null),
);
const alertV1 = fc.record(
  {
    _id: fc.constantFrom("~1", "~2", "~3"),
    _createdAt: fc.constantFrom(at("07:00"), at("09:00")),
    _updatedAt: stamp,
    inProgressDate: stamp,
    closedDate: stamp,
    importedDate: stamp,
    title: fc.constantFrom("Beacon", "URGENT call"),
    severity: fc.constantFrom<unknown>(1, 2, 3, 4, "3"),
    stage: fc.constantFrom("New", "InProgress", "Closed", "Imported"),
    status: fc.constantFrom("New", "Own word", "Duplicate"),
    tags: fc.array(fc.constantFrom("a", "b")),
    caseId: fc.constantFrom("~9", undefined),
    observables: fc.constantFrom([], [{ dataType: "ip", data: "192.0.2.1" }]),
    customFields: fc.constantFrom<unknown>([{ name: "score", value: 7 }], { score: { integer: 7 } }),
  },
  { requiredKeys: ["_id", "_createdAt", "title", "severity"] },
);
const alertV0 = fc.record(
  {
    id: fc.constantFrom("1", "2"),
    createdAt: fc.constantFrom(at("07:00"), at("09:00")),
    updatedAt: stamp,
    title: fc.constantFrom("Beacon", "URGENT call"),
    severity: fc.constantFrom(1, 2, 3),
    status: fc.constantFrom("New", "Updated", "Ignored", "Imported"),
    case: fc.constantFrom("AWx1", null),
    artifacts: fc.constantFrom([], [{ dataType: "ip", data: "192.0.2.1" }]),
  },
  { requiredKeys: ["createdAt", "title", "severity"] },
);

function saidOfAlerts(rows: readonly unknown[]): readonly string[] {
  const { alerts, skipped } = replayedAlerts(rows);
  expect(alerts.length + skipped.length).toBe(rows.length);
  replay({ alerts, responses: [] });
  return skipped;
}

fuzz("alerts", 0.4, fc.array(spoilt(fc.oneof(alertV1, alertV0)), { maxLength: 4 }), saidOfAlerts);

const text = fc.array(alertV1, { maxLength: 2 }).map((rows) => JSON.stringify(rows));
fuzz("a file of alerts with slips", 0.1, slipped(text), (written) => {
  const json = jsonIn(written);
  return Array.isArray(json) ? saidOfAlerts(json) : ["no array"];
});

function jsonIn(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
