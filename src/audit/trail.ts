import type { Trail } from "../engine/ports/trail.ts";
import type { AuditEvent } from "../sla/event.ts";
import { AuditError } from "./audit-error.ts";
import { type Filter, isWanted, latestEvents, readTrail } from "./read.ts";
import { TrailFile } from "./trail-file.ts";

/** The trail of this process: appended to, and read back for people. */
export interface OpenTrail extends Trail {
  /** The latest events first, `limit` at most. What went to stdout is known only since the start. */
  history(filter: Filter, limit: number): Promise<AuditEvent[]>;
  /** Oldest first, some at a time, however many there are. @throws AuditError */
  read(filter: Filter): AsyncIterable<readonly AuditEvent[]>;
  close(): Promise<void>;
}

export interface TrailOptions {
  /** Hides secrets in a line before it is kept for ever. */
  readonly redact: (line: string) => string;
  /** Open it all the same where nothing can be written now: appends fail until they can. */
  readonly mayFail?: boolean;
}

/**
 * Opens the trail in a file, made with its folder if it is not there. An append that resolves is on the disk, its
 * lines chained to those before.
 *
 * @throws AuditError when it cannot be written, unless it may fail
 */
export async function openTrail(path: string, { redact, mayFail = false }: TrailOptions): Promise<OpenTrail> {
  const file = new TrailFile(path);
  if (!mayFail) await file.ready();

  async function history(filter: Filter, limit: number): Promise<AuditEvent[]> {
    await file.idle();
    return latestEvents(path, filter, limit).catch((error: unknown) => {
      if (isNotThere(error)) return [];
      throw error;
    });
  }

  async function* read(filter: Filter): AsyncGenerator<AuditEvent[]> {
    await file.idle();
    try {
      yield* readTrail(path, filter);
    } catch (error) {
      if (!isNotThere(error)) throw error;
    }
  }

  return {
    append: (events) => file.append(bodiesOf(events, redact)),
    latest: (limit) => history({}, limit),
    history,
    read,
    close: () => file.close(),
  };
}

/** Removed, or not yet written: then nothing is in it. */
const isNotThere = (error: unknown) => error instanceof AuditError && error.code === "ENOENT";

const REMEMBERED = 2000;

/**
 * The trail on a stream, such as stdout for a platform that gathers it.
 *
 * @param write gives false when nobody listens any more
 */
export function streamTrail(write: (text: string) => unknown, { redact }: TrailOptions): OpenTrail {
  let kept: AuditEvent[] = [];
  const history = (filter: Filter, limit: number) =>
    kept
      .filter((event) => isWanted(event, filter))
      .reverse()
      .slice(0, limit);
  return {
    async append(events) {
      if (events.length === 0) return;
      const lines = bodiesOf(events, redact).map((body) => `${body}\n`);
      if (write(lines.join("")) === false) throw closed();
      kept = [...kept, ...events].slice(-REMEMBERED);
    },
    latest: async (limit) => history({}, limit),
    history: async (filter, limit) => history(filter, limit),
    async *read(filter) {
      yield kept.filter((event) => isWanted(event, filter));
    },
    close: async () => {},
  };
}

const closed = () => new AuditError("on stdout", Object.assign(new Error("closed"), { code: "EPIPE" }));

function bodiesOf(events: readonly AuditEvent[], redact: (line: string) => string): string[] {
  return events.map((event) => redact(JSON.stringify(event)));
}
