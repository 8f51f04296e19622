import type { Logger } from "pino";
import { between, type Clock, type Instant } from "../../lib/time.ts";
import type { ConnectionHealth } from "../desk.ts";
import type { Item } from "../items/item.ts";
import type { Outcome } from "../ports/outcome.ts";
import type { Phones } from "../ports/phones.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Announcer } from "./announcer.ts";

interface Trouble {
  readonly since: Instant;
  readonly why: string;
  /** It was taken and got lost afterwards: only an arrival shows that it works again. */
  readonly afterTaken: boolean;
}

/** Watches how each way out does, says once when it fails altogether, and once when it works again. */
export interface WaysAlarm {
  onOutcome(item: Item, outcome: Outcome): void;
  twilio(): ConnectionHealth | "off";
  /** Channels and messages that Slack does not take; undefined while it does. */
  slack(): { readonly since: Instant; readonly detail: string } | undefined;
}

export interface WaysAlarmOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly jobs: Jobs;
  readonly phones: Phones | undefined;
  readonly announcer: Announcer;
}

/** Answers missed in a row: one may get lost on the way, two are the provider's. */
const MISSED = 2;

export function waysAlarm({ clock, log, jobs, phones, announcer }: WaysAlarmOptions): WaysAlarm {
  /** By way; a channel is a way of its own. */
  const troubles = new Map<string, Trouble>();
  const missed = new Map<string, number>();
  let workedAt: Instant | undefined;

  function onOutcome(item: Item, outcome: Outcome): void {
    if (item.via === "dm") return;
    const way = item.via === "slack" ? `slack ${item.to}` : item.via;
    const count = outcome.state === "unknown" || isForNow(outcome) ? (missed.get(way) ?? 0) + 1 : 0;
    missed.set(way, count);
    const why = troubleOf(item, outcome, count);
    const known = troubles.get(way);
    if (why !== undefined) {
      const afterTaken = outcome.state === "failed" && outcome.ref !== undefined;
      if (known === undefined) begin(way, { since: clock.now(), why, afterTaken });
    } else if (works(outcome, known)) end(way, known);
  }

  function begin(way: string, trouble: Trouble): void {
    troubles.set(way, trouble);
    log.error({ way, why: trouble.why }, "a way out fails");
    if (way !== "sms" && way !== "call") return;
    const { since, why } = trouble;
    jobs.start(`say that ${way} fails`, () =>
      announcer.say(
        `way-failing/${way}/${since}`,
        { kind: "way-failing", way, since, why },
        { topic: `way ${way}` },
      ),
    );
  }

  function end(way: string, trouble: Trouble | undefined): void {
    if (way === "sms" || way === "call") workedAt = clock.now();
    if (trouble === undefined) return;
    troubles.delete(way);
    log.info({ way }, "a way out works again");
    if (way !== "sms" && way !== "call") return;
    const downFor = between(trouble.since, clock.now());
    jobs.start(`say that ${way} works`, () =>
      announcer.say(
        `way-working/${way}/${trouble.since}`,
        { kind: "way-working", way, downFor },
        { topic: `way ${way}` },
      ),
    );
  }

  return {
    onOutcome,
    twilio() {
      if (phones === undefined) return "off";
      const failing = (["sms", "call"] as const).flatMap((way) => {
        const trouble = troubles.get(way);
        return trouble === undefined ? [] : [{ way, ...trouble }];
      });
      const [first] = failing;
      if (first !== undefined) {
        const what = failing.length === 2 ? "" : first.way === "sms" ? "texts fail: " : "calls fail: ";
        return { ok: false, detail: `${what}${first.why}`, since: first.since };
      }
      return workedAt === undefined
        ? { ok: true, detail: "not used yet" }
        : { ok: true, detail: "working", since: workedAt };
    },
    slack() {
      const [first] = [...troubles].filter(([way]) => way.startsWith("slack ")).map(([, trouble]) => trouble);
      return first === undefined ? undefined : { since: first.since, detail: first.why };
    },
  };
}

/** Why a whole way counts as failing; undefined when it does not. */
function troubleOf({ via }: Item, outcome: Outcome, missedInARow: number): string | undefined {
  if (outcome.state === "unknown" || isForNow(outcome))
    return missedInARow >= MISSED ? outcome.detail : undefined;
  if (outcome.state !== "failed") return undefined;
  return via === "slack" || outcome.scope !== "person" ? outcome.detail : undefined;
}

function isForNow(outcome: Outcome): outcome is Outcome & { state: "failed" } {
  return outcome.state === "failed" && outcome.again !== undefined && outcome.ref === undefined;
}

function works(outcome: Outcome, trouble: Trouble | undefined): boolean {
  if (outcome.state === "delivered" || outcome.state === "unanswered") return true;
  return outcome.state === "sent" && trouble?.afterTaken !== true;
}
