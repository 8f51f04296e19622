import type { Settings } from "../config/settings.ts";
import { usesOf } from "../config/unusable.ts";
import { between, type Clock, type Duration, milliseconds } from "../lib/time.ts";
import type { Via } from "../sla/model.ts";
import type { Audience } from "../sla/plan.ts";
import type { Outbox } from "./outbox/outbox.ts";

/** What waits to be told one way. */
interface Waiting {
  readonly count: number;
  /** Of the oldest; zero when nothing waits. */
  readonly age: Duration;
}

/** What there is to measure at one moment, besides what health tells. */
export interface Readings {
  /** Written down and not yet taken by a provider, whatever it waits for. */
  readonly waiting: Readonly<Record<Via, Waiting>>;
  /** People on call who cannot be told in a way that the policies in force ask for. */
  readonly unreachable: number;
  /** Groups that the policies in force name, in which nobody is on call now. */
  readonly uncovered: number;
  /** By how many ms the machine's clock was set since the start; negative: back. */
  readonly clockStep: number;
}

interface Sources {
  readonly clock: Clock;
  readonly outbox: Pick<Outbox, "all">;
  readonly settings: () => Settings;
  readonly audience: Audience;
}

export function readingsOf({ clock, outbox, settings, audience }: Sources): Readings {
  return {
    waiting: waitingIn(outbox, clock),
    ...coverage(settings(), audience),
    clockStep: clock.stepped?.()?.by ?? 0,
  };
}

function waitingIn(outbox: Pick<Outbox, "all">, clock: Clock): Readings["waiting"] {
  const none: Waiting = { count: 0, age: milliseconds(0) };
  const found = { slack: none, dm: none, sms: none, call: none };
  const now = clock.now();
  for (const { state, via, at } of outbox.all()) {
    if (state !== "pending" && state !== "sending") continue;
    const { count, age } = found[via];
    found[via] = { count: count + 1, age: milliseconds(Math.max(age, between(at, now))) };
  }
  return found;
}

/** Only of ways that are set up: what was never set up is said elsewhere, and Slack alone is used. */
function coverage(settings: Settings, audience: Audience): Pick<Readings, "unreachable" | "uncovered"> {
  const unreachable = new Set<string>();
  const uncovered = new Set<string>();
  for (const { method } of usesOf(settings)) {
    if (method.via === "slack" || !audience.offers(method.via, method.group)) continue;
    const { via, group } = method;
    const onCall = audience.onCall(group);
    if (onCall.length === 0) uncovered.add(group);
    for (const person of onCall) if (audience.unusable(via, person) !== undefined) unreachable.add(person);
  }
  return { unreachable: unreachable.size, uncovered: uncovered.size };
}
