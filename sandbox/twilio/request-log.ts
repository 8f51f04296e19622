/** One request as it came in; the secret is never kept. */
export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
  /** The fault it met, if any. */
  readonly fault: string | undefined;
  /** Of the answer; undefined while, or when, there is none. */
  status: number | undefined;
}

const KEPT = 10_000;

/** A log of the latest requests, oldest first. */
export function requestLog() {
  const requests: LoggedRequest[] = [];
  return {
    requests,
    add(request: LoggedRequest): LoggedRequest {
      // Cut in big slices: one by one would move the whole log each time.
      if (requests.length >= 2 * KEPT) requests.splice(0, KEPT);
      requests.push(request);
      return request;
    },
  };
}
