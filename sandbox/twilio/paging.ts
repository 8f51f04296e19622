import { RestError } from "./errors.ts";

const DEFAULT_SIZE = 50;
const LARGEST = 1000;
const TOKEN = /^PA[A-Z]{2}([0-9a-f]{32})$/;

interface Listed {
  readonly sid: string;
  readonly seq: number;
}

/** What to list, and how. */
export interface Listing<T> {
  /** The records, oldest first. */
  readonly records: readonly T[];
  readonly matches: (record: T) => boolean;
  readonly toJson: (record: T) => unknown;
  /** The field that holds the records. */
  readonly field: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/**
 * One page of a list, newest first. A page token names the last record seen, so new records do not
 * shift the pages behind; filters travel in the next page's address.
 *
 * @throws RestError 20001 on a page size or token Twilio never gave
 */
export function pageOf<T extends Listed>({ records, matches, toJson, field, path, query }: Listing<T>) {
  const size = pageSize(query);
  const page = Number(query.get("Page") ?? 0);
  const found: T[] = [];
  let index = startIndex(records, query.get("PageToken"));
  for (; index >= 0 && found.length <= size; index -= 1) {
    const record = records[index];
    if (record !== undefined && matches(record)) found.push(record);
  }
  const shown = found.slice(0, size);
  const last = shown.at(-1);
  const more = found.length > size && last !== undefined;
  return {
    [field]: shown.map(toJson),
    page,
    page_size: size,
    start: page * size,
    end: page * size + Math.max(0, shown.length - 1),
    uri: `${path}${query.size > 0 ? `?${query}` : ""}`,
    first_page_uri: address(path, query, size, 0),
    previous_page_uri: null,
    next_page_uri: more ? address(path, query, size, page + 1, last.sid) : null,
  };
}

function pageSize(query: URLSearchParams): number {
  const asked = query.get("PageSize") ?? String(DEFAULT_SIZE);
  const size = /^\d{1,6}$/.test(asked) ? Number(asked) : 0;
  if (size < 1 || size > LARGEST)
    throw new RestError(20001, `Page size ${asked} is not between 1 and ${LARGEST}`);
  return size;
}

// The records are in order of `seq`: a binary search finds the first one older than the token's.
function startIndex(records: readonly Listed[], token: string | null): number {
  if (token === null) return records.length - 1;
  const digits = TOKEN.exec(token)?.[1];
  if (digits === undefined) throw new RestError(20001, `Unknown page token ${token}`);
  const before = Number.parseInt(digits, 16);
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle]?.seq ?? 0) < before) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function address(path: string, query: URLSearchParams, size: number, page: number, lastSid?: string): string {
  const next = new URLSearchParams(query);
  next.set("PageSize", String(size));
  next.set("Page", String(page));
  next.delete("PageToken");
  if (lastSid !== undefined) next.set("PageToken", `PA${lastSid}`);
  return `${path}?${next}`;
}
