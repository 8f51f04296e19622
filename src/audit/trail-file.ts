import { type FileHandle, mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { AuditError } from "./audit-error.ts";
import { chained, linkOf } from "./chain.ts";
import { linesFromEnd } from "./lines.ts";

interface Waiting {
  /** JSON objects, a line each. */
  readonly bodies: readonly string[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A file that lines are appended to, each chained to the one before. What is asked for while a write is under way goes out in the next one. */
export class TrailFile {
  readonly #path: string;
  #handle: FileHandle | undefined;
  /** The hash of the last line; undefined: it has to be read. */
  #head: string | undefined;
  #waiting: Waiting[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws AuditError when it cannot be written */
  async ready(): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      throw new AuditError(this.#path, error);
    }
  }

  /** @param bodies JSON objects. @throws AuditError; then nothing of them is there, unless the disk refuses even that */
  append(bodies: readonly string[]): Promise<void> {
    if (bodies.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bodies, resolve, reject });
      if (this.#waiting.length === 1) this.#writing = this.#writing.then(() => this.#writeAll());
    });
  }

  /** Resolves once all is written that was asked for so far. */
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
      const file = await this.#open();
      const { lines, head } = chained(
        batch.flatMap(({ bodies }) => bodies),
        this.#head ?? (await headOf(file)),
      );
      await appendWhole(file, lines.map((line) => `${line}\n`).join(""));
      this.#head = head;
      for (const { resolve } of batch) resolve();
    } catch (error) {
      // Some of it may be there all the same.
      this.#head = undefined;
      for (const { reject } of batch) reject(new AuditError(this.#path, error));
    }
  }

  /** The file under our name: another one since somebody removed it or rotated it away. */
  async #open(): Promise<FileHandle> {
    if (this.#handle !== undefined && (await this.#isCurrent(this.#handle))) return this.#handle;
    // One that cannot even be closed is of no more use.
    await this.#handle?.close().catch(() => {});
    this.#handle = undefined;
    await mkdir(dirname(this.#path), { recursive: true });
    // Reading too, to see how it ends.
    this.#handle = await open(this.#path, "a+", 0o600);
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

/** The hash of the last chained line, if there is one. @throws Error of the system */
async function headOf(file: FileHandle): Promise<string> {
  for await (const line of linesFromEnd(file)) {
    const link = line === undefined ? undefined : linkOf(line);
    if (link !== undefined) return link.hash;
  }
  return "";
}

/** All of it or nothing, on a line of its own. @throws Error of the system */
async function appendWhole(file: FileHandle, text: string): Promise<void> {
  const { size } = await file.stat();
  // The last line may be cut off: by a crash, or by a write of which not even the half could be taken back.
  const start = (await endsInNewline(file, size)) ? "" : "\n";
  try {
    await file.appendFile(start + text);
    await file.datasync();
  } catch (error) {
    // Whoever asked will ask again: half of it must not be there twice.
    await takeBack(file, size).catch(() => {});
    throw error;
  }
}

async function takeBack(file: FileHandle, size: number): Promise<void> {
  // Somebody may have emptied it meanwhile: it is only made shorter.
  if ((await file.stat()).size > size) await file.truncate(size);
}

async function endsInNewline(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return true;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 0 || buffer[0] === 0x0a;
}
