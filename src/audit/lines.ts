import { createReadStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import type { KeptLine } from "./verify.ts";

/** A line longer than this is nobody's event: it is skipped, and never held in memory as a whole. */
export const LONGEST_LINE = 1024 * 1024;

const NEWLINE = 0x0a;
const CHUNK = 64 * 1024;
/** Less than a line may be long: all but the first in it are short enough. */
const PAGE = 256 * 1024;

/**
 * Lines of a file, first line first, as many at a time as are read at once; undefined stands for one that is too long.
 *
 * @throws Error of the system
 */
export async function* linesOf(path: string): AsyncGenerator<(string | undefined)[]> {
  const line = lineBuffer();
  for await (const chunk of createReadStream(path, { highWaterMark: PAGE })) {
    const bytes: Buffer = chunk;
    const [first, last] = [bytes.indexOf(NEWLINE), bytes.lastIndexOf(NEWLINE)];
    if (first === -1) {
      line.append(bytes);
      continue;
    }
    line.append(bytes.subarray(0, first));
    const begun = line.take()?.toString("utf8");
    // Decoded at once: a million times one line takes three times as long.
    yield first === last ? [begun] : [begun, ...bytes.toString("utf8", first + 1, last).split("\n")];
    line.append(bytes.subarray(last + 1));
  }
  if (!line.isEmpty()) yield [line.take()?.toString("utf8")];
}

/** Lines of a file, first line first, byte by byte as they lie there. @throws Error of the system */
export async function* keptLines(path: string): AsyncGenerator<KeptLine> {
  const line = lineBuffer();
  let number = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    let rest: Buffer = chunk;
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      line.append(rest.subarray(0, end));
      yield { number: ++number, bytes: line.take(), isEnded: true };
      rest = rest.subarray(end + 1);
    }
    line.append(rest);
  }
  if (!line.isEmpty()) yield { number: ++number, bytes: line.take(), isEnded: false };
}

/**
 * Lines of a file, last line first; undefined stands for one that is too long.
 *
 * @param holding lines without this text may be left out: a long file is searched faster than it is cut into lines
 * @throws Error of the system
 */
export async function* linesFromEnd(file: FileHandle, holding?: string): AsyncGenerator<string | undefined> {
  const line = lineBuffer();
  for await (const piece of piecesFromEnd(file)) {
    let rest = piece;
    const last = rest.lastIndexOf(NEWLINE);
    if (last !== -1) {
      line.prepend(rest.subarray(last + 1));
      yield line.take()?.toString("utf8");
      rest = rest.subarray(0, last);
      const first = rest.indexOf(NEWLINE);
      const isSkipped = holding !== undefined && first !== -1 && !rest.includes(holding);
      if (isSkipped) rest = rest.subarray(0, first);
      for (let at = rest.lastIndexOf(NEWLINE); at !== -1; at = rest.lastIndexOf(NEWLINE)) {
        yield rest.subarray(at + 1).toString("utf8");
        rest = rest.subarray(0, at);
      }
    }
    // The piece's memory is used again.
    line.prepend(Buffer.from(rest));
  }
  if (!line.isEmpty()) yield line.take()?.toString("utf8");
}

/** Pieces of a file, the last one first; the next is read while one is looked at, into the memory of the one before. */
async function* piecesFromEnd(file: FileHandle): AsyncGenerator<Buffer> {
  let [spare, other] = [Buffer.alloc(0), Buffer.alloc(0)];

  async function read(start: number, end: number): Promise<Buffer> {
    const into = spare.length < end - start ? Buffer.allocUnsafe(end - start) : spare;
    [spare, other] = [other, into];
    const { bytesRead } = await file.read(into, 0, end - start, start);
    return into.subarray(0, bytesRead);
  }

  const { size: whole } = await file.stat();
  // The last lines are wanted most; whoever wants more wants many.
  let size = CHUNK;
  let start = Math.max(0, whole - size);
  let ahead = whole === 0 ? undefined : read(start, whole);
  while (ahead !== undefined) {
    const piece = await ahead;
    const end = start;
    size = Math.min(2 * size, LONGEST_LINE);
    start = Math.max(0, end - size);
    ahead = end === 0 ? undefined : read(start, end);
    // Whoever has seen enough hears nothing of it.
    ahead?.catch(() => {});
    yield piece;
  }
}

/** Pieces of one line. Bytes, not text: a chunk may begin in the middle of a character. */
function lineBuffer() {
  let pieces: Buffer[] = [];
  let length = 0;

  function add(piece: Buffer, put: (piece: Buffer) => void): void {
    length += piece.length;
    if (length > LONGEST_LINE) pieces = [];
    else put(piece);
  }

  return {
    append: (piece: Buffer) => add(piece, (one) => pieces.push(one)),
    prepend: (piece: Buffer) => add(piece, (one) => pieces.unshift(one)),
    isEmpty: () => length === 0,
    take(): Buffer | undefined {
      const bytes = length > LONGEST_LINE ? undefined : Buffer.concat(pieces);
      [pieces, length] = [[], 0];
      return bytes;
    },
  };
}
