import { AbortError, RequestError } from "got";
import { HiveError } from "../engine/hive-error.ts";
import type { HiveAnswer, HiveRequest } from "./http.ts";

/** What error texts may know of the place we ask. */
export interface Place {
  /** THEHIVE_URL without user, password and query. */
  readonly url: string;
  readonly organisation: string | undefined;
  /** Takes the key out of a text that somebody else wrote. */
  readonly redact: (text: string) => string;
}

const CA_ADVICE = "if a private CA signed it, set THEHIVE_CA_FILE to that CA's certificate";
const NOBODY_THERE = "nothing listens there: is TheHive running, and are host and port right?";
// By error code of Node and OpenSSL.
const NO_CONNECTION: Readonly<Record<string, string>> = {
  ECONNREFUSED: NOBODY_THERE,
  ERR_SOCKET_CLOSED_BEFORE_CONNECTION: NOBODY_THERE,
  ECONNRESET: "the connection was cut before the answer was complete",
  EPIPE: "the connection was cut before the answer was complete",
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: "the connection was cut before the answer was complete",
  ENOTFOUND: "no such host: is the name right, and does DNS work here?",
  EAI_AGAIN: "the host name cannot be looked up: does DNS work here?",
  EHOSTUNREACH: "there is no route to the host: is the network up?",
  ENETUNREACH: "there is no route to the host: is the network up?",
  ETIMEDOUT: "the host does not answer: is a firewall in between?",
  DEPTH_ZERO_SELF_SIGNED_CERT: `its certificate is self-signed; ${CA_ADVICE}`,
  SELF_SIGNED_CERT_IN_CHAIN: `its certificate is not trusted here; ${CA_ADVICE}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `its certificate is not trusted here; ${CA_ADVICE}`,
  UNABLE_TO_GET_ISSUER_CERT: `its certificate is not trusted here; ${CA_ADVICE}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `its certificate is not trusted here; ${CA_ADVICE}`,
  CERT_HAS_EXPIRED: "its certificate has expired: renew it",
  CERT_NOT_YET_VALID: "its certificate is not valid yet: are both clocks right?",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "its certificate is made out to another host: use the name on it in THEHIVE_URL",
  ERR_SSL_WRONG_VERSION_NUMBER: "that port does not speak TLS: use http:// in THEHIVE_URL, or another port",
  EPROTO: "the TLS handshake failed: is that port meant for https?",
  ERR_INVALID_CHAR: "THEHIVE_API_KEY or THEHIVE_ORGANISATION holds characters that no header may carry",
};

/** Words a request that brought no answer. Nothing of the request itself is kept: it carries the key. */
export function unanswered(error: unknown, request: HiveRequest, place: Place): HiveError {
  if (error instanceof HiveError) return error;
  const code = codeOf(error);
  const cause = new Error(code);
  const to = `cannot ${request.doing}: THEHIVE_URL (${place.url})`;
  if (error instanceof AbortError || request.signal?.aborted) {
    return new HiveError("unreachable", `${to} had not answered when we stopped waiting`, { cause });
  }
  if (isTimeout(error)) return tooSlow(request.doing, place);
  if (code.startsWith("HPE_")) {
    return new HiveError("nonsense", `${to} does not speak HTTP: should it be https://?`, { cause });
  }
  const why = NO_CONNECTION[code] ?? `the connection failed (${code})`;
  return new HiveError("unreachable", `${to}: ${why}`, { cause });
}

/** An answer that goes on and on. */
export function tooLarge({ doing }: HiveRequest, { url }: Place, most: number): HiveError {
  const size = `${Math.round(most / 1024 / 1024)} MiB`;
  return new HiveError(
    "nonsense",
    `cannot ${doing}: THEHIVE_URL (${url}) sent more than ${size}: is it TheHive, and does somebody flood it?`,
  );
}

/** Whether one answer or several: we waited as long as we could. */
export function tooSlow(doing: string, { url }: Place): HiveError {
  const message = `cannot ${doing}: THEHIVE_URL (${url}) does not answer in time: is TheHive overloaded?`;
  return new HiveError("unreachable", message);
}

/** Whether somebody of ours stopped waiting because it took too long. */
export function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}

/** Judges an answer: undefined when it is a success with nothing or JSON in it. */
export function problemWith(answer: HiveAnswer, request: HiveRequest, place: Place): HiveError | undefined {
  const { status, content } = answer;
  if (status >= 200 && status < 300 && (content === "json" || content === "empty")) return undefined;
  const to = `cannot ${request.doing}: THEHIVE_URL (${place.url})`;
  const said = saidBy(answer, place);
  if (status === 401)
    return new HiveError("unauthorized", `${to} refuses THEHIVE_API_KEY (401); ${keyAdvice(place)}`);
  if (status === 403)
    return new HiveError("forbidden", `${to} forbids it (403${said}); ${rightsAdvice(request)}`);
  if (status === 520)
    return new HiveError("unreachable", `${to} has no index (520): migrate TheHive's database`);
  if (status >= 500)
    return new HiveError("unreachable", `${to} is in trouble (${status}${said}): see TheHive's own log`);
  if (status === 429) return new HiveError("unreachable", `${to} asks us to slow down (429)`);
  if (status >= 300 && status < 400) return new HiveError("nonsense", redirected(to, answer));
  if (content === "page") {
    return new HiveError("nonsense", `${to} answers with a web page (${status}): is its base path right?`);
  }
  if (status === 404) {
    // TheHive 3 answers an unknown address in plain words, a missing alert in JSON.
    return content === "broken"
      ? new HiveError("nonsense", `${to} has no such address (404): is its base path right?`)
      : new HiveError("not-found", `${to} has no such thing (404${said})`);
  }
  if (status < 300)
    return new HiveError("nonsense", `${to} sent an answer that breaks off or is not JSON (${status})`);
  return new HiveError("refused", `${to} refuses (${status}${said})`);
}

/** An answer that is JSON, but not what was asked for. */
export function unexpected(request: HiveRequest, { url }: Place, expected: string): HiveError {
  return new HiveError(
    "nonsense",
    `cannot ${request.doing}: THEHIVE_URL (${url}) sent something that is not ${expected}`,
  );
}

function redirected(to: string, { location = "elsewhere", status }: HiveAnswer): string {
  return `${to} redirects to ${plain(location)} (${status}): set THEHIVE_URL to where TheHive itself answers`;
}

function keyAdvice({ organisation }: Place): string {
  const member = organisation === undefined ? "" : `, is its user in THEHIVE_ORGANISATION "${organisation}"`;
  return `was it revoked, is its user locked${member}? Create a new key in TheHive and set it`;
}

function rightsAdvice({ permission }: HiveRequest): string {
  if (permission === undefined) return "give the key's user a profile that may read alerts, such as Analyst";
  return `give the key's user the permission ${permission} (profile Analyst has it), and check that TheHive's licence is valid`;
}

// TheHive's words help more than ours, but they are somebody else's: one line, no key.
function saidBy({ body }: HiveAnswer, { redact }: Place): string {
  if (typeof body !== "object" || body === null || !("message" in body)) return "";
  const { message } = body;
  return typeof message === "string" && message !== "" ? `: ${plain(redact(message))}` : "";
}

function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

function codeOf(error: unknown): string {
  // The code of a signal's reason is a number.
  if (error instanceof RequestError && typeof error.code === "string") return error.code;
  // Node 24 ends some requests past got, with an error of its own.
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.name : "unknown";
}
