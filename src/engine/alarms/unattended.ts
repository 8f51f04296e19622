import type { Settings } from "../../config/settings.ts";
import { type Repeated, repeat } from "../../lib/repeat.ts";
import { after, type Clock, Instant, iso } from "../../lib/time.ts";
import { system } from "../../sla/model.ts";
import { policyFor } from "../../sla/policy.ts";
import { standingSince } from "../../sla/standstill.ts";
import type { BoardRow } from "../ports/card-facts.ts";
import type { Store } from "../ports/store.ts";
import { boardRow, type CardSources } from "../show/card-facts.ts";
import { byUrgency } from "../show/urgency.ts";
import type { Journal } from "../work/journal.ts";
import type { Watched } from "../work/watchlist.ts";
import type { Announcer } from "./announcer.ts";

const KEY = "unattended";
const ROWS_TOLD = 20;

/** Lists again and again what is past its last tier and nobody holds, so that silence has an end. */
export interface Unattended {
  load(): Promise<void>;
  run(signal: AbortSignal): void;
  /** Alerts or settings have changed. */
  replan(): void;
}

export interface UnattendedOptions {
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly store: Pick<Store, "read">;
  readonly journal: Journal;
  readonly announcer: Announcer;
  readonly sources: CardSources;
  /** undefined = Slack is off. */
  readonly channel: string | undefined;
  readonly pausedUntil: () => Instant | undefined;
  readonly onError: (error: unknown) => void;
}

export function unattended(options: UnattendedOptions): Unattended {
  const { clock, settings, store, journal, announcer, sources, channel } = options;
  /** When they were listed the last time, or the first of them came. */
  let last: Instant | undefined;
  let loop: Repeated | undefined;

  function waiting(): Watched[] {
    const { watch } = sources;
    return [...watch.open()].flatMap((id) => {
      const entry = watch.get(id);
      return entry !== undefined && isUnattended(entry, settings()) ? [entry] : [];
    });
  }

  /** Not before the first of them has waited that long; pauses put it off. */
  function next(): Instant | undefined {
    const { every } = settings().unattended;
    if (every === "off" || channel === undefined) return undefined;
    const since = waiting().reduce<Instant | undefined>(
      (first, { record: { unansweredAt } }) =>
        unansweredAt !== undefined && (first === undefined || unansweredAt < first) ? unansweredAt : first,
      undefined,
    );
    if (since === undefined) return undefined;
    const at = after(last !== undefined && last > since ? last : since, every);
    const paused = options.pausedUntil();
    return paused !== undefined && paused > at ? paused : at;
  }

  async function list(): Promise<void> {
    const entries = waiting();
    const now = clock.now();
    last = now;
    if (entries.length === 0) return;
    const detail = { count: entries.length };
    await journal.write([[KEY, now]], [{ at: iso(now), event: "unattended.listed", actor: system, detail }]);
    for (const [to, own] of byChannel(entries, settings(), channel)) {
      const all: BoardRow[] = own.map((entry) => boardRow(sources, entry)).sort(byUrgency);
      const name = `unattended/${now}`;
      await announcer.say(
        name,
        { kind: "unattended", rows: all.slice(0, ROWS_TOLD), total: all.length },
        { channel: to, topic: "unattended" },
      );
    }
  }

  return {
    async load() {
      const read = Instant.safeParse(await store.read(KEY));
      if (read.success) last = read.data;
    },
    run(signal) {
      loop = repeat(list, { clock, signal, next, onError: options.onError });
    },
    replan: () => loop?.replan(),
  };
}

/** Open, past its last tier, and in nobody's hands. */
function isUnattended({ alert, record }: Watched, settings: Settings): boolean {
  if (record.unansweredAt === undefined || record.hold !== undefined || record.handled !== undefined)
    return false;
  // It waits for somebody else.
  if (standingSince(record) !== undefined) return false;
  return policyFor(alert, settings).policy.enabled;
}

function byChannel(
  entries: readonly Watched[],
  settings: Settings,
  usual: string | undefined,
): Map<string, Watched[]> {
  const found = new Map<string, Watched[]>();
  for (const entry of entries) {
    const to = policyFor(entry.alert, settings).channel ?? usual;
    if (to !== undefined) found.set(to, [...(found.get(to) ?? []), entry]);
  }
  return found;
}
