import type Twilio from "twilio/lib/rest/Twilio.js";
import type { Page, Phones } from "../engine/ports/phones.ts";
import { twilioClient } from "./client.ts";
import { explain, sendOutcome } from "./failure-outcome.ts";
import { findPage } from "./find.ts";
import { endCall } from "./hang-up.ts";
import type { Sender, TwilioOptions } from "./options.ts";
import { placedCalls } from "./placed-calls.ts";
import { type Progress, progressOutcome } from "./progress.ts";
import { progressOf } from "./reading.ts";
import { placeCall, sendText } from "./send.ts";
import { type Failure, failureOf } from "./twilio-error.ts";

/** Texts and calls through Twilio. Nothing is loaded or asked before the first page. */
export function twilioPhones(options: TwilioOptions): Phones {
  const { log } = options;
  const client = twilioClient(options);
  const placed = placedCalls();
  return {
    methods: methodsOf(options),
    async send(page) {
      const about = { delivery: page.id, via: page.via, to: page.to };
      try {
        const progress = await handOver(await client(), page, options);
        if (page.via === "call") placed.remember(progress.sid, page.id);
        log.info({ ...about, sid: progress.sid, status: progress.status }, "handed to Twilio");
        return progressOutcome(page.via, progress, page.to);
      } catch (error) {
        const failure = failureOf(error);
        const outcome = sendOutcome(page.via, failure, page.to);
        log.warn({ ...about, failure, state: outcome.state }, "not handed to Twilio");
        return outcome;
      }
    },
    async find(page, startedAt, isAnothers = () => false) {
      const others = { isOther: (sid: string) => placed.isOther(sid, page.id) || isAnothers(sid) };
      try {
        const found = await findPage(await client(), page, startedAt, { sender: options, ...others });
        if (page.via === "call" && found !== undefined) placed.remember(found.sid, page.id);
        return found === undefined ? "not-found" : progressOutcome(page.via, found, page.to);
      } catch (error) {
        const failure = failureOf(error);
        log.warn(
          { delivery: page.id, via: page.via, to: page.to, failure },
          "cannot look for a page at Twilio",
        );
        return { state: "unknown", detail: explain(failure) };
      }
    },
    async follow(via, ref) {
      try {
        return progressOutcome(via, await fetched(await client(), via, ref));
      } catch (error) {
        // Twilio took it, and no news is not bad news: saying more would have it sent again.
        log.warn({ via, sid: ref, failure: failureOf(error) }, "cannot ask Twilio how it went on");
        return { state: "sent", ref };
      }
    },
    async hangUp(ref) {
      const failure = await hungUp(client, ref);
      if (failure === undefined) log.info({ via: "call", sid: ref }, "hung up");
      else log.warn({ via: "call", sid: ref, failure }, "cannot hang up: the call may still ring");
    },
  };
}

/** What the senders in the settings are good for: a Messaging Service cannot call, nor can a name or short code. */
function methodsOf({ from, messagingServiceSid }: Sender): ReadonlySet<"sms" | "call"> {
  const texts = from !== undefined || messagingServiceSid !== undefined;
  const calls = from?.startsWith("+") === true;
  return new Set([...(texts ? (["sms"] as const) : []), ...(calls ? (["call"] as const) : [])]);
}

async function handOver(client: Twilio, page: Page, options: TwilioOptions): Promise<Progress> {
  const { from = "", twimletUrl } = options;
  const now = options.clock.now();
  if (page.via === "sms") return sendText(client, page, options, now);
  return placeCall(client, page, { from, twimletUrl, voice: options.voice() }, now);
}

async function fetched(client: Twilio, via: "sms" | "call", ref: string): Promise<Progress> {
  return progressOf(await (via === "sms" ? client.messages(ref).fetch() : client.calls(ref).fetch()));
}

async function hungUp(client: () => Promise<Twilio>, ref: string): Promise<Failure | undefined> {
  try {
    return await endCall(await client(), ref);
  } catch (error) {
    return failureOf(error);
  }
}
