import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect } from "vitest";
import { HiveError } from "../../src/engine/hive-error.ts";
import { iso, systemClock } from "../../src/lib/time.ts";
import { type Alert, AlertId } from "../../src/sla/model.ts";
import { type Connection, hiveConnections } from "../../src/thehive/connection.ts";
import { type HiveAnswer, type HiveHttp, type HiveRequest, hiveHttp } from "../../src/thehive/http.ts";
import type { HiveOptions } from "../../src/thehive/options.ts";
import { fuzzer, mostly, odd, slipped, spoilt } from "../fuzzing.ts";
import { stepsOf } from "./plain-hives.ts";
import { logLines, start } from "./source-under-test.ts";

const fuzz = fuzzer(1500);

type Face = "5" | "4" | "4 by v0" | "3";
const faces: readonly Face[] = ["5", "4", "4 by v0", "3"];

function optionsFor(url: string, face: Face): HiveOptions {
  return {
    url,
    apiKey: "k-s3cret",
    api: face === "4 by v0" ? "v0" : "auto",
    clock: systemClock,
    log: logLines().log,
    open: () => ["New"],
    wholeUpTo: 0,
  };
}

/** What it answers to whom asks for alerts, how many there are, observables, and cases. */
interface Pages {
  readonly status: number;
  readonly alerts: unknown;
  readonly changed: unknown;
  readonly count: unknown;
  readonly observables: unknown;
  readonly others: unknown;
}

type Asked = Pick<HiveRequest, "path" | "json">;

/** The page for a request; its version is told right, so that every dialect gets its share. */
function pageFor({ path, json }: Asked, face: Face, pages: Pages): unknown {
  if (path.endsWith("/status/public")) return face === "5" ? { version: "5.4.1-1" } : undefined;
  if (path.endsWith("/api/status"))
    return {
      versions: { TheHive: face === "3" ? "3.5.1" : "4.1.24" },
      ...(face === "3" ? { health: {} } : {}),
    };
  const steps = stepsOf(json);
  if (steps.has("count")) return pages.count;
  if (steps.has("observables")) return pages.observables;
  if (path.includes("_search") || steps.has("page"))
    return JSON.stringify(json).includes("_gte") ? pages.changed : pages.alerts;
  return pages.others;
}

const nowhere = "http://127.0.0.1:9";
const real = hiveHttp(optionsFor(nowhere, "5"));

function httpOf(face: Face, pages: Pages): HiveHttp {
  const send = async (request: HiveRequest): Promise<HiveAnswer> => {
    const body = pageFor(request, face, pages);
    const status = request.path.includes("status") ? (body === undefined ? 404 : 200) : pages.status;
    const total = typeof pages.count === "number" ? String(pages.count) : undefined;
    return { status, content: body === undefined ? "empty" : "json", body, total, location: undefined };
  };
  return { ...real, send, json: async (request) => real.accept(await send(request), request) };
}

/** What the engine does with any alert must not fail on this one. */
function expectUsable({ id, createdAt, updatedAt = createdAt, title, tags }: Alert) {
  expect(`${iso(createdAt)} ${iso(updatedAt)}`).toMatch(/^\d{4}-.* \d{4}-/);
  expect(encodeURIComponent(id) + title.trim() + tags.map((tag) => tag.trim())).toEqual(expect.any(String));
}

/** Everything that the engine asks of TheHive, one after the other. */
function allDone({ poller, dialect }: Connection): (() => Promise<unknown>)[] {
  const id = AlertId.parse("~1");
  const poll = async (expected: number) => {
    const { alerts } = await poller.poll(expected);
    alerts.forEach(expectUsable);
    return alerts;
  };
  const row = async () => {
    const found = dialect.read(await dialect.row(id), 0);
    if (found.kind === "alert") expectUsable(found.alert);
  };
  return [
    async () => poll((await poll(0)).length),
    row,
    async () => dialect.count(["New"]),
    async () => dialect.observables([{ id, count: 2 }]),
    async () => dialect.promote(id, {}),
    async () => dialect.case("~9"),
    async () => dialect.assign?.(id, "alice@example.org"),
    async () => dialect.comment?.(id, "seen"),
  ];
}

async function saidBy(http: HiveHttp, face: Face): Promise<string[]> {
  const said: string[] = [];
  const tried = async <Result>(job: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await job();
    } catch (error) {
      if (!(error instanceof HiveError)) throw error;
      said.push(error.message);
      return undefined;
    }
  };
  const connection = await tried(() => hiveConnections(http, optionsFor(http.place.url, face)).get());
  for (const job of connection === undefined ? [] : allDone(connection)) await tried(job);
  return said;
}

const observable = {
  _id: "~5",
  dataType: "ip",
  data: "192.0.2.1",
  extraData: { links: { alert: { _id: "~1" } } },
};
const names = { title: "Beacon", severity: 3, type: "siem", source: "wazuh", sourceRef: "r1", tags: ["a"] };
const alert = fc.constantFrom<object>(
  {
    ...names,
    _id: "~1",
    _createdAt: start,
    stage: "New",
    status: "New",
    observableCount: 1,
    customFields: [],
  },
  {
    ...names,
    _id: "~2",
    _createdAt: start,
    _updatedAt: start + 5,
    stage: "Imported",
    status: "Imported",
    caseId: "~9",
  },
  { ...names, _id: "~3", _createdAt: start, read: true, customFields: [{ name: "score", value: 7 }] },
  { ...names, id: "4", createdAt: start, updatedAt: start, status: "Updated", artifacts: [observable] },
  {
    ...names,
    _id: "~1",
    createdAt: start,
    status: "New",
    case: null,
    customFields: { score: { integer: 7 } },
  },
);
const alerts = mostly(spoilt(fc.array(alert, { maxLength: 5 })), odd);
const other = fc.constantFrom<object>(
  { _id: "~9", number: 12 },
  { _id: "~9", caseId: 12 },
  { ...names, _id: "~1", _createdAt: start, read: true },
  [{ _id: "~7", login: "alice@example.org", email: "alice@example.org" }],
  [{ value: "New", stage: "New" }],
  { type: "NotFoundError", message: "no such thing" },
);
const pages: fc.Arbitrary<Pages> = fc.record({
  status: fc.oneof({ weight: 5, arbitrary: fc.constant(200) }, fc.constantFrom(201, 204, 400, 404, 422, 500)),
  alerts,
  changed: alerts,
  count: mostly(fc.nat(6), odd),
  observables: spoilt(fc.array(fc.constant(observable), { maxLength: 3 })),
  others: spoilt(other),
});

for (const face of faces)
  fuzz(`pages of TheHive ${face}`, 0.245, pages, (one) => saidBy(httpOf(face, one), face));

// The same by way of a connection: answers that break off, are no JSON, or say that they are something else.
let text = "";
let headers: Record<string, string> = {};
const server = createServer((request, response) => {
  request.resume();
  const known = request.url?.startsWith("/api/status") ?? false;
  response.writeHead(200, known ? {} : headers);
  response.end(known ? '{"versions":{"TheHive":"4.1.24"}}' : text);
});
let overHttp = real;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  overHttp = hiveHttp(optionsFor(`http://127.0.0.1:${port}`, "4"));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
const kinds = ["application/json", "text/html", "", "application/json; charset=utf-16"];
const kind = fc.constantFrom(...kinds).map((type) => ({ "content-type": type }));
const date = fc.constantFrom<object>({}, { date: "yesterday" }, { "x-total": "-1000" }, { "x-total": "1e9" });
const sent = slipped(fc.array(alert, { maxLength: 3 }).map((rows) => JSON.stringify(rows)));

fuzz("answers over HTTP", 0.02, fc.tuple(sent, kind, date), ([written, type, more]) => {
  text = written;
  headers = { ...type, ...more };
  return saidBy(overHttp, "4");
});
