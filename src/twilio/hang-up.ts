import type Twilio from "twilio/lib/rest/Twilio.js";
import { isUnderWay } from "./progress.ts";
import { progressOf } from "./reading.ts";
import type { Failure } from "./twilio-error.ts";
import { failureOf } from "./twilio-error.ts";

/*
 * `canceled` ends a call that is queued or rings, and leaves one that was just taken alone; `completed` ends that.
 * Which of the two it is may change while we ask, so the second is tried whenever the first has not ended it.
 */
const WORDS = ["canceled", "completed"] as const;

/** Ends a call, whatever state it is in. @returns what went wrong when it may still ring */
export async function endCall(client: Twilio, sid: string): Promise<Failure | undefined> {
  let failure: Failure | undefined;
  for (const status of WORDS) {
    try {
      const call = progressOf(await client.calls(sid).update({ status }));
      if (!isUnderWay(call.status)) return undefined;
      failure = undefined;
    } catch (error) {
      failure = failureOf(error);
    }
  }
  return isOver(failure) ? undefined : failure;
}

/**
 * Ends a call that nobody has taken yet, and leaves any other alone. Throws what Twilio does.
 * @returns whether it did: nobody heard a word of it
 */
export async function cancelCall(client: Twilio, sid: string): Promise<boolean> {
  const status = await statusAfterCancelling(client, sid);
  return (rings(status) ? await statusAfterCancelling(client, sid) : status) === "canceled";
}

/** How a call stands then, whether or not the answer came through. */
async function statusAfterCancelling(client: Twilio, sid: string): Promise<string> {
  try {
    return progressOf(await client.calls(sid).update({ status: "canceled" })).status;
  } catch {
    return progressOf(await client.calls(sid).fetch()).status;
  }
}

function rings(status: string): boolean {
  return isUnderWay(status) && status !== "in-progress";
}

// 21220: not in a state in which it could be ended. With both words refused so, there is nothing left to end.
function isOver(failure: Failure | undefined): boolean {
  return failure?.kind === "refused" && failure.code === 21220;
}
