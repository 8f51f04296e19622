import { z } from "zod";
import { baseUrl } from "./base-url.ts";
import { KEY_DOCUMENT } from "./key-document.ts";
import type { TwilioSetup } from "./references.ts";
import { Flag, Key } from "./variable-kinds.ts";
import type { Variables } from "./variables.ts";

/** The Twilio account and who texts and calls come from: a number, a Messaging Service, or both. */
export interface TwilioEnvironment {
  readonly accountSid: string;
  /** The account's SID with its auth token, or an API key's SID with its secret. */
  readonly username: string;
  readonly password: string;
  /** A number (E.164), a short code or a name. Only a number can call. */
  readonly from?: string | undefined;
  readonly messagingServiceSid?: string | undefined;
  readonly twimletUrl?: string | undefined;
  /** Where a key pressed during a call is sent; undefined = no keys. */
  readonly keypressUrl?: string | undefined;
  /** Undefined: Twilio's own. */
  readonly apiUrl?: string | undefined;
}

// Any of these means that somebody wants Twilio; then the rest has to be there too.
const MEANT = [
  "TWILIO_ACCOUNT_SID",
  "TWILIO_AUTH_TOKEN",
  "TWILIO_API_KEY",
  "TWILIO_API_SECRET",
  "TWILIO_FROM",
  "TWILIO_MESSAGING_SERVICE_SID",
];

/** Twilio as a whole: complete, left out, or off on purpose. What is there by halves is refused. */
export function twilioFrom(
  vars: Variables,
  allowInsecure: boolean,
): { readonly setup: TwilioSetup; readonly twilio?: TwilioEnvironment } {
  const enabled = vars.get("TWILIO_ENABLED", Flag);
  if (enabled === false) return { setup: "off" };
  if (enabled === undefined && !MEANT.some((name) => vars.has(name))) return { setup: "absent" };

  const accountSid = vars.need("TWILIO_ACCOUNT_SID", sid("AC"), "the account's SID (AC…)");
  const credentials = credentialsFrom(vars, accountSid);
  const sender = senderFrom(vars);
  const twimletUrl = vars.get("TWILIO_TWIMLET_URL", TwimletUrl);
  const keypressUrl = vars.get("TWILIO_KEYPRESS_URL", KeypressUrl) ?? DEFAULT_KEYPRESS_URL;
  const apiUrl = vars.get("TWILIO_API_URL", baseUrl("https://api.twilio.com", allowInsecure));
  if (accountSid === undefined || credentials === undefined) return { setup: "ready" };
  return {
    setup: "ready",
    twilio: {
      ...{ accountSid, ...credentials, ...sender, twimletUrl, apiUrl },
      // A script of somebody else's offers no key.
      keypressUrl: keypressUrl === "off" || twimletUrl !== undefined ? undefined : keypressUrl,
    },
  };
}

function credentialsFrom(vars: Variables, accountSid: string | undefined) {
  // An API key is preferred: it can be revoked by itself.
  if (vars.has("TWILIO_API_KEY") || vars.has("TWILIO_API_SECRET")) {
    const username = vars.need("TWILIO_API_KEY", sid("SK"), "the API key's SID (SK…) to TWILIO_API_SECRET");
    const password = vars.need("TWILIO_API_SECRET", Key, "the secret to TWILIO_API_KEY");
    return username === undefined || password === undefined ? undefined : { username, password };
  }
  const what = "the account's auth token, or TWILIO_API_KEY with TWILIO_API_SECRET";
  const password = vars.need("TWILIO_AUTH_TOKEN", Key, what);
  return accountSid === undefined || password === undefined ? undefined : { username: accountSid, password };
}

function senderFrom(vars: Variables) {
  const messagingServiceSid = vars.get("TWILIO_MESSAGING_SERVICE_SID", sid("MG"));
  if (vars.has("TWILIO_MESSAGING_SERVICE_SID"))
    return { messagingServiceSid, from: vars.get("TWILIO_FROM", From) };
  return {
    from: vars.need(
      "TWILIO_FROM",
      From,
      "the sender's number such as +15005550006, or TWILIO_MESSAGING_SERVICE_SID",
    ),
  };
}

function sid(prefix: string) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}[0-9a-zA-Z]+$`), { error: `expected a SID that begins with ${prefix}` });
}

// A number, a short code, or a name of up to 11 letters and digits.
const From = z.string().regex(/^(\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11})$/, {
  error: "expected a number in E.164 such as +15005550006",
});

// By plain http, as it is known to answer; only a document without a secret goes over it.
const DEFAULT_KEYPRESS_URL = `http://twimlets.com/echo?Twiml=${encodeURIComponent(KEY_DOCUMENT)}`;
const KeypressUrl = z.string().refine((text) => text === "off" || isAddress(text), {
  error: "expected an http or https address, or off",
});

// Nothing secret goes there, and Twilio fetches it, not we; queries are usual.
const TwimletUrl = z.string().refine(isAddress, { error: "expected an http or https address" });

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\//i.test(text);
}
