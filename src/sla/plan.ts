import type { Instant } from "../lib/time.ts";
import type { Alert, Method, TierRef } from "./model.ts";
import { type AlertRecord, type Delivery, DeliveryId } from "./record.ts";

/** Who may be told how: answered from the roster and from what is set up, at one instant. */
export interface Audience {
  /** Whether this way out is set up at all: without it, Slack alone is used. */
  offers(via: "sms" | "call" | "dm", group: string): boolean;
  /** People of the group on duty; empty = nobody. */
  onCall(group: string): readonly string[];
  /** In which order the people of a group are tried. Starts with those on duty. */
  callOrder(group: string): readonly string[];
  /** Whether every member is told at once, so that nobody is "the next". */
  tellsAll(group: string): boolean;
  /** Why a person cannot be told this way; undefined when he can. */
  unusable(via: "sms" | "call" | "dm", person: string): string | undefined;
}

export interface PlanRequest {
  readonly alert: Pick<Alert, "id">;
  readonly tier: TierRef;
  readonly repeat: number;
  readonly methods: readonly Method[];
  /** The Slack channel of this alert; undefined = Slack is off. */
  readonly channel: string | undefined;
}

/**
 * Works out who is told how when a tier fires. Ids are computed, so planning the same firing twice gives the same
 * deliveries. A group that nobody can be reached in yields one failed delivery that says so: nothing is dropped
 * silently. Methods that were never set up are left out, and where that leaves nothing, the channel is told.
 */
export function plan(request: PlanRequest, audience: Audience, now: Instant): Delivery[] {
  const offered = request.methods.filter(
    (method) => method.via === "slack" || audience.offers(method.via, method.group),
  );
  const methods: readonly Method[] = offered.length > 0 ? offered : [{ via: "slack" }];
  const tried = methods.flatMap((method) => planMethod(request, method, audience, now));
  // Nobody to text or call: then at least the channel hears of it.
  const planned =
    tried.some(({ state }) => state === "pending") || methods.some(({ via }) => via === "slack")
      ? tried
      : [...tried, ...planMethod(request, { via: "slack" }, audience, now)];
  // One person in two groups of a tier is called once.
  const seen = new Set<string>();
  return planned.filter(({ via, to, state }) => {
    const key = `${via} ${to}`;
    if (state === "pending" && seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function planMethod(request: PlanRequest, method: Method, audience: Audience, now: Instant): Delivery[] {
  if (method.via === "slack") {
    return request.channel === undefined
      ? []
      : [delivery(request, { via: "slack", to: request.channel }, 1, now)];
  }
  const { via, group } = method;
  const failed = (detail: string): Delivery => ({
    ...delivery(request, { via, group, to: group }, 1, now),
    state: "failed",
    settledAt: now,
    detail,
  });

  const onDuty = audience.onCall(group);
  if (onDuty.length === 0) return [failed(`nobody is on call in ${group}`)];
  const usable = onDuty.filter((person) => audience.unusable(via, person) === undefined);
  const people = audience.tellsAll(group) ? usable : usable.slice(0, 1);
  if (people.length > 0) return people.map((to) => delivery(request, { via, group, to }, 1, now));

  const stand = audience.callOrder(group).find((person) => audience.unusable(via, person) === undefined);
  if (stand !== undefined) return [delivery(request, { via, group, to: stand }, 1, now)];
  return [failed(onDuty.map((person) => audience.unusable(via, person)).join("; "))];
}

/**
 * What follows a page that did not get through. A call goes to the next member of the group, then round again
 * `retries` times; a text to a person who cannot be texted goes to the next one, and in the end becomes a call.
 *
 * @param setback `unanswered` = it rang in vain; `person` = this person can never be reached this way
 * @returns undefined when there is nobody left to try
 */
export function nextAttempt(
  record: Pick<AlertRecord, "alertId" | "deliveries">,
  ended: Delivery,
  setback: "unanswered" | "person",
  audience: Audience,
  retries: number,
  now: Instant,
): Delivery | undefined {
  const { via, group } = ended;
  if (group === undefined || via === "slack" || via === "dm") return undefined;
  const request = { alert: { id: record.alertId }, tier: ended.tier, repeat: ended.repeat };
  const tried = record.deliveries.filter(
    (one) => one.tier === ended.tier && one.repeat === ended.repeat && one.group === group && one.via === via,
  );
  const line = audience.tellsAll(group) ? [ended.to] : audience.callOrder(group);
  const reachable = line.filter(
    (person) => audience.unusable(via, person) === undefined && !isHopeless(tried, person),
  );
  const rounds = via === "call" ? retries + 1 : 1;

  const next = fewestTries(reachable, tried);
  if (next !== undefined && next.tries < rounds)
    return delivery(request, { via, group, to: next.person }, next.tries + 1, now);
  if (via !== "sms" || setback !== "person") return undefined;
  const calledAlready = record.deliveries.some(
    (one) => one.tier === ended.tier && one.repeat === ended.repeat && one.via === "call",
  );
  const callee = calledAlready
    ? undefined
    : audience.callOrder(group).find((person) => audience.unusable("call", person) === undefined);
  return callee === undefined ? undefined : delivery(request, { via: "call", group, to: callee }, 1, now);
}

/** The channel, for a firing that was to reach people only and reached none; undefined when it is told anyway. */
export function lastResort(
  record: Pick<AlertRecord, "alertId" | "deliveries">,
  { tier, repeat }: Pick<Delivery, "tier" | "repeat">,
  channel: string | undefined,
  now: Instant,
): Delivery | undefined {
  if (channel === undefined) return undefined;
  const firing = record.deliveries.filter((one) => one.tier === tier && one.repeat === repeat);
  const through = ["pending", "sending", "sent", "delivered"];
  const reached = firing.some(({ via, state }) => via === "slack" || through.includes(state));
  return reached
    ? undefined
    : delivery({ alert: { id: record.alertId }, tier, repeat }, { via: "slack", to: channel }, 1, now);
}

/** Whoever was tried least, in the order of the line: everybody once before anybody twice. */
function fewestTries(
  line: readonly string[],
  tried: readonly Delivery[],
): { person: string; tries: number } | undefined {
  return line
    .map((person) => ({ person, tries: tried.filter(({ to }) => to === person).length }))
    .reduce<{ person: string; tries: number } | undefined>(
      (best, one) => (best === undefined || one.tries < best.tries ? one : best),
      undefined,
    );
}

function isHopeless(tried: readonly Delivery[], person: string): boolean {
  return tried.some(({ to, state }) => to === person && state === "failed");
}

function delivery(
  request: Pick<PlanRequest, "alert" | "tier" | "repeat">,
  whom: Pick<Delivery, "via" | "group" | "to">,
  attempt: number,
  now: Instant,
): Delivery {
  const rung = request.repeat === 0 ? `${request.tier}` : `${request.tier}r${request.repeat}`;
  const id = DeliveryId.parse([request.alert.id, rung, whom.via, whom.to, attempt].join("/"));
  return {
    id,
    tier: request.tier,
    repeat: request.repeat,
    ...whom,
    attempt,
    state: "pending",
    at: now,
    tries: 0,
  };
}
