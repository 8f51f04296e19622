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
}

export function isWanted(event: AuditEvent, { alertId, since }: Filter): boolean {
  if (alertId !== undefined && event.alertId !== alertId) return false;
  return since === undefined || Date.parse(event.at) >= since;
}

/**
 * Reads a trail, oldest first, however long it is.
 *
 * @param onBadLine told of each line that is no event: a torn one, somebody's edit, one without end; it is skipped
 * @throws AuditError when the file cannot be read
 */
export async function* readTrail(
  path: string,
  filter: Filter,
  onBadLine: (line: number) => void = () => {},
): AsyncGenerator<AuditEvent> {
  let number = 0;
  try {
    for await (const line of linesOf(path)) {
      number += 1;
      if (line !== undefined && (line.trim() === "" || isOfAnother(line, filter))) continue;
      const event = parseLine(line);
      if (event === undefined) onBadLine(number);
      else if (isWanted(event, filter)) yield event;
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
  for await (const line of linesFromEnd(file)) {
    if (events.length >= limit) break;
    const event = line === undefined || isOfAnother(line, filter) ? undefined : parseLine(line);
    if (event === undefined) continue;
    if (filter.since !== undefined && Date.parse(event.at) < filter.since) break;
    if (isWanted(event, filter)) events.push(event);
  }
  return events;
}

// Looked at before parsing: in a long trail nearly every line is about some other alert.
function isOfAnother(line: string, { alertId }: Filter): boolean {
  return alertId !== undefined && !line.includes(JSON.stringify(alertId));
}

function parseLine(line: string | undefined): AuditEvent | undefined {
  return line === undefined ? undefined : eventIn(line);
}
