/** The proxy failed, not who is behind it. The message is one line for people, without the proxy's password. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
  /** The system's code where there is one, such as ECONNREFUSED. */
  readonly code: string;

  constructor(proxyUrl: string, why: string, code: string) {
    super(`the proxy at ${new URL(proxyUrl).host} ${why}: check HTTPS_PROXY and NO_PROXY`);
    this.code = code;
  }
}

const REFUSALS: Readonly<Record<string, string>> = {
  "407": "wants other credentials (407)",
  "403": "does not let us through (403)",
  "502": "does not reach the other side (502)",
  "503": "does not reach the other side (503)",
  "504": "got no answer from the other side (504)",
};

const FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses the connection (ECONNREFUSED)",
  ENOTFOUND: "has a name that nobody knows (ENOTFOUND)",
  EAI_AGAIN: "has a name that cannot be looked up (EAI_AGAIN)",
  ETIMEDOUT: "does not answer (ETIMEDOUT)",
  UND_ERR_CONNECT_TIMEOUT: "does not answer (UND_ERR_CONNECT_TIMEOUT)",
  UND_ERR_HEADERS_TIMEOUT: "does not answer in time (UND_ERR_HEADERS_TIMEOUT)",
  EHOSTUNREACH: "cannot be reached (EHOSTUNREACH)",
  ENETUNREACH: "cannot be reached (ENETUNREACH)",
};

/**
 * What kept the tunnel from being made.
 *
 * @param error a system error, or hpagent's `Bad response: 407` or `Proxy timeout`
 */
export function proxyError(proxyUrl: string, error: unknown): ProxyError {
  const [, status] = /^Bad response: (\d{3})/.exec(messageOf(error)) ?? [];
  if (status !== undefined) {
    const why = REFUSALS[status] ?? `answers ${status} instead of letting us through`;
    return new ProxyError(proxyUrl, why, `ERR_PROXY_${status}`);
  }
  if (messageOf(error) === "Proxy timeout") return proxyIsLate(proxyUrl);
  const code = codeOf(error);
  return new ProxyError(proxyUrl, FAILURES[code] ?? `fails (${code})`, code);
}

/** It said nothing for as long as it may. */
export function proxyIsLate(proxyUrl: string): ProxyError {
  return new ProxyError(proxyUrl, "does not answer in time", "ETIMEDOUT");
}

/** The proxy's failure among the causes of an error, if it was the proxy. */
export function proxyFailureIn(error: unknown): ProxyError | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = causeOf(at), depth++) {
    if (at instanceof ProxyError) return at;
  }
  return undefined;
}

// The Slack SDK keeps what it caught as `original`.
function causeOf(error: Error): unknown {
  return error.cause ?? ("original" in error ? error.original : undefined);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "no code";
}
