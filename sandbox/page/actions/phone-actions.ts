import { z } from "zod";
import { whoIs } from "../../demo/cast.ts";
import type { Phone } from "../../twilio/phone.ts";
import type { Stage } from "../stage.ts";
import { action } from "./action.ts";

/** What one does with a phone in hand. */
export function phoneActions({ twilio }: Stage) {
  const phoneOf = (name: string): Phone => {
    const number = whoIs(name)?.phone;
    if (number === undefined) throw new Error(`${name} has no phone`);
    return twilio.phone(number);
  };
  return {
    reply: action(z.object({ name: z.string(), text: z.string().trim().min(1) }), async ({ name, text }) => {
      phoneOf(name).reply(text);
      return undefined;
    }),
    call: action(
      z.object({
        name: z.string(),
        sid: z.string(),
        act: z.enum(["answer", "decline", "voicemail", "press", "hangUp"]),
      }),
      async ({ name, sid, act }) => {
        if (phoneOf(name)[act](sid) === false) throw new Error("no key is waited for at this moment");
        return undefined;
      },
    ),
  };
}
