import type Twilio from "twilio/lib/rest/Twilio.js";
import { z } from "zod";
import { QUEUE } from "../config/key-document.ts";
import { failureOf, TwilioError } from "./twilio-error.ts";

const Queues = z.object({ queues: z.array(z.object({ sid: z.string(), friendly_name: z.string() })) });
const Members = z.object({ queue_members: z.array(z.object({ call_sid: z.string() })) });
const LARGEST_PAGE = 1000;

/** Tells of a call under way whether its key was pressed. @throws TwilioError */
export function keyLook(client: () => Promise<Twilio>): (callSid: string) => Promise<boolean> {
  /** Twilio makes the queue with the first key ever, and then keeps it. */
  let queue: string | undefined;

  async function list(file: string, client: Twilio): Promise<unknown> {
    const answer: { readonly body: unknown } = await client.api.v2010.request({
      method: "get",
      uri: `/Accounts/${client.accountSid}/${file}`,
      params: { PageSize: LARGEST_PAGE },
    });
    return answer.body;
  }

  return async (callSid) => {
    const twilio = await client();
    queue ??= read(Queues, await list("Queues.json", twilio)).queues.find(
      ({ friendly_name }) => friendly_name === QUEUE,
    )?.sid;
    if (queue === undefined) return false;
    try {
      const { queue_members } = read(Members, await list(`Queues/${queue}/Members.json`, twilio));
      return queue_members.some(({ call_sid }) => call_sid === callSid);
    } catch (error) {
      // Somebody may have removed it: the next look asks for it anew.
      queue = undefined;
      throw error;
    }
  };
}

/** As {@link keyLook}; what cannot be asked is no key, for now. */
export function quietly(look: (callSid: string) => Promise<boolean>, onError: (failure: object) => void) {
  return async (callSid: string): Promise<boolean> => {
    try {
      return await look(callSid);
    } catch (error) {
      onError(failureOf(error));
      return false;
    }
  };
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const { success, data } = schema.safeParse(body);
  if (!success) throw new TwilioError({ kind: "unreadable" });
  return data;
}
