import { after, type Clock, type Duration, hours, seconds } from "../../lib/time.ts";
import { ways } from "../../oncall/ways.ts";
import type { Because } from "../../sla/reason.ts";
import type { Item } from "../items/item.ts";
import type { Line, Outcome } from "../ports/outcome.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Timetable } from "../work/timetable.ts";

interface FollowUpOptions {
  readonly clock: Clock;
  readonly timetable: Timetable;
  readonly jobs: Jobs;
  readonly read: (id: string) => Item | undefined;
  readonly ask: (item: Item) => Promise<Outcome>;
  /** Told what a call that goes on has met. */
  readonly onLine: (item: Item, line: Line) => Promise<void>;
  /** Told how it ended. */
  readonly conclude: (item: Item, outcome: Outcome) => Promise<void>;
}

/** Between two questions: the first few, and from then on. */
const pauses: Readonly<Record<"sms" | "call", { first: readonly Duration[]; later: Duration }>> = {
  call: { first: [], later: seconds(2) },
  sms: { first: [2, 5, 10, 20, 40].map(seconds), later: seconds(60) },
};

const unknownEnd: Because = {
  detail: "Twilio does not say how it ended",
  reason: { name: "its end is not known" },
};

/** While somebody listens: a key is answered within three seconds. */
const LISTENING = seconds(1);

/** Asks how a sent text or call goes on, at growing distances, until it has ended or nobody will ever know. */
export function followUp({ clock, timetable, jobs, read, ask, onLine, conclude }: FollowUpOptions) {
  function askLater(id: string, asked: number, isListening: boolean): void {
    const item = read(id);
    if (item?.state !== "sent" || item.ref === undefined) return;
    if (item.via !== "sms" && item.via !== "call") return;
    const giveUpAt = after(item.settledAt ?? item.at, ways[item.via].followedFor);
    const { first, later } = pauses[item.via];
    const at = after(clock.now(), isListening ? LISTENING : (first[asked] ?? later));
    if (item.via === "call" && at > giveUpAt) {
      const last = Math.max(clock.now(), giveUpAt) as typeof at;
      timetable.at("follow", id, last, () => jobs.start(`follow ${id}`, () => askLastly(id)));
      return;
    }
    // After a restart one last question may still bring the answer, but not about last month.
    if (item.via === "sms" && clock.now() > (asked > 0 ? giveUpAt : after(giveUpAt, hours(1)))) return;
    timetable.at("follow", id, at, () => jobs.start(`follow ${id}`, () => askAgain(id, asked)));
  }

  async function askAgain(id: string, asked: number): Promise<void> {
    const item = read(id);
    if (item?.state !== "sent") return;
    const outcome = await ask(item);
    const { line }: Pick<Outcome, "state"> & { readonly line?: Line } = outcome;
    if (line !== undefined) await onLine(item, line);
    if (goesOn(outcome)) return askLater(id, asked + 1, line !== undefined);
    await conclude(item, outcome);
  }

  async function askLastly(id: string): Promise<void> {
    const item = read(id);
    if (item?.state !== "sent") return;
    const outcome = await ask(item);
    const { ref = "" } = item;
    await conclude(item, goesOn(outcome) ? { state: "unanswered", ref, ...unknownEnd } : outcome);
  }

  return (id: string) => askLater(id, 0, false);
}

const goesOn = ({ state }: Outcome) => state === "sent" || state === "unknown";
