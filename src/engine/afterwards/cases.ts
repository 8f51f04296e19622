import type { Logger } from "pino";
import type { Settings } from "../../config/settings.ts";
import { after, type Clock, type Instant, seconds } from "../../lib/time.ts";
import { caseIdOf } from "../../sla/case-deadlines.ts";
import type { AlertId } from "../../sla/model.ts";
import type { Audience } from "../../sla/plan.ts";
import { isOver } from "../items/item.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { AlertSource } from "../ports/alert-source.ts";
import type { CardSources } from "../show/card-facts.ts";
import type { Cards } from "../show/cards.ts";
import { caseStanding } from "../show/case-standing.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Lanes } from "../work/lanes.ts";
import type { Timetable } from "../work/timetable.ts";
import type { Watchlist } from "../work/watchlist.ts";
import { caseDecision, caseDue, seeCase } from "./case-turn.ts";
import { type CaseReading, caseReading } from "./read-case.ts";

const NOTHING = "[]";
/** When something of ours failed. */
const TRY_AGAIN_AFTER = seconds(10);

/** Follows the cases that alerts became: by when somebody is to have them, and by when they are to be closed. */
export interface Cases {
  /** Works all deadlines out anew: after a start, a change of settings, a pause. */
  reconsider(): void;
  /** Reads cases again of which people are about to be told. Never throws, and takes 10 s at most. */
  renew(ids: readonly AlertId[]): Promise<void>;
  /** The same for those of which somebody is being told now. */
  look(): Promise<void>;
  /** Whether something of the alert's case is still to come. */
  isAhead(id: AlertId): boolean;
}

export interface CasesOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly watch: Watchlist;
  readonly lanes: Lanes;
  readonly timetable: Timetable;
  readonly jobs: Jobs;
  readonly source: Pick<AlertSource, "read" | "caseOf" | "readCase">;
  readonly settings: () => Settings;
  readonly outbox: Pick<Outbox, "add" | "all">;
  readonly cards: Cards;
  readonly sources: CardSources;
  readonly audience: () => Audience;
  /** The channel alerts go to; undefined = Slack is off. */
  readonly channel: string | undefined;
  /** While this is in the future nobody is told. */
  readonly pausedUntil: () => Instant | undefined;
}

export interface CaseParts extends CasesOptions {
  readonly reading: CaseReading;
}

export function cases(options: CasesOptions): Cases {
  const { clock, watch, lanes, timetable, jobs, cards, outbox, pausedUntil } = options;
  const parts: CaseParts = { ...options, reading: caseReading(options) };
  /** Which case each alert is of, and what its card shows of it. */
  const shown = new Map<AlertId, { readonly caseId: string; readonly text: string }>();
  /** Cases that are being read: their turn plans anew. */
  const busy = new Set<AlertId>();

  /** Notes when to look at a case again. Cheap: asked at each change of an alert. */
  function planNext(id: AlertId): void {
    const decision = caseDecision(parts, id);
    outdateCard(id);
    if (busy.has(id)) return;
    if (decision.kind === "rest") {
      timetable.cancel("case", id);
      return;
    }
    const now = clock.now();
    const from = decision.kind === "wait" ? decision.until : now;
    const pause = pausedUntil();
    const at = pause !== undefined && pause > from ? pause : from;
    if (at > now) {
      timetable.at("case", id, at, planNext);
      return;
    }
    busy.add(id);
    jobs.start(`case of ${id}`, () => lanes.inLane(`case ${id}`, () => takeTurn(id)));
  }

  async function takeTurn(id: AlertId): Promise<void> {
    try {
      await caseDue(parts, id);
      busy.delete(id);
      planNext(id);
    } catch (error) {
      busy.delete(id);
      timetable.at("case", id, after(clock.now(), TRY_AGAIN_AFTER), planNext);
      throw error;
    }
  }

  /** Settings may have changed what the card says, or another alert of the case. */
  function outdateCard(id: AlertId): void {
    const entry = watch.get(id);
    const caseId = entry && caseIdOf(entry.record);
    const before = shown.get(id);
    if (entry === undefined || caseId === undefined) shown.delete(id);
    else shown.set(id, { caseId, text: JSON.stringify(caseStanding(options.sources, entry)) });
    const now = shown.get(id);
    if ((before?.text ?? NOTHING) !== (now?.text ?? NOTHING)) cards.outdate(id, seconds(1));
    // It may have been the one by which the case was followed.
    if (before !== undefined && before.caseId !== caseId)
      for (const { record } of watch.ofCase(before.caseId)) planNext(record.alertId);
  }

  const isFollowed = () => Object.keys(options.settings().cases).length > 0;

  watch.onChange((id) => {
    if (isFollowed() && (shown.has(id) || isCase(watch, id))) planNext(id);
  });

  async function renew(ids: readonly AlertId[]): Promise<void> {
    await Promise.all(
      [...new Set(ids)].map(async (id) => {
        const record = watch.get(id)?.record;
        const caseId = record && caseIdOf(record);
        if (caseId === undefined || parts.reading.isRecent(caseId)) return;
        await seeCase(parts, id, caseId, await parts.reading.ask(caseId));
      }),
    );
  }

  return {
    reconsider() {
      if (!isFollowed() && shown.size === 0) return;
      for (const { record } of watch.all()) if (caseIdOf(record) !== undefined) planNext(record.alertId);
    },
    renew,
    look: () =>
      renew(
        [...outbox.all()].flatMap((item) =>
          item.about.kind === "case" && !isOver(item) ? [item.about.alertId] : [],
        ),
      ),
    isAhead: (id) => isFollowed() && caseDecision(parts, id).kind !== "rest",
  };
}

function isCase(watch: Watchlist, id: AlertId): boolean {
  const record = watch.get(id)?.record;
  return record !== undefined && caseIdOf(record) !== undefined;
}
