import type { Clock } from "../../lib/time.ts";
import { iso, seconds, systemClock } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";
import type { Roster } from "../../oncall/model.ts";
import { bySlack } from "../../oncall/people.ts";
import { whoIsOnCall } from "../../oncall/roster.ts";
import type { Actor, Via } from "../../sla/model.ts";
import { type Item, newItem } from "../items/item.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Journal } from "../work/journal.ts";

export interface TestResult {
  readonly to: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface TestMessageOptions {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly roster: () => Roster;
  /** undefined = Slack is off. */
  readonly channel: string | undefined;
}

/** Whoever asked is waiting. */
const TAKEN_WITHIN = seconds(30);

/** Sends real test notifications, to one person or to whoever is on call, and tells how each one went. */
export function testMessages({ clock, outbox, journal, roster, channel }: TestMessageOptions) {
  /** A person may be named as Slack names them. */
  function nameOf(person: string): string {
    return bySlack(roster().people, person)?.name ?? person;
  }

  async function sendOne(via: Via, to: string, actor: Actor): Promise<TestResult> {
    const now = clock.now();
    const about = { kind: "notice", name: `test/${now}`, notice: { kind: "test", by: actor } } as const;
    const group = via === "slack" ? {} : { group: "test" };
    const item = newItem(about, { via, to, attempt: 1, ...group }, now);
    await outbox.add([item]);
    const ended = await within(systemClock, TAKEN_WITHIN, () => outbox.taken(item.id)).catch(() => undefined);
    return resultOf(to, ended);
  }

  return async (via: Via, person: string | undefined, actor: Actor): Promise<TestResult[]> => {
    const now = clock.now();
    const people = person === undefined ? whoIsOnCall(roster(), "oncall", now).people : [nameOf(person)];
    const targets = via === "slack" ? [channel ?? "Slack"] : people;
    if (targets.length === 0) return [{ to: "oncall", ok: false, detail: "nobody is on call" }];
    const stranger = via === "slack" ? undefined : targets.find((to) => !Object.hasOwn(roster().people, to));
    if (stranger !== undefined) return [{ to: stranger, ok: false, detail: "is not among the people" }];
    const results = await Promise.all(targets.map((to) => sendOne(via, to, actor)));
    await journal.write(
      [],
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
  };
}

function resultOf(to: string, item: Item | undefined): TestResult {
  if (item === undefined) return { to, ok: false, detail: "not taken yet: it is tried on" };
  const ok = item.state === "sent" || item.state === "delivered";
  return { to, ok, detail: ok ? "sent" : (item.detail ?? "failed") };
}
