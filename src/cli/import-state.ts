import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { OpenTrail } from "../audit/trail.ts";
import type { Store } from "../engine/ports/store.ts";
import type { AuditEvent } from "../sla/event.ts";
import type { Imported } from "../store/import-lines.ts";
import type { Edge, ExitCode } from "./edge.ts";
import { CommandFailure } from "./failure.ts";
import { type StatePlace, stateAlone } from "./state-place.ts";
import { wholeTrail } from "./whole-trail.ts";

/** Says of which file an import is under way, so that one that broke off can go on. */
const UNDER_WAY = "meta:import";

/**
 * Brings an export into an empty state, since two cannot be made one. Every line is judged before anything is
 * written; an import that broke off is taken up where it was when it is started again with the same file.
 */
export async function importState(file: string, edge: Edge): Promise<ExitCode> {
  const { entries, events, problems, digest } = await judged(file);
  if (problems.length > 0) throw unusable(file, problems);
  const place = await stateAlone(edge);
  try {
    const before = await begun(place, digest, edge);
    if (before === undefined) await place.store.write([...entries, [UNDER_WAY, digest]]);
    const added = place.trail === undefined ? 0 : await addEvents(file, place.trail, before ?? 0);
    if (place.trail === undefined && events > 0)
      edge.err.write(`state: AUDIT_FILE is -, so ${events} events of the audit trail were left out\n`);
    await place.store.write([[UNDER_WAY, undefined]]);
    edge.err.write(`${entries.length} entries and ${added} events imported\n`);
    return 0;
  } finally {
    await place.close();
  }
}

/** @returns how many events are there of an import that broke off; undefined: nothing is there. @throws CommandFailure */
async function begun({ store, trail }: StatePlace, digest: string, edge: Edge): Promise<number | undefined> {
  const underWay = await store.read(UNDER_WAY);
  if (underWay === digest) return trail === undefined ? 0 : countEvents(edge);
  if (underWay !== undefined)
    throw new CommandFailure(1, [
      "an import of another file broke off here: finish that one, or point STATE_URL elsewhere",
    ]);
  if (await holdsAnything(store))
    throw new CommandFailure(1, [
      "the state store is not empty: move it away first, or point STATE_URL elsewhere",
    ]);
  if (trail !== undefined && (await trail.latest(1)).length > 0)
    throw new CommandFailure(1, [
      "the audit trail is not empty: move it away first, or choose another AUDIT_FILE",
    ]);
  return undefined;
}

async function holdsAnything(store: Store): Promise<boolean> {
  return (await store.list("")).some(([key]) => !key.startsWith("meta:"));
}

async function countEvents(edge: Edge): Promise<number> {
  let count = 0;
  for await (const _event of wholeTrail(edge)) count++;
  return count;
}

const EVENTS_AT_ONCE = 1000;

async function addEvents(file: string, trail: OpenTrail, skipped: number): Promise<number> {
  const { eventIn } = await import("../store/import-lines.ts");
  let count = 0;
  let batch: AuditEvent[] = [];
  for await (const text of linesOf(file)) {
    const event = eventIn(text);
    if (event === undefined || ++count <= skipped) continue;
    batch.push(event);
    if (batch.length < EVENTS_AT_ONCE) continue;
    await trail.append(batch);
    batch = [];
  }
  await trail.append(batch);
  return count - skipped;
}

async function judged(file: string): Promise<Imported & { readonly digest: string }> {
  const { importLines } = await import("../store/import-lines.ts");
  const lines = importLines(file);
  const hash = createHash("sha256");
  let number = 0;
  try {
    for await (const text of linesOf(file)) {
      lines.add(text, ++number);
      hash.update(text).update("\n");
    }
  } catch (error) {
    throw new CommandFailure(1, [`${file}: cannot be read`], { cause: error });
  }
  const imported = lines.end();
  if (imported.entries.length + imported.events + imported.problems.length > 0)
    return { ...imported, digest: hash.digest("hex") };
  throw new CommandFailure(1, [`${file}: found no entries, expected what state export wrote`]);
}

function linesOf(file: string) {
  return createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity });
}

const MOST_LINES = 100;

function unusable(file: string, problems: Imported["problems"]): CommandFailure {
  const shown = problems.slice(0, MOST_LINES).map(({ line, why }) => `${file}:${line}: ${why}`);
  const more = problems.length - shown.length;
  return new CommandFailure(1, more === 0 ? shown : [...shown, `${file}: and ${more} more`]);
}
