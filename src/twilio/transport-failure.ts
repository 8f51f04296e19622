import { CancelError, RequestError, TimeoutError } from "got";
import type { Failure } from "./twilio-error.ts";

const FAILED_TLS = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO|HOSTNAME_MISMATCH)/;
const FAILED_DNS = /^(ENOTFOUND|EAI_)/;

/** How a request that got no whole answer went wrong. `error` is got's, or a deadline of our own. */
export function transportFailure(error: unknown, url: URL): Failure {
  const code = error instanceof RequestError ? error.code : "UNKNOWN";
  if (error instanceof CancelError) return { kind: "unreadable" };
  if (error instanceof RequestError && neverSent(error, url)) return { kind: "not-sent", code };
  if (error instanceof TimeoutError || isTimeUp(error)) return { kind: "late" };
  return { kind: "lost", code };
}

function isTimeUp(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}

// Being sure of this is worth some care: it is what allows to send again at once, without looking first.
function neverSent(error: RequestError, url: URL): boolean {
  if (FAILED_TLS.test(error.code) || FAILED_DNS.test(error.code)) return true;
  const { connect, secureConnect } = error.timings ?? {};
  return connect === undefined || (url.protocol === "https:" && secureConnect === undefined);
}
