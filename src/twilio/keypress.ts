import got from "got";
import { KEY_DOCUMENT } from "../config/key-document.ts";
import { agentsFor, type ProxySettings } from "../lib/proxy.ts";
import { repeat } from "../lib/repeat.ts";
import { after, type Clock, hours, type Instant, minutes, seconds, systemClock } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import type { TwilioOptions } from "./options.ts";

// Nothing else may stand in it: whoever changes the document would change what our callers hear.
const DOCUMENT =
  /^(?:<\?xml[^<>]*\?> ?)?<Response> ?<Enqueue(?: [\w-]+=(?:"[^"<]*"|'[^'<]*'))* ?> ?sla-monitor ?<\/Enqueue> ?<\/Response>$/;
const ANSWERS_WITHIN = seconds(10);
const LONGEST = 10_000;
const LOOKED_AT_EVERY = hours(1);
const TRIED_AGAIN_AFTER = minutes(5);

export interface KeyDocument {
  readonly url: string;
  readonly proxy?: ProxySettings | undefined;
}

/** Why a key cannot be offered: undefined when the document answers as it should. Never throws. */
export async function keyProblem({ url, proxy }: KeyDocument): Promise<string | undefined> {
  try {
    const answer = await within(systemClock, ANSWERS_WITHIN, async (signal) => {
      const request = got(url, {
        ...{ agent: agentsFor(url, proxy, { keepAlive: false }), signal, retry: { limit: 0 } },
        throwHttpErrors: false,
      });
      request.on("downloadProgress", ({ transferred }) => {
        if (transferred > LONGEST) request.cancel();
      });
      return request;
    });
    if (answer.statusCode !== 200) return `its address answers with HTTP ${answer.statusCode}`;
    return DOCUMENT.test(answer.body.replace(/\s+/g, " ").trim())
      ? undefined
      : `its address answers with something else than ${KEY_DOCUMENT}`;
  } catch {
    return "its address does not answer";
  }
}

/** Whether a key can be offered. */
export interface Keypress {
  isOffered(): boolean;
  /** Looks at once, and each hour. */
  watch(signal: AbortSignal): void;
}

/** Looks after the document behind a key. */
export function keypress(
  document: KeyDocument,
  { clock, log }: { readonly clock: Clock; readonly log: TwilioOptions["log"] },
): Keypress {
  let problem: string | undefined = "not looked at yet";
  let nextLook: Instant | undefined;

  async function look(): Promise<void> {
    const before = problem;
    problem = await keyProblem(document);
    nextLook = after(clock.now(), problem === undefined ? LOOKED_AT_EVERY : TRIED_AGAIN_AFTER);
    if (problem === before) return;
    if (problem === undefined) log.info({}, "calls offer a key");
    else log.warn({ why: problem }, "calls offer no key: see TWILIO_KEYPRESS_URL");
  }

  return {
    isOffered: () => problem === undefined,
    watch(signal) {
      const onError = (error: unknown) =>
        log.error({ err: error }, "the look at TWILIO_KEYPRESS_URL stumbled");
      repeat(look, { clock, next: () => nextLook, onError, signal }).wake();
    },
  };
}
