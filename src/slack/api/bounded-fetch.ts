import type { WebClientOptions } from "@slack/web-api";
import { type Clock, type Duration, seconds } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";

/** As the SDK wants it. */
type SdkFetch = NonNullable<WebClientOptions["fetch"]>;

/** The platform's fetch or another of its kind. */
export type Fetch = (url: string | URL, init: NonNullable<Parameters<SdkFetch>[1]>) => Promise<Answer>;

/** As much of a response as all kinds of fetch have. */
interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Iterable<[string, string]>;
  readonly body: { getReader(): Reader } | null;
}

interface Reader {
  read(): Promise<{ done: boolean; value?: Uint8Array<ArrayBuffer> | undefined }>;
  cancel(): Promise<void>;
}

/** A call that takes longer is given up: what it was to do must not wait for ever. */
export const PATIENCE = seconds(10);

// A page of a thousand channels is a few hundred kilobytes; what has no end is no answer of Slack's.
const LONGEST_ANSWER = 20_000_000;

/**
 * A fetch whose answers are whole: the time is up for headers and body together, by a timer that we hold. The
 * platform's own signal may be lost to the garbage collector once the headers are there, and a body that stops
 * then would be waited for without end.
 */
export function boundedFetch(clock: Clock, patience: Duration, fetch: Fetch): SdkFetch {
  return (url, init = {}) =>
    within(clock, patience, async (signal) => {
      const response = await fetch(url, { ...init, signal });
      const body = await wholeBody(response, signal);
      const { status, statusText, headers } = response;
      return new Response(isBodiless(status) ? null : body, { status, statusText, headers: [...headers] });
    });
}

/** @throws when the answer is too long, or cut short */
async function wholeBody(response: Answer, signal: AbortSignal): Promise<Blob> {
  const reader = response.body?.getReader();
  if (reader === undefined) return new Blob([]);
  // Cancelling ends the connection, whether or not fetch still listens to the signal.
  const cancel = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", cancel, { once: true });
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let part = await reader.read(); part.value !== undefined; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
    if (length > LONGEST_ANSWER) {
      cancel();
      throw new RangeError("the answer has no end");
    }
  }
  signal.removeEventListener("abort", cancel);
  signal.throwIfAborted();
  return new Blob(parts);
}

function isBodiless(status: number): boolean {
  return status === 101 || status === 204 || status === 205 || status === 304;
}
