import { createHash } from "node:crypto";

/** What a line of a chained trail ends with. */
export interface Link {
  /** The hash of the line before; empty at the very beginning. */
  readonly prev: string;
  readonly hash: string;
}

const LINK = /,"prev":"([0-9a-f]{64}|)","hash":"([0-9a-f]{64})"\}$/y;
const PREV = ',"prev":"';
const HEX = 64;
const HASH_AT = -`,"hash":"${"0".repeat(HEX)}"}`.length;

/**
 * Chains lines of JSON objects: each ends with `prev`, the hash of the line before, and `hash`, the SHA-256 of all of
 * the line that stands before it, as 64 hex digits.
 *
 * @param head the hash of the last line there is; empty: none
 * @returns the lines as they are to be kept, and the new head
 */
export function chained(bodies: readonly string[], head: string): { lines: string[]; head: string } {
  let prev = head;
  const lines = bodies.map((body) => {
    const text = `${body.slice(0, -1)},"prev":"${prev}"`;
    prev = hashOf(text);
    return `${text},"hash":"${prev}"}`;
  });
  return { lines, head: prev };
}

/** What a line claims of its place in the chain; undefined: it is no line of a chained trail. */
export function linkOf(line: string): Link | undefined {
  const at = line.lastIndexOf(PREV);
  if (at === -1) return undefined;
  LINK.lastIndex = at;
  const [, prev, hash] = LINK.exec(line) ?? [];
  return prev === undefined || hash === undefined ? undefined : { prev, hash };
}

/**
 * The line as it was before it was chained. Which hashes it claims is not looked at, that is for {@link linkOf}: a
 * report asks a million lines.
 */
export function bodyOf(line: string): string {
  if (!line.startsWith(',"hash":"', line.length + HASH_AT)) return line;
  const at = line.lastIndexOf(PREV);
  const length = line.length + HASH_AT - at - PREV.length - 1;
  return at !== -1 && (length === HEX || length === 0) ? `${line.slice(0, at)}}` : line;
}

/** Whether a line that has a {@link Link} is as it was written, byte by byte. */
export function isIntact(line: Buffer, { hash }: Link): boolean {
  return hashOf(line.subarray(0, HASH_AT)) === hash;
}

function hashOf(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex");
}
