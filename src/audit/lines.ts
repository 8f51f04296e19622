import { createReadStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import type { KeptLine } from "./verify.ts";

/** A line longer than this is nobody's event: it is skipped, and never held in memory as a whole. */
export const LONGEST_LINE = 1024 * 1024;

const NEWLINE = 0x0a;
const CHUNK = 64 * 1024;

/** Lines of a file, first line first; undefined stands for one that is too long. @throws Error of the system */
export async function* linesOf(path: string): AsyncGenerator<string | undefined> {
  for await (const { bytes } of keptLines(path)) yield bytes?.toString("utf8");
}

/** The same, byte by byte as they lie there. @throws Error of the system */
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

/** Lines of a file, last line first; undefined stands for one that is too long. @throws Error of the system */
export async function* linesFromEnd(file: FileHandle): AsyncGenerator<string | undefined> {
  const line = lineBuffer();
  let end = (await file.stat()).size;
  while (end > 0) {
    const start = Math.max(0, end - CHUNK);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    let rest = buffer.subarray(0, bytesRead);
    for (let at = rest.lastIndexOf(NEWLINE); at !== -1; at = rest.lastIndexOf(NEWLINE)) {
      line.prepend(rest.subarray(at + 1));
      yield line.take()?.toString("utf8");
      rest = rest.subarray(0, at);
    }
    line.prepend(rest);
    end = start;
  }
  if (!line.isEmpty()) yield line.take()?.toString("utf8");
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
