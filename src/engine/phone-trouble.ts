import type { Instant } from "../lib/time.ts";
import type { Context } from "./context.ts";
import type { OnOutcome } from "./courier.ts";
import type { ConnectionHealth } from "./desk.ts";
import type { Notices } from "./notices.ts";
import type { Outcome } from "./ports.ts";

/** Notices when Twilio fails altogether, says so in Slack once, and again only after it has worked in between. */
export function phoneTrouble(
  context: Context,
  notices: () => Notices,
): { onOutcome: OnOutcome; health: () => ConnectionHealth | "off" } {
  const { clock, chat, phones, work } = context;
  let trouble: { since: Instant; why: string } | undefined;
  let workedAt: Instant | undefined;
  /** Answers missed in a row: one may get lost on the way, two are Twilio's. */
  let unanswered = 0;

  function isTrouble(outcome: Outcome): boolean {
    return outcome.state === "unknown"
      ? unanswered >= 2
      : outcome.state === "failed" && outcome.scope === "setup";
  }

  return {
    onOutcome(via, outcome) {
      if (via !== "sms" && via !== "call") return;
      unanswered = outcome.state === "unknown" ? unanswered + 1 : 0;
      if (outcome.state !== "failed" && outcome.state !== "unknown") {
        trouble = undefined;
        workedAt = clock.now();
        return;
      }
      if (trouble !== undefined || !isTrouble(outcome)) return;
      const now = clock.now();
      trouble = { since: now, why: outcome.detail };
      if (chat === undefined) return;
      work.start("say that Twilio fails", () =>
        notices().say(`twilio/${now}`, chat.channel, { kind: "twilio-failing", why: outcome.detail }),
      );
    },
    health() {
      if (phones === undefined) return "off";
      if (trouble !== undefined) return { ok: false, detail: trouble.why, since: trouble.since };
      return workedAt === undefined
        ? { ok: true, detail: "not used yet" }
        : { ok: true, detail: "working", since: workedAt };
    },
  };
}
