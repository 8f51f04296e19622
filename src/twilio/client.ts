import { setImmediate } from "node:timers/promises";
import type RequestClient from "twilio/lib/base/RequestClient.js";
import type Twilio from "twilio/lib/rest/Twilio.js";
import { twilioHttp } from "./http.ts";
import type { TwilioAccount } from "./options.ts";
import { TwilioError } from "./twilio-error.ts";

/**
 * The SDK's client for an account, loaded at first use: it takes some 20 MB, for nothing where Twilio is off.
 *
 * @throws TwilioError "unusable" when the client cannot be set up; its requests throw TwilioError only
 */
export function twilioClient(account: TwilioAccount): () => Promise<Twilio> {
  let loading: Promise<Twilio> | undefined;
  return () => {
    loading ??= load(account);
    return loading;
  };
}

async function load(account: TwilioAccount): Promise<Twilio> {
  try {
    const { Client, carrierPrototype } = await sdk();
    const { username, password, accountSid } = account;
    // Empty rather than absent: the SDK would take what is missing from TWILIO_* variables.
    const explicit = { region: "", edge: "", logLevel: "", env: {} };
    const httpClient = carrier(carrierPrototype, account);
    return new Client(username, password, { accountSid, httpClient, ...explicit });
  } catch {
    throw new TwilioError({ kind: "unusable" });
  }
}

/**
 * What texts and calls need of the SDK, a part at each turn of the loop: at once it would hold it for a tenth of a
 * second, just when everybody is to be told.
 */
async function sdk() {
  const { default: carriers } = await import("twilio/lib/base/RequestClient.js");
  await setImmediate();
  // The client would load these at the first text, after the last look at whether anybody wants it.
  await import("twilio/lib/rest/Api.js");
  await setImmediate();
  const { default: Client } = await import("twilio/lib/rest/Twilio.js");
  return { Client, carrierPrototype: carriers.prototype };
}

/*
 * Made without running RequestClient's constructor, which takes proxies and certificates from the environment
 * and keeps the last request, credentials included.
 */
function carrier(prototype: RequestClient, account: TwilioAccount): RequestClient {
  return Object.create(prototype, { request: { value: twilioHttp(account) } });
}
