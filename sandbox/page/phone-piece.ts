import type { CallStatus } from "../twilio/model.ts";
import type { Phone } from "../twilio/phone.ts";
import type { PhoneEntry, PhonePiece } from "./wire.ts";

// Older ones scroll out of a real phone, too.
const KEPT = 40;

/** What one finds on a phone on taking it out of the pocket. */
export function phonePiece(name: string, phone: Phone): PhonePiece {
  const texts = phone.sms
    .filter(hasArrived)
    .slice(-KEPT)
    .map(
      (sms): PhoneEntry => ({
        kind: "sms",
        sid: sms.sid,
        at: sms.at,
        isMine: sms.direction === "inbound",
        text: sms.body,
        failure: sms.errorCode,
      }),
    );
  const calls = phone.calls.slice(-KEPT).map(
    (call): PhoneEntry => ({
      kind: "call",
      sid: call.sid,
      at: call.ringingAt ?? call.at,
      state: callState(call.status),
      ending: endingOf(call),
      // Before somebody has picked up, nothing was heard.
      spoken: call.answeredAt === null ? [] : call.spoken,
    }),
  );
  const entries = [...texts, ...calls].sort((a, b) => a.at - b.at).slice(-KEPT);
  return { name, entries, unsubscribed: phone.optedOutOf.length > 0 };
}

function callState(status: CallStatus): "dialling" | "ringing" | "talking" | "over" {
  switch (status) {
    case "queued":
      return "dialling";
    case "ringing":
      return "ringing";
    case "in-progress":
      return "talking";
    default:
      return "over";
  }
}

function endingOf({ status, answeredBy }: Phone["calls"][number]): string {
  switch (status) {
    case "completed":
      return answeredBy?.startsWith("machine") ? "Went to voicemail" : "Answered";
    case "busy":
      return "Declined";
    case "no-answer":
      return "Missed call";
    case "failed":
      return "Call failed";
    case "canceled":
      return "Call called off";
    default:
      return "";
  }
}

// What is still on its way is not on the phone; what got lost is shown as such.
function hasArrived({ status, errorCode }: Phone["sms"][number]): boolean {
  return errorCode !== null || status === "delivered" || status === "sent" || status === "received";
}
