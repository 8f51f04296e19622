import type { Response } from "got";
import { retryAfter } from "./retry-after.ts";
import { TwilioError } from "./twilio-error.ts";

/** What the SDK gets back from its HTTP client. */
export interface SdkResponse {
  readonly statusCode: number;
  readonly body: unknown;
  readonly headers: unknown;
}

/** An answer that the SDK may see. @throws TwilioError for every answer but a readable 2xx */
export function accepted(response: Response<string>): SdkResponse {
  const { statusCode: status, body, headers } = response;
  const json = parsed(body);
  if (status >= 400) {
    const wait = retryAfter(headers["retry-after"], headers.date);
    throw new TwilioError({
      kind: "refused",
      status,
      ...codeIn(json),
      ...(wait === undefined ? {} : { retryAfter: wait }),
    });
  }
  if (status >= 300) throw new TwilioError({ kind: "redirected", status });
  if (typeof json !== "object" || json === null) throw new TwilioError({ kind: "unreadable" });
  return { statusCode: status, body: json, headers };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeIn(body: unknown): { code?: number } {
  if (typeof body !== "object" || body === null || !("code" in body)) return {};
  return typeof body.code === "number" ? { code: body.code } : {};
}
