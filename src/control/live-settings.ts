import { isDeepStrictEqual } from "node:util";
import { type LoadedSettings, loadSettings } from "../config/load.ts";
import type { Layers, Origin, Overrides } from "../config/origins.ts";
import { type Problem, problemLine } from "../config/problem.ts";
import type { TwilioSetup } from "../config/references.ts";
import { readSaved, type Saved, savedKeys } from "../config/saved.ts";
import type { Settings } from "../config/settings.ts";
import { settingsFrom } from "../config/settings-from.ts";
import { parsePath, type Tree, valueAt } from "../config/tree.ts";
import type { Entry, Store } from "../engine/ports/store.ts";
import { inTurn } from "../lib/in-turn.ts";
import { type Clock, iso } from "../lib/time.ts";
import { isPlaceKey, placeText } from "../oncall/calendar-place.ts";
import type { Override, Roster } from "../oncall/model.ts";
import { withHolidays } from "../sla/calendar.ts";
import type { AuditEvent } from "../sla/event.ts";
import { type Actor, system } from "../sla/model.ts";

/** Whether a change was taken. `unchanged`: all of it is so already. `changed-meanwhile`: somebody else was faster; look again first. */
export type ChangeResult =
  | { readonly kind: "changed" }
  | { readonly kind: "unchanged" }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] }
  | { readonly kind: "changed-meanwhile" };

/** The settings and the duty roster as they are now: from defaults, file, environment, and what Slack changed. */
export interface LiveSettings {
  settings(): Settings;
  roster(): Roster;
  /** Of every value, by path. */
  origins(): ReadonlyMap<string, Origin>;
  /** In the form of a settings file. */
  text(): Tree;
  /** Why what was changed in Slack before is not in force: it no longer goes together with the file. */
  readonly setAside: readonly Problem[];
  /** Another number after each change and each start: a form that was opened at an older one is refused. */
  revision(): number;
  /** What would be wrong with a change, without making it. */
  judge(values: Overrides): readonly Problem[];
  /** Reads the file again. What is wrong with it leaves the old settings in force and comes back. */
  reload(): Promise<readonly Problem[]>;
  /**
   * Changes values by path, in text form, on behalf of a person; `null` takes an entry out. Judged by the same
   * schema as the file, saved, audited with old and new value, and in force at once.
   */
  change(values: Overrides, by: Actor, revision?: number): Promise<ChangeResult>;
  /**
   * Puts values back to what the file says; without paths, all of them. What another change still needs stays.
   * @returns the paths put back
   */
  reset(by: Actor, under?: readonly string[]): Promise<readonly string[]>;
  /** Replaces who takes whose duty. `detail` goes to the audit trail. */
  setOverrides(overrides: readonly Override[], by: Actor, detail: unknown): Promise<void>;
  onChange(listener: () => void): void;
  /** Whom calendars name has changed: whoever listens looks again. */
  calendarsChanged(): void;
}

/** Where a change is written, with the lines to audit. */
export interface Ledger {
  /** @throws when it is not on the disk; then nothing of it is kept */
  insist(entries: readonly Entry[], events: readonly AuditEvent[]): Promise<void>;
  /** Never rejects: what cannot be written now is written later. */
  write(entries: readonly Entry[], events: readonly AuditEvent[]): Promise<boolean>;
}

export interface LiveSettingsOptions {
  readonly store: Pick<Store, "read">;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Absent: no file, defaults only. */
  readonly file: string | undefined;
  readonly twilio: TwilioSetup;
  /** What the calendars of groups say; nothing unless given. */
  readonly duties?: () => NonNullable<Roster["duties"]>;
  /** Holidays that were read, by calendar; the same object while they are the same. None unless given. */
  readonly holidays?: () => Readonly<Record<string, readonly string[]>>;
}

/**
 * Puts the settings in force.
 * @throws Error naming every problem, when what is stored and the file do not go together
 */
export async function openLiveSettings(
  options: LiveSettingsOptions,
): Promise<LiveSettings | { problems: readonly Problem[] }> {
  const { store, ledger, clock, file, twilio } = options;
  let saved: Saved = await readSaved(store);
  const together = await load(options, saved.settings);
  // A file edited since may no longer bear what was changed in Slack: watching by the file alone beats not watching.
  const first = together.ok || Object.keys(saved.settings).length === 0 ? together : await load(options, {});
  if (!first.ok) return { problems: together.ok ? first.problems : together.problems };
  const setAside = together.ok ? [] : together.problems;
  if (!together.ok) saved = { ...saved, settings: {} };
  let current: LoadedSettings & { ok: true } = first;
  // Forms outlive the program: one that was opened before a restart must not pass for a fresh one.
  let revision: number = clock.now();
  const listeners = new Set<() => void>();

  function tell(): void {
    revision++;
    for (const listener of listeners) listener();
  }

  // A change is made of what is saved: two at once would lose one of them.
  const alone = inTurn();

  async function adopt(
    settings: Overrides,
    layers: Layers,
    events: readonly AuditEvent[],
  ): Promise<readonly Problem[]> {
    const judged = settingsFrom({ ...layers, slack: settings }, twilio);
    if (!judged.ok) return judged.problems;
    await ledger.insist([[savedKeys.settings, settings]], events);
    saved = { ...saved, settings };
    current = { ...judged, layers: { ...layers, slack: settings } };
    tell();
    return [];
  }

  const changed = (path: string, from: unknown, to: unknown, actor: Actor): AuditEvent => ({
    at: iso(clock.now()),
    event: "config.changed",
    actor,
    detail: { path, from: masked(path, from), to: masked(path, to) },
  });
  const valueNow = (path: string) => valueAt(current.text, parsePath(path) ?? []);
  // Taking out what is not there changes nothing either.
  const isSo = (path: string, value: unknown) => isDeepStrictEqual(valueNow(path) ?? null, value ?? null);

  let inForce = { of: current.settings, read: NO_HOLIDAYS, settings: current.settings };

  /** With what feeds say. Asked all the time, so it is worked out once. */
  function settingsNow(): Settings {
    const of = current.settings;
    const read = options.holidays?.() ?? NO_HOLIDAYS;
    if (inForce.of !== of || inForce.read !== read)
      inForce = { of, read, settings: { ...of, calendars: withHolidays(of.calendars, read) } };
    return inForce.settings;
  }

  return {
    settings: settingsNow,
    roster: () => ({
      people: current.settings.people,
      groups: current.settings.groups,
      overrides: [...saved.onCall],
      ...(options.duties === undefined ? {} : { duties: options.duties() }),
    }),
    origins: () => current.origins,
    text: () => current.text,
    setAside,
    revision: () => revision,
    judge(values) {
      const slack = { ...saved.settings, ...values };
      const judged = settingsFrom({ ...current.layers, slack }, twilio);
      return judged.ok ? [] : judged.problems;
    },
    reload: () =>
      alone(async () => {
        const read = await load({ file, twilio }, saved.settings);
        if (!read.ok) {
          const at = iso(clock.now());
          const detail = { path: file, problems: read.problems.map(problemLine) };
          await ledger.write([], [{ at, event: "config.refused", actor: system, detail }]);
          return read.problems;
        }
        if (JSON.stringify(read.text) === JSON.stringify(current.text)) return [];
        current = read;
        const detail = { path: file, by: "file" };
        await ledger.write([], [{ at: iso(clock.now()), event: "config.changed", actor: system, detail }]);
        tell();
        return [];
      }),
    change: (values, by, openedAt) =>
      alone(async () => {
        if (openedAt !== undefined && openedAt !== revision) return { kind: "changed-meanwhile" };
        const news = Object.entries(values).filter(([path, value]) => !isSo(path, value));
        if (news.length === 0) return { kind: "unchanged" };
        const events = news.map(([path, value]) => changed(path, valueNow(path), value, by));
        const settings = { ...saved.settings, ...Object.fromEntries(news) };
        const problems = await adopt(settings, current.layers, events);
        return problems.length > 0 ? { kind: "refused", problems } : { kind: "changed" };
      }),
    reset: (by, under) =>
      alone(async () => {
        const paths = Object.keys(saved.settings).filter(
          (path) => under === undefined || under.some((start) => path.startsWith(start)),
        );
        const rest = Object.fromEntries(
          Object.entries(saved.settings).filter(([path]) => !paths.includes(path)),
        );
        const without = settingsFrom({ ...current.layers, slack: rest }, twilio);
        const to = (path: string) => (without.ok ? valueAt(without.text, parsePath(path) ?? []) : undefined);
        const events = paths.map((path) => changed(path, valueNow(path), to(path), by));
        if (paths.length === 0) return paths;
        return (await adopt(rest, current.layers, events)).length === 0 ? paths : [];
      }),
    setOverrides: (overrides, by, detail) =>
      alone(async () => {
        const event = { at: iso(clock.now()), event: "oncall.changed", actor: by, detail } as const;
        await ledger.insist([[savedKeys.onCall, overrides]], [event]);
        saved = { ...saved, onCall: overrides };
        tell();
      }),
    onChange: (listener) => void listeners.add(listener),
    calendarsChanged() {
      for (const listener of listeners) listener();
    },
  };
}

const NO_HOLIDAYS: Readonly<Record<string, readonly string[]>> = {};

function load(
  { file, twilio }: Pick<LiveSettingsOptions, "file" | "twilio">,
  overrides: Overrides,
): Promise<LoadedSettings> {
  return loadSettings({ file, overrides, twilio });
}

/** Full numbers are shown nowhere, the audit trail included. */
function masked(path: string, value: unknown): unknown {
  if (path.startsWith("groups") || path.startsWith("calendars")) return withoutFeeds(path, value);
  if (!path.startsWith("people")) return value;
  return JSON.parse(
    JSON.stringify(value ?? null, (_key, inner) =>
      typeof inner === "string" && /^\+\d{6,}$/.test(inner)
        ? `${inner.slice(0, 3)}…${inner.slice(-2)}`
        : inner,
    ),
  );
}

/** The address of a private feed is a secret. */
function withoutFeeds(path: string, value: unknown): unknown {
  if (typeof value === "string" && isPlaceKey(String(parsePath(path)?.at(-1)))) return placeText(value);
  return JSON.parse(
    JSON.stringify(value ?? null, (key, inner) =>
      isPlaceKey(key) && typeof inner === "string" ? placeText(inner) : inner,
    ),
  );
}
