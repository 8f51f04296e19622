import type { Outcome } from "../engine/ports/outcome.ts";
import { because } from "../sla/reason.ts";
import { explained } from "../words/reason-text.ts";
import { lostTexts, refusals } from "./error-codes.ts";
import { failedBy, named, person } from "./trouble.ts";

type Via = "sms" | "call";

/** What a message or call looks like at Twilio, as far as it matters for its outcome. */
export interface Progress {
  readonly sid: string;
  readonly status: string;
  readonly errorCode?: number | null;
  /** Seconds, as text; absent for calls that nobody took. */
  readonly duration?: string | null;
  /** Who took a call, where that was to be found out: `human`, `machine_start`, `fax`, `unknown`, … */
  readonly answeredBy?: string | null | undefined;
}

/** How a text or call stands. A code only refines what the status says. */
export function progressOutcome(via: Via, progress: Progress, who?: string): Outcome {
  return via === "sms" ? textOutcome(progress, who) : callOutcome(progress);
}

/** Whether a call has not ended yet. */
export function isUnderWay(status: string): boolean {
  return ["queued", "initiated", "ringing", "in-progress"].includes(status);
}

function textOutcome({ sid: ref, status, errorCode }: Progress, who: string | undefined): Outcome {
  switch (status) {
    case "delivered":
    case "read":
    case "partially_delivered":
      return { state: "delivered", ref };
    case "undelivered":
    case "failed":
    case "canceled": {
      const code = errorCode ?? undefined;
      const trouble = code === undefined ? undefined : (lostTexts.get(code) ?? refusals.get(code));
      return { ...failedBy(trouble ?? person("not delivered"), who, named(code)), ref };
    }
    // `sent` may be the last word: some carriers never report more.
    default:
      return { state: "sent", ref };
  }
}

function callOutcome({ sid: ref, status, duration, answeredBy }: Progress): Outcome {
  const isMachine = isNobody(answeredBy);
  switch (status) {
    case "in-progress":
      return { state: "sent", ref, ...(isMachine ? { line: "machine" } : {}) };
    case "completed":
      if (isMachine) return { state: "unanswered", ref, ...because("a machine answered") };
      if (answeredBy === "human")
        return { state: "delivered", ref, ...explained({ name: "by a person", note: lasted(duration) }) };
      return {
        state: "delivered",
        ref,
        ...explained({ name: "by a person or voicemail", note: lasted(duration) }),
      };
    case "busy":
      return { state: "unanswered", ref, ...because("the line was busy") };
    case "no-answer":
      return { state: "unanswered", ref, ...because("nobody answered") };
    case "failed":
      return { state: "unanswered", ref, ...because("the call could not be connected") };
    case "canceled":
      return { state: "unanswered", ref, ...explained({ name: "the call was cancelled" }) };
    default:
      return { state: "sent", ref };
  }
}

// Free text by the schema, and compared by its beginning. Absent or empty it says nothing.
function isNobody(answeredBy: string | null | undefined): boolean {
  return /^(machine|fax|unknown)/i.test(answeredBy ?? "");
}

function lasted(duration: string | null | undefined): string {
  return typeof duration === "string" && /^\d+$/.test(duration) ? `, ${duration} s` : "";
}
