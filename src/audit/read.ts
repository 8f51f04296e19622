import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Instant } from "../lib/time.ts";
import { AuditEvent } from "../sla/event.ts";
import { AuditError } from "./audit-error.ts";

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
 * @param onBadLine told of each line that is no event: a torn one, or somebody's edit; it is skipped
 * @throws AuditError when the file cannot be read
 */
export async function* readTrail(
  path: string,
  filter: Filter,
  onBadLine: (line: number) => void = () => {},
): AsyncGenerator<AuditEvent> {
  const input = createReadStream(path, "utf8");
  let number = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number += 1;
      if (line.trim() === "" || isOfAnother(line, filter)) continue;
      const event = parseLine(line);
      if (event === undefined) onBadLine(number);
      else if (isWanted(event, filter)) yield event;
    }
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
    const event = isOfAnother(line, filter) ? undefined : parseLine(line);
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

function parseLine(line: string): AuditEvent | undefined {
  try {
    return AuditEvent.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

const CHUNK = 64 * 1024;

async function* linesFromEnd(file: FileHandle): AsyncGenerator<string> {
  let end = (await file.stat()).size;
  // Bytes, not text: a chunk may begin in the middle of a character.
  let begun = Buffer.alloc(0);
  while (end > 0) {
    const start = Math.max(0, end - CHUNK);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    const bytes = Buffer.concat([buffer.subarray(0, bytesRead), begun]);
    // The first line of a chunk goes on in the chunk before; without a break all of it does.
    const firstBreak = bytes.indexOf(0x0a);
    const whole = start === 0 ? 0 : firstBreak === -1 ? bytes.length : firstBreak + 1;
    begun = bytes.subarray(0, whole);
    yield* bytes.subarray(whole).toString("utf8").split("\n").reverse();
    end = start;
  }
}
