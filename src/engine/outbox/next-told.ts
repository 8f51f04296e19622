import type { Instant } from "../../lib/time.ts";
import type { Alert, Via } from "../../sla/model.ts";
import { type Audience, plan, type Target } from "../../sla/plan.ts";
import { methodsOf, policyFor } from "../../sla/policy.ts";
import type { PhoneNext } from "../ports/phones.ts";
import { type CardSources, judged } from "../show/card-facts.ts";
import { type NextAct, nextAct } from "../show/next-act.ts";
import type { Watched } from "../work/watchlist.ts";

/** What it takes to know whom a tier will tell. */
export interface NextSources extends CardSources {
  /** Who can be told how at an instant. */
  readonly audience: (at: Instant) => Audience;
  /** Where alerts go unless a route says otherwise; undefined = Slack is off. */
  readonly channel: string | undefined;
}

const LOUDEST_FIRST: readonly Via[] = ["call", "sms", "dm", "slack"];

/** Whom the engine tells next of any of these alerts, by the same plan; `you`: the person of that name. */
export function nextTold(
  sources: NextSources,
  entries: readonly Watched[],
  to: string,
): PhoneNext | undefined {
  const first = earliest(sources, entries);
  if (first === undefined) return undefined;
  const { act, alert } = first;
  const { policy, channel = sources.channel } = policyFor(alert, sources.settings());
  const targets = plan(
    methodsOf(policy, act.tier),
    sources.channel === undefined ? undefined : channel,
    sources.audience(act.at),
  );
  const reached = targets.filter(({ failed }) => failed === undefined);
  const via = LOUDEST_FIRST.find((one) => reached.some((target) => target.via === one));
  if (via === undefined) return undefined;
  return {
    at: act.at,
    via,
    whom: whomOf(
      reached.filter((target) => target.via === via),
      to,
    ),
  };
}

/** Only for one of them is it worked out who is on duty: there may be thousands. */
function earliest(sources: NextSources, entries: readonly Watched[]) {
  let first: { readonly act: NextAct; readonly alert: Alert } | undefined;
  for (const entry of entries) {
    const act = nextAct(judged(sources, entry));
    if (act !== undefined && (first === undefined || act.at < first.act.at))
      first = { act, alert: entry.alert };
  }
  return first;
}

function whomOf(targets: readonly Target[], to: string): PhoneNext["whom"] {
  const [first] = targets;
  if (first?.group === undefined) return { kind: "channel" };
  if (targets.some((target) => target.to === to)) return { kind: "you" };
  return targets.length === 1 ? { kind: "person", name: first.to } : { kind: "group", name: first.group };
}
