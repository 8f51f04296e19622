import { type PersonalVia, personalWays, ways } from "../oncall/ways.ts";
import type { Method, Via } from "./model.ts";
import type { Because } from "./reason.ts";
import type { DeliveryState } from "./record.ts";

/** Who may be told how: answered from the roster and from what is set up, at one instant. */
export interface Audience {
  /** Whether this way out is set up at all: without it, Slack alone is used. */
  offers(via: PersonalVia, group: string): boolean;
  /** People of the group on duty; empty = nobody. */
  onCall(group: string): readonly string[];
  /** In which order the people of a group are tried. Starts with those on duty. */
  callOrder(group: string): readonly string[];
  /** Whether every member is told at once, so that nobody is "the next". */
  tellsAll(group: string): boolean;
  /** Why a person cannot be told this way; undefined when he can. */
  unusable(via: PersonalVia, person: string): string | undefined;
  /** The number or Slack id by which a person is told: two people with one number are told once. */
  address(via: PersonalVia, person: string): string | undefined;
}

/** One person or channel to be told, one way. `failed`: nobody can be, and why. */
export interface Target {
  readonly via: Via;
  /** Absent for Slack's channel. */
  readonly group?: string;
  /** A person's name in the settings, the Slack channel, or the group in which there is nobody. */
  readonly to: string;
  /** Counts the tries of this person from 1. */
  readonly attempt: number;
  readonly failed?: Because;
}

/**
 * Works out who is told how when a tier fires. A group that nobody can be reached in yields one target that says
 * so: nothing is dropped silently. Methods that were never set up are left out, and where that leaves nothing, or
 * nobody, the channel is told.
 *
 * @param channel the Slack channel; undefined = Slack is off
 */
export function plan(methods: readonly Method[], channel: string | undefined, audience: Audience): Target[] {
  const offered = methods.filter(
    (method) => method.via === "slack" || audience.offers(method.via, method.group),
  );
  const tried = offered.flatMap((method) => planMethod(method, channel, audience));
  const reachesSomebody = tried.some(({ failed }) => failed === undefined);
  const planned =
    reachesSomebody || offered.some(({ via }) => via === "slack")
      ? tried
      : [...tried, ...planMethod({ via: "slack" }, channel, audience)];
  return eachOnce(planned, audience);
}

function planMethod(method: Method, channel: string | undefined, audience: Audience): Target[] {
  if (method.via === "slack") {
    return channel === undefined ? [] : [{ via: "slack", to: channel, attempt: 1 }];
  }
  const { via, group } = method;
  const onDuty = audience.onCall(group);
  if (onDuty.length === 0) return [{ via, group, to: group, attempt: 1, failed: nobodyIn(group) }];
  const usable = onDuty.filter((person) => audience.unusable(via, person) === undefined);
  const people = audience.tellsAll(group) ? usable : usable.slice(0, 1);
  if (people.length > 0) return people.map((to) => ({ via, group, to, attempt: 1 }));

  const stand = audience.callOrder(group).find((person) => audience.unusable(via, person) === undefined);
  if (stand !== undefined) return [{ via, group, to: stand, attempt: 1 }];
  const why = onDuty.map((person) => audience.unusable(via, person)).join("; ");
  const name = via === "dm" ? "no Slack id" : "no phone number";
  const failed = { detail: why, reason: { name, who: onDuty.join(", ") } } as const;
  return [{ via, group, to: group, attempt: 1, failed }];
}

function nobodyIn(group: string): Because {
  return { detail: `nobody is on call in ${group}`, reason: { name: "nobody is on call", who: group } };
}

/** One person in two groups of a tier is called once, and so are two people with one number. */
function eachOnce(targets: readonly Target[], audience: Audience): Target[] {
  const seen = new Set<string>();
  return targets.filter(({ via, to, failed }) => {
    if (failed !== undefined) return true;
    const key = `${via} ${via === "slack" ? to : (audience.address(via, to) ?? to)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A target of one telling, and how it went so far. */
export interface Tried {
  readonly via: Via;
  readonly group?: string | undefined;
  readonly to: string;
  readonly attempt: number;
  readonly state: DeliveryState;
}

/**
 * Why a target did not get through. `unanswered`: it rang in vain. `person`, `way`, `setup`: as the provider's
 * failure says. `struggling`: it is still being tried, for so long that another way has to do meanwhile.
 */
export type Setback = "unanswered" | "person" | "way" | "setup" | "struggling";

export interface NextRequest {
  /** Everything tried for this telling so far, the ended one among them as it now stands. */
  readonly tried: readonly Tried[];
  readonly ended: Tried;
  readonly setback: Setback;
  readonly audience: Audience;
  /** How often the round of a group is called again. */
  readonly retries: number;
  /** The channel alerts go to when nothing else is said; undefined = Slack is off. */
  readonly channel: string | undefined;
  /** Groups whose people are told when a channel cannot be: those of the tier, or the ones on call. */
  readonly groups: readonly string[];
}

/**
 * Who is told next, because somebody was not: the next member of the group, then the round again, then another way,
 * never the one that has just failed. Empty when everybody was tried, or somebody is being told already.
 */
export function next(request: NextRequest): Target[] {
  const { ended, setback } = request;
  if (ended.via === "slack") return setback === "unanswered" ? [] : insteadOfChannel(request);
  if (setback === "unanswered" || setback === "person") {
    const further = nextPerson(request);
    if (further !== undefined) return [further];
    // Everybody was called, and nobody answered: no other way is louder.
    if (setback === "unanswered") return reached(request) ? [] : toChannel(request);
  }
  const otherWay = samePersonOtherWay(request);
  // A message wakes nobody: the channel hears of it too.
  if (otherWay?.via === "dm") return [otherWay, ...toChannel(request)];
  if (otherWay !== undefined) return [otherWay];
  return reached(request) ? [] : toChannel(request);
}

/** Whoever was tried least, in the order of the line: everybody once before anybody twice. */
function nextPerson({ tried, ended, audience, retries }: NextRequest): Target | undefined {
  const { via, group, to } = ended;
  if (via === "slack" || group === undefined) return undefined;
  const ofGroup = tried.filter((one) => one.via === via && one.group === group);
  const line = audience.tellsAll(group) ? [to] : audience.callOrder(group);
  const rounds = via === "call" ? retries + 1 : 1;
  const standing = line
    .filter((person) => audience.unusable(via, person) === undefined)
    .filter((person) => !ofGroup.some((one) => one.to === person && one.state === "failed"))
    .map((person) => ({ person, tries: ofGroup.filter((one) => one.to === person).length }));
  const [least] = standing.sort((one, other) => one.tries - other.tries);
  if (least === undefined || least.tries >= rounds) return undefined;
  return { via, group, to: least.person, attempt: least.tries + 1 };
}

/** A text becomes a call and a call a text; a person whom neither reaches gets a direct message. */
function samePersonOtherWay({ tried, ended, setback, audience }: NextRequest): Target | undefined {
  const { via, group, to } = ended;
  if (via === "slack" || group === undefined) return undefined;
  const tellsAll = audience.tellsAll(group);
  const people = tellsAll ? [to] : [to, ...audience.callOrder(group)];
  for (const other of otherWays(via, setback)) {
    const before = tried.filter(
      (one) => one.via === other && one.group === group && (!tellsAll || one.to === to),
    );
    if (before.some(({ state }) => isThrough(state))) return undefined;
    const person = people.find(
      (name) => audience.unusable(other, name) === undefined && !before.some((one) => one.to === name),
    );
    if (person !== undefined) return { via: other, group, to: person, attempt: 1 };
  }
  return undefined;
}

/** Ways that may still work: none of a provider that fails as a whole. */
function otherWays(via: PersonalVia, setback: Setback): readonly PersonalVia[] {
  const providerFails = setback === "setup" || setback === "struggling";
  return personalWays.filter(
    (other) => other !== via && !(providerFails && ways[other].provider === ways[via].provider),
  );
}

/** A channel that cannot be used: the default one stands in for a routed one, and the tier's people are told. */
function insteadOfChannel(request: NextRequest): Target[] {
  const { tried, ended, setback, channel } = request;
  const other =
    channel !== undefined && channel !== ended.to && setback === "person" ? toChannel(request) : [];
  if (tried.some(({ via, state }) => via !== "slack" && isThrough(state))) return other;
  const people = request.groups.flatMap((group) => onDutyByPhone(group, request));
  return [...other, ...eachOnce(people, request.audience)];
}

function onDutyByPhone(group: string, { tried, audience, setback }: NextRequest): Target[] {
  // Where only the channel fails, a direct message is still a way.
  const usable = personalWays.filter((way) => setback === "person" || ways[way].provider !== "slack");
  const duty = audience.onCall(group);
  const people = audience.tellsAll(group) ? duty : duty.slice(0, 1);
  return people.flatMap((to) => {
    const isTried = (via: Via) => tried.some((one) => one.via === via && one.to === to);
    const via = usable.find((way) => audience.unusable(way, to) === undefined && !isTried(way));
    return via === undefined ? [] : [{ via, group, to, attempt: 1 }];
  });
}

function toChannel({ tried, channel }: NextRequest): Target[] {
  if (channel === undefined || tried.some(({ via, to }) => via === "slack" && to === channel)) return [];
  return [{ via: "slack", to: channel, attempt: 1 }];
}

/** Whether somebody else hears of it, or still may. */
function reached({ tried, ended }: NextRequest): boolean {
  return tried.some((one) => one !== ended && isThrough(one.state));
}

/** It got through, or still may. */
function isThrough(state: DeliveryState): boolean {
  return state === "pending" || state === "sending" || state === "sent" || state === "delivered";
}
