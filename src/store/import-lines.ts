import { z } from "zod";
import { oneLine } from "../lib/terminal.ts";
import { Instant } from "../lib/time.ts";
import { AuditEvent } from "../sla/event.ts";
import { Via } from "../sla/model.ts";
import { AlertRecord, DeliveryState } from "../sla/record.ts";
import { inTodaysLayout } from "./layout.ts";
import { recordKey } from "./set-aside.ts";
import { StoreError } from "./store-error.ts";

/** What an export says, line by line. */
export interface Imported {
  /** How many lines are events of the trail: counted only, since there may be a million. */
  readonly events: number;
  /** In the layout of today. */
  readonly entries: readonly (readonly [key: string, value: unknown])[];
  /** Everything that is wrong with it, in the order of its lines; then nothing of it may be used. */
  readonly problems: readonly LineProblem[];
}

interface LineProblem {
  readonly line: number;
  readonly why: string;
}

/** An event of the audit trail. */
const EventLine = z.strictObject({ event: AuditEvent });

/** An entry of the store, as it is. */
const Line = z.strictObject({ key: z.string().min(1), value: z.unknown() });

const Item = z.looseObject({
  version: z.literal(1),
  id: z.string().min(1),
  about: z.looseObject({ kind: z.string() }),
  via: Via,
  to: z.string(),
  attempt: z.number().int().positive(),
  state: DeliveryState,
  at: Instant,
  tries: z.number().int().nonnegative(),
});

const NO_ENTRY = 'found no entry, expected a line such as {"key":…,"value":…} as state export writes it';

const LONGEST_SHOWN = 1000;
const LONGEST_KEY_SHOWN = 200;
// What is read with ease may be too deep to be written.
const MOST_LEVELS = 100;

/**
 * Takes the lines of an export in, and judges every one before anything is written.
 *
 * @param path of the state, named when another version wrote the lines
 * @returns takes a line, and judges them all at the end
 */
export function importLines(path: string) {
  const problems: LineProblem[] = [];
  const entries = new Map<string, unknown>();
  const lineOf = new Map<string, number>();
  let events = 0;

  // Its words may be the file's own.
  function refuse(line: number, why: string): void {
    problems.push({ line, why: oneLine(why.slice(0, LONGEST_SHOWN)) });
  }

  function add(text: string, line: number): void {
    if (text.trim() === "") return;
    if (eventIn(text) !== undefined) {
      events++;
      return;
    }
    const entry = entryOf(text);
    const first = entry === undefined ? undefined : lineOf.get(entry.key);
    if (entry === undefined) refuse(line, NO_ENTRY);
    else if (first !== undefined) {
      refuse(line, `found ${keyShown(entry.key)} again, expected it once: line ${first} has it`);
    } else {
      lineOf.set(entry.key, line);
      entries.set(entry.key, entry.value);
    }
  }

  function end(): Imported {
    try {
      const upgraded = inTodaysLayout([...entries], path);
      for (const [key, value] of upgraded) {
        const why = faultOf(key, value);
        if (why !== undefined) refuse(lineOf.get(key) ?? 0, `${keyShown(key)}: ${why}`);
      }
      const inOrder = problems.toSorted((one, other) => one.line - other.line);
      return { entries: upgraded, events, problems: inOrder };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      refuse(lineOf.get("meta:version") ?? 0, error.message);
      return { entries: [], events, problems };
    }
  }
  return { add, end };
}

/** The event of the trail that a line holds, if it is one. */
export function eventIn(text: string): AuditEvent | undefined {
  if (!text.startsWith('{"event":')) return undefined;
  try {
    return EventLine.safeParse(JSON.parse(text)).data?.event;
  } catch {
    return undefined;
  }
}

function entryOf(text: string): z.infer<typeof Line> | undefined {
  try {
    const entry = Line.safeParse(JSON.parse(text)).data;
    // JSON knows no undefined: there was no value.
    return entry?.value === undefined ? undefined : entry;
  } catch {
    return undefined;
  }
}

function keyShown(key: string): string {
  return key.slice(0, LONGEST_KEY_SHOWN);
}

/** Whether it holds more than so many levels of lists and objects. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function faultOf(key: string, value: unknown): string | undefined {
  if (isDeeper(value, MOST_LEVELS))
    return `found more than ${MOST_LEVELS} levels, expected what state export writes`;
  if (key.startsWith(recordKey(""))) {
    const record = AlertRecord.safeParse(value);
    if (!record.success) return issueOf(record.error);
    return key === recordKey(record.data.alertId) ? undefined : "found the record of another alert";
  }
  if (key.startsWith("item:")) {
    const item = Item.safeParse(value);
    if (!item.success) return issueOf(item.error);
    return key === `item:${item.data.id}` ? undefined : "found the item of another id";
  }
  return undefined;
}

function issueOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  return `${where}${issue?.message ?? "not as expected"}`;
}
