import { z } from "zod";
import { Instant } from "../lib/time.ts";
import { Via } from "../sla/model.ts";
import { AlertRecord, DeliveryState } from "../sla/record.ts";
import { inTodaysLayout } from "./layout.ts";
import { recordKey } from "./set-aside.ts";
import { StoreError } from "./store-error.ts";

/** What an export says, line by line. */
export interface Imported {
  /** In the layout of today. */
  readonly entries: readonly (readonly [key: string, value: unknown])[];
  /** Everything that is wrong with it, in the order of its lines; then nothing of it may be used. */
  readonly problems: readonly LineProblem[];
}

interface LineProblem {
  readonly line: number;
  readonly why: string;
}

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

  function add(text: string, line: number): void {
    if (text.trim() === "") return;
    const entry = entryOf(text);
    if (entry === undefined) problems.push({ line, why: NO_ENTRY });
    else if (lineOf.has(entry.key)) {
      problems.push({
        line,
        why: `found ${entry.key} again, expected it once: line ${lineOf.get(entry.key)} has it`,
      });
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
        if (why !== undefined) problems.push({ line: lineOf.get(key) ?? 0, why });
      }
      return { entries: upgraded, problems: problems.toSorted((one, other) => one.line - other.line) };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      problems.push({ line: lineOf.get("meta:version") ?? 0, why: error.message });
      return { entries: [], problems };
    }
  }
  return { add, end };
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

function faultOf(key: string, value: unknown): string | undefined {
  if (key.startsWith(recordKey(""))) {
    const record = AlertRecord.safeParse(value);
    if (!record.success) return `${key}: ${issueOf(record.error)}`;
    return key === recordKey(record.data.alertId) ? undefined : `${key}: found the record of another alert`;
  }
  if (key.startsWith("item:")) {
    const item = Item.safeParse(value);
    if (!item.success) return `${key}: ${issueOf(item.error)}`;
    return key === `item:${item.data.id}` ? undefined : `${key}: found the item of another id`;
  }
  return undefined;
}

function issueOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  return `${where}${issue?.message ?? "not as expected"}`;
}
