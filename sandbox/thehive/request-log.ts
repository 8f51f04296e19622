import { createFeed } from "./feed.ts";

/** One request as it came and what became of it. Keys and passwords are not kept. */
export interface LoggedRequest {
  at: number;
  method: string;
  /** Without the query string, base path included. */
  path: string;
  query: Readonly<Record<string, string>>;
  organisation: string | undefined;
  body: unknown;
  /** Undefined while it is under way, and when no answer was sent. */
  status: number | undefined;
  faults: readonly string[];
}

export interface RequestLog {
  entries: LoggedRequest[];
  open(entry: LoggedRequest): void;
  /** Tells that the request was answered, or will never be. */
  close(entry: LoggedRequest): void;
  on(listener: (entry: LoggedRequest) => void): () => void;
}

/** Keeps the last `kept` requests, oldest first. */
export function createRequestLog(kept: number): RequestLog {
  const entries: LoggedRequest[] = [];
  const answered = createFeed<LoggedRequest>();
  return {
    entries,
    open: (entry) => {
      entries.push(entry);
      if (entries.length > kept) entries.shift();
    },
    close: (entry) => answered.emit(entry),
    on: answered.on,
  };
}
