import type { Telling } from "../told.ts";
import { diedUnsaved, type Truth, versionAt } from "../truth.ts";
import { grouped } from "./grouped.ts";

export interface Twice {
  readonly first: Telling;
  readonly second: Telling;
  /** The store could not be written and the app died of it: rule 10 allows it. */
  readonly allowed: boolean;
}

/** What was told twice: the same tier, repeat and way to the same channel or person. */
export function doubled(truth: Truth, told: readonly Telling[]): Twice[] {
  const pairs = [...messagesTwice(told), ...callsTwice(truth, told)];
  return pairs.map(([first, second]) => ({
    first,
    second,
    allowed: diedUnsaved(truth, first.at, second.at),
  }));
}

type Pair = readonly [Telling, Telling];

function messagesTwice(told: readonly Telling[]): Pair[] {
  const messages = told.filter(({ via, id }) => via !== "call" && id !== undefined);
  const byThing = grouped(messages, ({ via, to, id, alertId, rung, count }) =>
    rung === undefined
      ? `${via} ${to} ${alertId ?? ""} ${id} ${count ?? ""}`
      : `${via} ${to} ${alertId} ${rung}`,
  );
  return [...byThing.values()].flatMap((same) => neighbours(same));
}

/** A second call is right when the one before was not answered, and has ended. */
function callsTwice(truth: Truth, told: readonly Telling[]): Pair[] {
  const calls = told.filter(
    ({ via, alertId, count }) => via === "call" && (alertId !== undefined || count !== undefined),
  );
  const alone = calls.filter(({ alertId }) => alertId !== undefined);
  const byThing = grouped(
    alone,
    ({ to, alertId, again, text }) => `${to} ${alertId} ${again} ${/high[- ]risk/i.test(text)}`,
  );
  return [...byThing.values()].flatMap((same) => {
    const wrong = neighbours(same).filter(([first, second]) => !wasInVain(first, second.at));
    const { retries } = versionAt(truth, same[0]?.at ?? 0).settings.voice;
    const tooMany = same.slice(Math.max(retries, 1) + 1).map((one, index): Pair => [same[index] ?? one, one]);
    return wrong.length > 0 ? wrong : tooMany;
  });
}

function wasInVain({ call }: Telling, by: number): boolean {
  if (call === undefined) return false;
  return call.pickedUpBy !== "human" && call.endedAt !== null && call.endedAt <= by;
}

function neighbours(same: readonly Telling[]): Pair[] {
  const inOrder = [...same].sort((a, b) => a.at - b.at);
  return inOrder.slice(1).map((second, index): Pair => [inOrder[index] ?? second, second]);
}

/** How often somebody's phone rang while another call of ours was not over. */
export function rangAtOnce(told: readonly Telling[]): Pair[] {
  const byPhone = grouped(
    told.filter(({ via }) => via === "call"),
    ({ to }) => to,
  );
  return [...byPhone.values()].flatMap((calls) =>
    neighbours(calls).filter(
      ([{ call }, second]) => call !== undefined && (call.endedAt === null || call.endedAt > second.at + 50),
    ),
  );
}
