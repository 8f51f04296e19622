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
    const { default: twilio } = await import("twilio");
    const { username, password, accountSid } = account;
    // Empty rather than absent: the SDK would take what is missing from TWILIO_* variables.
    const explicit = { region: "", edge: "", logLevel: "", env: {} };
    const httpClient = carrier(twilio.RequestClient.prototype, account);
    return twilio(username, password, { accountSid, httpClient, ...explicit });
  } catch {
    throw new TwilioError({ kind: "unusable" });
  }
}

/*
 * Made without running RequestClient's constructor, which takes proxies and certificates from the environment
 * and keeps the last request, credentials included.
 */
function carrier(prototype: RequestClient, account: TwilioAccount): RequestClient {
  return Object.create(prototype, { request: { value: twilioHttp(account) } });
}
