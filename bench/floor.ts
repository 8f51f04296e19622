import { Agent, request } from "node:http";

/*
 * The least that reading a TheHive 5 costs on this machine: the requests of a poll by node:http, their answers
 * parsed and nothing else done. Runs as a process of its own; sends its figures to the parent.
 */

/** CPU, ms. */
export interface Floor {
  /** Every page of the waiting alerts. */
  readonly full: number;
  /** What has changed, and how many wait: median of many. */
  readonly unchanged: number;
}

const PAGE = 500;
const OVERLAP = 20;
const [url = "", key = ""] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });

const listAlert = { _name: "listAlert" };
const open = { _name: "filter", _in: { _field: "stage", _values: ["New", "InProgress"] } };
const since = (at: number) => ({
  _name: "filter",
  _or: ["_createdAt", "_updatedAt"].map((_field) => ({ _gte: { _field, _value: at } })),
});

function ask(query: readonly object[]): Promise<unknown> {
  const body = JSON.stringify({ query, excludeFields: ["description"] });
  const headers = {
    authorization: `Bearer ${key}`,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/api/v1/query`, { method: "POST", agent, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => resolve(JSON.parse(Buffer.concat(parts).toString())));
    });
    asked.on("error", reject).end(body);
  });
}

async function readAll(): Promise<void> {
  for (let from = 0; ; from += PAGE - OVERLAP) {
    const rows = await ask([listAlert, open, { _name: "page", from, to: from + PAGE }]);
    if (!Array.isArray(rows) || rows.length < PAGE) return;
  }
}

async function readChanges(): Promise<void> {
  await ask([listAlert, since(Date.now()), { _name: "page", from: 0, to: PAGE }]);
  await ask([listAlert, open, { _name: "count" }]);
}

async function cpuOf(job: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await job();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function median(times: number, job: () => Promise<void>): Promise<number> {
  const figures: number[] = [];
  for (let round = 0; round < times; round++) figures.push(await cpuOf(job));
  return figures.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
}

const figures: Floor = { full: await median(3, readAll), unchanged: await median(21, readChanges) };
process.send?.({ figures });
process.disconnect();
agent.destroy();
