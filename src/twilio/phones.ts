import type Twilio from "twilio/lib/rest/Twilio.js";
import type { Outcome } from "../engine/ports/outcome.ts";
import type { Inbound, Page, Phones } from "../engine/ports/phones.ts";
import type { Instant } from "../lib/time.ts";
import { canBeRepliedTo, methodsOf } from "./abilities.ts";
import { twilioClient } from "./client.ts";
import { sendOutcome, whyOf } from "./failure-outcome.ts";
import { findPage } from "./find.ts";
import { cancelCall, endCall } from "./hang-up.ts";
import { receivedSince } from "./inbox.ts";
import { keypress } from "./keypress.ts";
import { keyLook, quietly } from "./keys.ts";
import type { TwilioOptions } from "./options.ts";
import { placedCalls } from "./placed-calls.ts";
import { type Progress, progressOutcome } from "./progress.ts";
import { progressOf } from "./reading.ts";
import { placeCall, sendText, wordsOf } from "./send.ts";
import { type Failure, failureOf } from "./twilio-error.ts";
import { speechAbout } from "./words/speech.ts";

export interface TwilioPhones extends Phones {
  /** Looks after what keys depend on, until the signal aborts; before that calls offer none. */
  watch(signal: AbortSignal): void;
}

/** Texts and calls through Twilio. Nothing is loaded or asked before the first page. */
export function twilioPhones(options: TwilioOptions): TwilioPhones {
  const { log, keypressUrl, proxy } = options;
  const client = twilioClient(options);
  const placed = placedCalls();
  const keys = keypressUrl === undefined ? undefined : keypress({ url: keypressUrl, proxy }, options);
  const wasKeyPressed = quietly(keyLook(client), (failure) => log.warn({ failure }, "cannot ask for keys"));
  const keyFor = () => (keys?.isOffered() === true ? keypressUrl : undefined);

  async function lineOf(call: Progress): Promise<Outcome> {
    const outcome = progressOutcome("call", call);
    if (keys === undefined || call.status !== "in-progress" || outcome.state !== "sent") return outcome;
    if (await wasKeyPressed(call.sid)) return { ...outcome, line: "key" };
    return { line: "taken", ...outcome };
  }

  return {
    watch: (signal) => keys?.watch(signal),
    methods: methodsOf(options),
    async ready(via) {
      // What cannot be loaded is told by the send.
      await Promise.all([client(), via === "call" ? import("./words/twiml.ts") : undefined]).catch(() => {});
    },
    async send(page) {
      const about = { delivery: page.id, via: page.via, to: page.to };
      try {
        const progress = await handOver(await client(), page, { ...options, keyUrl: keyFor() });
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
    async find(page, startedAt, isAnothers = () => false, ledSince) {
      const others = { isOther: (sid: string) => placed.isOther(sid, page.id) || isAnothers(sid) };
      try {
        const found = await findPage(await client(), page, startedAt, {
          sender: options,
          ledSince,
          ...others,
        });
        if (page.via === "call" && found !== undefined) placed.remember(found.sid, page.id);
        return found === undefined ? "not-found" : progressOutcome(page.via, found, page.to);
      } catch (error) {
        const failure = failureOf(error);
        log.warn(
          { delivery: page.id, via: page.via, to: page.to, failure },
          "cannot look for a page at Twilio",
        );
        return { state: "unknown", ...whyOf(failure) };
      }
    },
    async follow(via, ref) {
      try {
        const progress = await fetched(await client(), via, ref);
        return via === "call" ? await lineOf(progress) : progressOutcome(via, progress);
      } catch (error) {
        // Twilio took it, and no news is not bad news: saying more would have it sent again.
        log.warn({ via, sid: ref, failure: failureOf(error) }, "cannot ask Twilio how it went on");
        return { state: "sent", ref };
      }
    },
    async answer(ref, words, zone) {
      try {
        const { twimlFor } = await import("./words/twiml.ts");
        const voice = options.voice();
        const speech = speechAbout(words, options.clock.now(), { language: wordsOf(voice), zone });
        const twiml = twimlFor(speech, { ...voice, repeat: 1 });
        await (await client()).calls(ref).update({ twiml });
        return true;
      } catch (error) {
        log.warn({ via: "call", sid: ref, failure: failureOf(error) }, "cannot answer a key");
        return false;
      }
    },
    ...(canBeRepliedTo(options) ? { inbox: (since: Instant) => inboxOf(client, since, options) } : {}),
    async hangUp(ref) {
      const failure = await hungUp(client, ref);
      if (failure === undefined) log.info({ via: "call", sid: ref }, "hung up");
      else log.warn({ via: "call", sid: ref, failure }, "cannot hang up: the call may still ring");
    },
    async cancel(ref) {
      try {
        const isCancelled = await cancelCall(await client(), ref);
        log.info({ via: "call", sid: ref }, isCancelled ? "cancelled" : "not cancelled: taken, or over");
        return isCancelled;
      } catch (error) {
        log.warn({ via: "call", sid: ref, failure: failureOf(error) }, "cannot cancel: it may still ring");
        return false;
      }
    },
  };
}

async function inboxOf(
  client: () => Promise<Twilio>,
  since: Instant,
  options: TwilioOptions,
): Promise<readonly Inbound[] | undefined> {
  try {
    return await receivedSince(await client(), since, options);
  } catch (error) {
    options.log.warn({ failure: failureOf(error) }, "cannot look for replies");
    return undefined;
  }
}

async function handOver(
  client: Twilio,
  page: Page,
  options: TwilioOptions & { readonly keyUrl: string | undefined },
): Promise<Progress> {
  const { from = "", twimletUrl, keyUrl } = options;
  const now = options.clock.now();
  if (page.via === "sms") return sendText(client, page, options, now);
  return placeCall(client, page, { from, twimletUrl, keyUrl, voice: options.voice() }, now);
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
