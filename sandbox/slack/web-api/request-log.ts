/** One request the app made. */
export interface LoggedRequest {
  /** Instant on the sandbox clock. */
  readonly at: number;
  /** Web API method, `response_url` or `upload`. */
  readonly method: string;
  readonly path: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Which token it carried. */
  readonly token: "bot" | "app" | "unknown" | "none";
  /** HTTP status; 0 when the connection was cut or left hanging. */
  status: number;
  /** The `error` code of a refusal. */
  error: string | undefined;
}

const kept = 5000;

/** The latest requests, oldest first. */
export class RequestLog {
  readonly entries: LoggedRequest[] = [];

  add(entry: LoggedRequest): void {
    this.entries.push(entry);
    // Cut in strides: shifting one by one would copy the list at every request.
    if (this.entries.length > kept * 1.2) this.entries.splice(0, this.entries.length - kept);
  }
}
