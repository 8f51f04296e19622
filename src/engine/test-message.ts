import { iso } from "../lib/time.ts";
import { whoIsOnCall } from "../oncall/roster.ts";
import type { Actor, Via } from "../sla/model.ts";
import { DeliveryId } from "../sla/record.ts";
import type { Context } from "./context.ts";
import type { Outcome } from "./ports.ts";

export interface TestResult {
  readonly to: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Sends a real test notification, to one person or to whoever is on call, and tells how each one went. */
export async function sendTest(
  context: Context,
  via: Via,
  person: string | undefined,
  actor: Actor,
): Promise<TestResult[]> {
  const { clock, chat, roster, trail } = context;
  const now = clock.now();
  const people =
    person === undefined ? whoIsOnCall(roster(), "oncall", now).people : [nameOf(context, person)];
  const targets = via === "slack" ? [chat?.channel ?? "Slack"] : people;
  if (targets.length === 0) return [{ to: "oncall", ok: false, detail: "nobody is on call" }];
  const results = await Promise.all(
    targets.map(async (to) => {
      const outcome = await sendOne(context, via, to, actor);
      const ok = outcome.state === "sent" || outcome.state === "delivered";
      return { to, ok, detail: ok ? "sent" : "detail" in outcome ? (outcome.detail ?? "failed") : "failed" };
    }),
  );
  await trail.append(
    results.map(({ to, ok, detail }) => ({
      at: iso(now),
      event: "test.sent",
      actor,
      via,
      to,
      detail: { ok, detail },
    })),
  );
  return results;
}

/** A person may be named as Slack names them. */
function nameOf({ roster }: Context, person: string): string {
  return Object.entries(roster().people).find(([, { slack }]) => slack === person)?.[0] ?? person;
}

async function sendOne(
  { clock, chat, phones, roster }: Context,
  via: Via,
  to: string,
  actor: Actor,
): Promise<Outcome> {
  const failed = (detail: string): Outcome => ({ state: "failed", scope: "setup", detail });
  const id = DeliveryId.parse(`test/${clock.now()}/1/${via}/${to}/1`);
  if (via === "slack" || via === "dm") {
    if (chat === undefined) return failed("Slack is off");
    const target = via === "slack" ? to : roster().people[to]?.slack;
    return target === undefined
      ? failed(`${to} has no Slack id`)
      : chat.say(id, target, { kind: "test", by: actor });
  }
  if (phones === undefined) return failed("Twilio is not set up");
  const phone = roster().people[to]?.phone;
  if (phone === undefined) return failed(`${to} has no phone number`);
  return phones.send({ id, via, to, phone, attempt: 1, about: { kind: "test", by: actor } });
}
