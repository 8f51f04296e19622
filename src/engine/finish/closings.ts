import { bareName } from "../../lib/fold.ts";
import { inPool } from "../../lib/pool.ts";
import type { Instant } from "../../lib/time.ts";
import { commentText } from "../../lib/untrusted.ts";
import { type Disclosure, disclosedTo, shown } from "../../sla/disclosure.ts";
import { closed } from "../../sla/finish.ts";
import type { AlertId } from "../../sla/model.ts";
import { type Change, handledElsewhere } from "../../sla/respond.ts";
import type { Person } from "../desk.ts";
import { HiveError } from "../hive-error.ts";
import type { Closing } from "../ports/alert-finisher.ts";
import type { AlertSource } from "../ports/alert-source.ts";
import type { Jobs } from "../work/jobs.ts";
import { lanes } from "../work/lanes.ts";
import type { Watched } from "../work/watchlist.ts";
import type { ClosingAnswer, ClosingReport, Finishing, NamedAlert } from "./finishing.ts";
import { type NoteEndOptions, noteEnd } from "./note-end.ts";

export interface ClosingsOptions extends NoteEndOptions {
  readonly source: Pick<AlertSource, "close" | "closingStatuses" | "comment">;
  readonly jobs: Jobs;
  /** The e-mail of whoever asks, if anybody knows it. */
  readonly emailOf: (person: Person) => string | undefined;
}

/** TheHive has other things to do as well. */
const AT_ONCE = 6;
/** After so many in a row that TheHive did not answer, the rest is not tried. */
const GIVE_UP_AFTER = 3;

interface Wish {
  readonly status: string;
  readonly note: string | undefined;
  readonly person: Person;
}

type Mutable<List> = List extends readonly (infer Item)[] ? Item[] : never;

/** Closes alerts, each once, however many people press at the same moment. */
export function closings(options: ClosingsOptions): Finishing["close"] {
  const { source, sources, jobs, emailOf } = options;
  const { watch } = sources;
  const perAlert = lanes();

  async function closeAll(ids: readonly AlertId[], wish: Wish) {
    const closedOnes: Mutable<ClosingReport["closed"]> = [];
    const already: Mutable<ClosingReport["already"]> = [];
    const left: Mutable<ClosingReport["left"]> = [];
    const patience = newPatience();
    await inPool([...new Set(ids)], AT_ONCE, async (id) => {
      const entry = watch.get(id);
      if (entry === undefined) return;
      const named = nameOf(entry, sources.settings().disclosure);
      const why = patience.lost();
      if (why !== undefined) return void left.push({ ...named, why: `not tried: ${why}` });
      try {
        const how = await perAlert.inLane(id, () => closeOne(id, wish));
        patience.answered();
        (how === "closed" ? closedOnes : already).push(named);
      } catch (error) {
        if (!(error instanceof HiveError)) throw error;
        patience.failed(error);
        left.push({ ...named, why: error.message });
      }
    });
    return { closed: closedOnes, already, left };
  }

  async function closeOne(id: AlertId, wish: Wish): Promise<Closing["kind"]> {
    const { status, note, person } = wish;
    if (watch.get(id)?.record.handled !== undefined) return "already";
    const closing = await source.close(id, { status, note, email: emailOf(person) });
    await noteEnd(id, (entry) => ended(entry, closing, wish, sources.clock.now()), options);
    return closing.kind;
  }

  /** Who it was, where this TheHive has comments. */
  async function sign(alerts: readonly NamedAlert[], { status, person }: Wish): Promise<void> {
    const text = commentText(
      `${person.name ?? person.actor} closed this alert as ${status} from Slack.`,
      200,
    );
    let trouble: unknown;
    await inPool(alerts, AT_ONCE, async ({ id }) => {
      await source.comment(id, text).catch((error: unknown) => {
        trouble ??= error;
      });
    });
    if (trouble !== undefined) throw trouble;
  }

  async function close(ids: readonly AlertId[], wish: Wish): Promise<ClosingAnswer> {
    try {
      const statuses = await source.closingStatuses();
      const status = statuses.names.find((name) => bareName(name) === bareName(wish.status));
      if (status === undefined) return { kind: "not-offered", statuses };
      const spelt = { ...wish, status };
      const report = await closeAll(ids, spelt);
      jobs.start("comments on closed alerts", () => sign(report.closed, spelt));
      return { kind: "closed", status, statuses, ...report };
    } catch (error) {
      if (!(error instanceof HiveError)) throw error;
      return { kind: "failed", detail: error.message };
    }
  }

  return (ids, status, note, person) => {
    const answer = close(ids, { status, note, person });
    // Whoever pressed waits for it, and so does a stop.
    jobs.start("closing of alerts", () => answer.catch(() => {}));
    return answer;
  };
}

/** The record afterwards. A poll may have seen it closed before our own answer came: it is ours all the same. */
function ended(
  { record }: Watched,
  closing: Closing,
  { status, note, person }: Wish,
  now: Instant,
): Change | undefined {
  if (record.handled?.by !== undefined) return undefined;
  if (closing.kind === "closed") return closed(record, { status, note }, now, person.actor);
  return record.handled === undefined ? handledElsewhere(record, closing.alert, now) : undefined;
}

/** What holds for every alert is not found out alert by alert. */
function newPatience() {
  let inVain = 0;
  let why: string | undefined;
  return {
    lost: () => why,
    answered() {
      inVain = 0;
    },
    failed({ code, message }: HiveError) {
      if (code === "unauthorized" || code === "forbidden") why = message;
      if (code !== "unreachable" && code !== "nonsense") return;
      inVain++;
      if (inVain >= GIVE_UP_AFTER) why = "TheHive did not answer for several others";
    },
  };
}

function nameOf({ alert: whole, record }: Watched, rules: Disclosure): NamedAlert {
  const alert = shown(whole, disclosedTo(whole, rules, "slack"));
  return { id: alert.id, number: record.number, severity: alert.severity, title: alert.title };
}
