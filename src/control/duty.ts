import type { Notice } from "../engine/ports/notice.ts";
import { inTurn } from "../lib/in-turn.ts";
import { type Clock, type Duration, type Instant, iso } from "../lib/time.ts";
import type { Override } from "../oncall/model.ts";
import { type Cleared, clear, type Made, override, take } from "../oncall/override.ts";
import { type DutyChange, isOwnDuty } from "../oncall/own-duty.ts";
import { bySlack, named } from "../oncall/people.ts";
import { whoIsOnCall, zoneOf } from "../oncall/roster.ts";
import { type Swap, type Swapped, swapped } from "../oncall/swap.ts";
import { parseWindow, type Window } from "../oncall/window.ts";
import type { Actor } from "../sla/model.ts";
import type { LiveSettings } from "./live-settings.ts";

/** What came of a wish to change the duty: the stretch as it now stands, or why not, in words for the person. */
/** Says things in the channel, and to one person by a Slack user id. Each name is said once. */
interface Announces {
  say(name: string, notice: Notice): Promise<void>;
  message(name: string, to: string, notice: Notice): Promise<void>;
}

export type DutyAnswer = Made;

/** Who takes whose duty, changed from Slack: saved, audited, in force at once, and said in the channel. */
export interface Duty {
  /** The person of the settings whose Slack id this is. */
  personOf(slackUser: string): string | undefined;
  /** Whether a change is somebody's own affair, for which they need be no admin. */
  isOwn(slackUser: string, change: DutyChange): boolean;
  take(group: string, person: string, length: Duration, by: Actor): Promise<DutyAnswer>;
  /** @param window `22:00-08:00`, `4h`, `sat`, or ISO start and end, by the wall clock of the group's rotation */
  when(group: string, window: string): Window;
  override(
    group: string,
    person: string,
    time: { from: Instant; until: Instant },
    by: Actor,
  ): Promise<DutyAnswer>;
  /** Calls off what runs and what is to come. */
  clear(group: string, by: Actor): Promise<Cleared>;
  /** Asks the other by a message of their own; nothing is changed yet. */
  askSwap(swap: Omit<Swap, "at">): Promise<Swapped>;
  /** The other agrees. */
  acceptSwap(swap: Swap, by: Actor): Promise<Swapped>;
  declineSwap(swap: Swap, by: Actor): Promise<void>;
}

export interface DutyOptions {
  readonly live: LiveSettings;
  readonly clock: Pick<Clock, "now">;
  readonly announcer: Announces;
}

export function dutyDesk({ live, clock, announcer }: DutyOptions): Duty {
  // Each is made of the duty as the one before left it.
  const alone = inTurn();

  const shown = (name: string) => named(live.roster().people, name);

  async function keep(made: Made, by: Actor): Promise<DutyAnswer> {
    if (made.kind === "refused") return made;
    const { id, ...told } = made.override;
    const others = live.roster().overrides.filter((one) => one.id !== id);
    await live.setOverrides([...others, made.override], by, { change: told.kind, ...spoken(told) });
    const { group, person, from, until } = told;
    const shifts = [{ person: shown(person), relieves: made.relieves.map(shown), from, until }];
    await announcer.say(`duty/${id}`, { kind: "duty", group, by, shifts, swap: false });
    return made;
  }

  async function accept(swap: Swap, by: Actor): Promise<Swapped> {
    const agreed = swapped(live.roster(), swap, clock.now());
    if (agreed.kind === "refused") return agreed;
    const { group, asks, asked } = swap;
    const detail = { change: "swap", group, between: [asks, asked], stretches: agreed.overrides.map(spoken) };
    await live.setOverrides([...live.roster().overrides, ...agreed.overrides], by, detail);
    const shifts = agreed.overrides.map(({ person, from, until }) => ({
      person: shown(person),
      relieves: [shown(person === asks ? asked : asks)],
      from,
      until,
    }));
    await announcer.say(`duty/swap/${group}/${swap.at}`, { kind: "duty", group, by, shifts, swap: true });
    return agreed;
  }

  async function callOff(group: string, by: Actor): Promise<Cleared> {
    const cleared = clear(live.roster(), group, clock.now());
    const gone = [...cleared.ended, ...cleared.removed];
    if (gone.length === 0) return cleared;
    const names = (all: readonly Override[]) => all.map(({ person }) => person);
    await live.setOverrides(cleared.overrides, by, {
      change: "clear",
      group,
      ended: names(cleared.ended),
      removed: names(cleared.removed),
    });
    const now = clock.now();
    await announcer.say(`duty/clear/${group}/${now}`, {
      kind: "duty-cleared",
      group,
      by,
      relieved: [...new Set(names(gone))].map(shown),
      onCall: whoIsOnCall(live.roster(), group, now).people.map(shown),
    });
    return cleared;
  }

  async function ask(wish: Omit<Swap, "at">): Promise<Swapped> {
    const swap: Swap = { ...wish, at: clock.now() };
    const asked = swapped(live.roster(), swap, swap.at);
    const { slack } = shown(swap.asked);
    if (asked.kind === "refused") return asked;
    if (slack === undefined) {
      const why = `${swap.asked} has no Slack user in the settings and cannot be asked: an admin can add it, or make an override.`;
      return { kind: "refused", why };
    }
    const zone = zoneOf(live.roster(), swap.group);
    const { gives, takes } = asked;
    await announcer.message(`swap/${swap.group}/${swap.at}`, slack, {
      kind: "swap-asked",
      swap,
      zone,
      gives,
      takes,
    });
    return asked;
  }

  const personOf = (slackUser: string) => bySlack(live.roster().people, slackUser)?.name;
  return {
    personOf,
    isOwn(slackUser, change) {
      const person = personOf(slackUser);
      return person !== undefined && isOwnDuty(live.roster(), person, change, clock.now());
    },
    take: (group, person, length, by) =>
      alone(() => keep(take(live.roster(), { group, person, by, now: clock.now(), for: length }), by)),
    when: (group, window) => parseWindow(window, zoneOf(live.roster(), group), clock.now()),
    override: (group, person, { from, until }, by) =>
      alone(() => keep(override(live.roster(), { group, person, by, now: clock.now(), from, until }), by)),
    clear: (group, by) => alone(() => callOff(group, by)),
    askSwap: ask,
    acceptSwap: (swap, by) => alone(() => accept(swap, by)),
    async declineSwap(swap, by) {
      const notice = { kind: "swap-declined", swap, by, zone: zoneOf(live.roster(), swap.group) } as const;
      await announcer.message(`swap/${swap.group}/${swap.at}/declined`, swap.by, notice);
    },
  };
}

function spoken({ group, person, from, until }: Pick<Override, "group" | "person" | "from" | "until">) {
  return { group, person, from: iso(from), until: iso(until) };
}
