import { type FileHandle, mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Trail } from "../engine/ports.ts";
import type { AuditEvent } from "../sla/event.ts";
import { AuditError } from "./audit-error.ts";
import { type Filter, isWanted, latestEvents } from "./read.ts";

/** The trail of this process: appended to, and read back for people. */
export interface OpenTrail extends Trail {
  /** The latest events first, `limit` at most. What went to stdout is known only since the start. */
  history(filter: Filter, limit: number): Promise<AuditEvent[]>;
  close(): Promise<void>;
}

export interface TrailOptions {
  /** Hides secrets in a line before it is kept for ever. */
  readonly redact: (line: string) => string;
}

/**
 * Opens the trail in a file, made with its folder if it is not there. An append that resolves is on the disk.
 *
 * @throws AuditError when it cannot be written
 */
export async function openTrail(path: string, { redact }: TrailOptions): Promise<OpenTrail> {
  const file = new TrailFile(path);
  await file.ready();
  return {
    append: (events) => file.append(linesOf(events, redact)),
    history: async (filter, limit) => {
      await file.idle();
      return latestEvents(path, filter, limit);
    },
    close: () => file.close(),
  };
}

const REMEMBERED = 2000;

/** The trail on a stream, such as stdout for a platform that gathers it. */
export function streamTrail(write: (text: string) => void, { redact }: TrailOptions): OpenTrail {
  let latest: AuditEvent[] = [];
  return {
    async append(events) {
      if (events.length === 0) return;
      write(linesOf(events, redact));
      latest = [...latest, ...events].slice(-REMEMBERED);
    },
    history: async (filter, limit) =>
      latest
        .filter((event) => isWanted(event, filter))
        .reverse()
        .slice(0, limit),
    close: async () => {},
  };
}

function linesOf(events: readonly AuditEvent[], redact: (line: string) => string): string {
  return events.map((event) => `${redact(JSON.stringify(event))}\n`).join("");
}

/** A file that lines are appended to. What is asked for while a write is under way goes out in the next one. */
class TrailFile {
  readonly #path: string;
  #handle: FileHandle | undefined;
  #waiting: { text: string; settle: { resolve: () => void; reject: (error: unknown) => void } }[] = [];
  #writing: Promise<void> = Promise.resolve();
  /** The last line may be cut off: by a crash, or by a write that failed half way. */
  #torn: boolean;

  constructor(path: string) {
    this.#path = path;
    this.#torn = true;
  }

  async ready(): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      throw new AuditError(this.#path, error);
    }
  }

  append(text: string): Promise<void> {
    if (text === "") return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text, settle: { resolve, reject } });
      if (this.#waiting.length === 1) this.#writing = this.#writing.then(() => this.#writeAll());
    });
  }

  async idle(): Promise<void> {
    await this.#writing;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async #writeAll(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    try {
      const handle = await this.#open();
      const text = batch.map((entry) => entry.text).join("");
      const start = this.#torn ? "\n" : "";
      this.#torn = true;
      await handle.appendFile(start + text);
      await handle.datasync();
      this.#torn = false;
      for (const { settle } of batch) settle.resolve();
    } catch (error) {
      for (const { settle } of batch) settle.reject(new AuditError(this.#path, error));
    }
  }

  /** The file under our name: another one since somebody rotated it away. */
  async #open(): Promise<FileHandle> {
    if (this.#handle !== undefined && (await this.#isCurrent(this.#handle))) return this.#handle;
    await this.#handle?.close();
    this.#handle = undefined;
    await mkdir(dirname(this.#path), { recursive: true });
    // Reading too, to see how it ends.
    this.#handle = await open(this.#path, "a+", 0o640);
    this.#torn = !(await endsInNewline(this.#handle));
    return this.#handle;
  }

  async #isCurrent(handle: FileHandle): Promise<boolean> {
    try {
      const [ours, named] = await Promise.all([handle.stat(), stat(this.#path)]);
      return ours.ino === named.ino && ours.dev === named.dev;
    } catch {
      return false;
    }
  }
}

async function endsInNewline(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return true;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a;
}
