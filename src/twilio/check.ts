import type Twilio from "twilio/lib/rest/Twilio.js";
import type { Check } from "../lib/check.ts";
import { mask } from "../lib/mask.ts";
import { twilioClient } from "./client.ts";
import { whyOf } from "./failure-outcome.ts";
import { keyProblem } from "./keypress.ts";
import type { Sender, TwilioAccount } from "./options.ts";
import { failureOf } from "./twilio-error.ts";

/** What the account says about the number. */
interface OwnedNumber {
  readonly phoneNumber: string;
  readonly capabilities: { readonly sms: boolean; readonly voice: boolean };
}

/**
 * Checks the account (`twilio`) and the sender (`twilio.sender`) without sending anything. The sender is left out
 * when the account cannot be used.
 */
export async function checkTwilio(
  options: TwilioAccount & Sender & { readonly keypressUrl?: string | undefined },
): Promise<Check[]> {
  try {
    const owned = await ownedNumber(await twilioClient(options)(), options);
    return [
      { name: "twilio", ok: true, detail: "credentials accepted" },
      senderCheck(options, owned),
      await keyCheck(options),
    ];
  } catch (error) {
    return [{ name: "twilio", ok: false, detail: whyOf(failureOf(error)).detail }];
  }
}

/** A key that cannot be offered is no fault: texts and buttons still answer. */
async function keyCheck({
  keypressUrl,
  proxy,
}: TwilioAccount & { readonly keypressUrl?: string | undefined }): Promise<Check> {
  const name = "twilio.keys";
  if (keypressUrl === undefined) return { name, ok: true, detail: "off: calls offer no key" };
  const problem = await keyProblem({ url: keypressUrl, proxy });
  const detail =
    problem === undefined
      ? "calls offer a key: try /sla test call"
      : `calls offer no key: of TWILIO_KEYPRESS_URL, ${problem}`;
  return { name, ok: true, detail };
}

// The account itself cannot be read with every kind of key; its numbers can. The filter takes what it is given for
// a pattern, and whoever stands in between may ignore it: the answer has to be the number that was asked for.
async function ownedNumber(client: Twilio, { from }: Sender): Promise<OwnedNumber | undefined> {
  if (from?.startsWith("+") !== true) {
    await client.incomingPhoneNumbers.list({ limit: 1 });
    return undefined;
  }
  const numbers: OwnedNumber[] = await client.incomingPhoneNumbers.list({ phoneNumber: from, limit: 20 });
  return numbers.find(({ phoneNumber }) => phoneNumber === from);
}

function senderCheck(sender: Sender, owned: OwnedNumber | undefined): Check {
  const { ok, detail } = judged(sender, owned);
  return { name: "twilio.sender", ok, detail };
}

function judged({ from, messagingServiceSid }: Sender, owned: OwnedNumber | undefined): Omit<Check, "name"> {
  const service = messagingServiceSid === undefined ? "" : "texts go through the Messaging Service; ";
  if (from === undefined) return unnumbered(messagingServiceSid);
  if (!from.startsWith("+")) {
    return {
      ok: true,
      detail: `${service}texts come from "${from}", which cannot call or be checked: try /sla test sms`,
    };
  }
  const number = mask(from);
  if (owned === undefined) {
    const detail = `${service}${number} is not a number of this account: choose one of its own as TWILIO_FROM`;
    return { ok: false, detail };
  }
  return able(owned.capabilities, { number, service, mustText: messagingServiceSid === undefined });
}

function unnumbered(messagingServiceSid: string | undefined): Omit<Check, "name"> {
  if (messagingServiceSid === undefined) {
    return { ok: false, detail: "no sender: set TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID" };
  }
  const detail =
    "texts go through the Messaging Service, tried out by /sla test sms; set TWILIO_FROM to call as well";
  return { ok: true, detail };
}

function able(
  { sms, voice }: OwnedNumber["capabilities"],
  {
    number,
    service,
    mustText,
  }: { readonly number: string; readonly service: string; readonly mustText: boolean },
): Omit<Check, "name"> {
  const missing = [...(mustText && !sms ? ["text"] : []), ...(voice ? [] : ["call"])];
  if (missing.length === 0)
    return { ok: true, detail: `${service}${number} can ${sms ? "text and call" : "call"}` };
  const cannot = `${number} cannot ${missing.join(" or ")}`;
  return { ok: false, detail: `${service}${cannot}: choose a number with SMS and voice as TWILIO_FROM` };
}
