import { type FileHandle, open } from "node:fs/promises";
import type { Instant } from "../lib/time.ts";
import type { AuditEvent } from "../sla/event.ts";
import { AuditError } from "./audit-error.ts";
import { eventIn } from "./event-in.ts";
import { keptLines, linesFromEnd, linesOf } from "./lines.ts";
import { type Verdict, verify } from "./verify.ts";

/** Which events are wanted; everything without it. */
export interface Filter {
  readonly alertId?: string | undefined;
  /** This instant and later. */
  readonly since?: Instant | undefined;
  readonly events?: ReadonlySet<AuditEvent["event"]> | undefined;
}

export function isWanted(event: AuditEvent, { alertId, since, events }: Filter): boolean {
  if (alertId !== undefined && event.alertId !== alertId) return false;
  if (events !== undefined && !events.has(event.event)) return false;
  return since === undefined || Date.parse(event.at) >= since;
}

/**
 * Reads a trail, oldest first, some events at a time, however long it is.
 *
 * @param onBadLine told of each line that is no event: a torn one, somebody's edit, one without end; it is skipped
 * @throws AuditError when the file cannot be read
 */
export async function* readTrail(
  path: string,
  filter: Filter,
  onBadLine: (line: number) => void = () => {},
): AsyncGenerator<AuditEvent[]> {
  const isOfOthers = ofOthers(filter);
  let number = 0;
  try {
    for await (const lines of linesOf(path)) {
      const wanted: AuditEvent[] = [];
      for (const line of lines) {
        number += 1;
        if (line !== undefined && (line.trim() === "" || isOfOthers(line))) continue;
        const event = parseLine(line);
        if (event === undefined) onBadLine(number);
        else if (isWanted(event, filter)) wanted.push(event);
      }
      if (wanted.length > 0) yield wanted;
    }
  } catch (error) {
    throw new AuditError(path, error);
  }
}

/** Whether a trail in a file is as it was written. @throws AuditError when the file cannot be read */
export async function verifyTrail(path: string): Promise<Verdict> {
  try {
    return await verify(keptLines(path), true);
  } catch (error) {
    throw new AuditError(path, error);
  }
}

/** The latest events first, `limit` at most; reads no more of the file than that takes. @throws AuditError */
export async function latestEvents(path: string, filter: Filter, limit: number): Promise<AuditEvent[]> {
  try {
    const file = await open(path, "r");
    try {
      return await lastOf(file, filter, limit);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new AuditError(path, error);
  }
}

async function lastOf(file: FileHandle, filter: Filter, limit: number): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  const isOfOthers = ofOthers(filter);
  for await (const line of linesFromEnd(file, idIn(filter))) {
    if (events.length >= limit) break;
    const event = line === undefined || isOfOthers(line) ? undefined : parseLine(line);
    if (event === undefined) continue;
    if (filter.since !== undefined && Date.parse(event.at) < filter.since) break;
    if (isWanted(event, filter)) events.push(event);
  }
  return events;
}

/**
 * Whether a line certainly holds nothing that is wanted. Looked at before parsing: in a long trail most lines are about
 * some other alert, or tell something else.
 */
export function ofOthers(filter: Filter): (line: string) => boolean {
  const { events } = filter;
  const id = idIn(filter);
  const named = events && new RegExp(`"event":"(?:${[...events].join("|").replaceAll(".", "\\.")})"`);
  return (line) => (id !== undefined && !line.includes(id)) || named?.test(line) === false;
}

/** The id as it stands in a line. */
function idIn({ alertId }: Filter): string | undefined {
  return alertId === undefined ? undefined : JSON.stringify(alertId);
}

function parseLine(line: string | undefined): AuditEvent | undefined {
  return line === undefined ? undefined : eventIn(line);
}
