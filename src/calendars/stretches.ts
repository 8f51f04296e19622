import type { Instant } from "../lib/time.ts";
import type { CalendarDuty } from "../oncall/calendar-duty.ts";

/** Somebody's duty; half-open. */
export interface Duty {
  readonly name: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** Cuts duties that may overlap into stretches that do not, each with everybody who has it. */
export function stretchesOf(all: readonly Duty[]): CalendarDuty["stretches"] {
  const edges = all
    .flatMap(({ name, from, until }) => [
      { at: from, name, by: 1 },
      { at: until, name, by: -1 },
    ])
    .sort((one, other) => one.at - other.at);
  // In the order in which they came.
  const present = new Map<string, number>();
  const stretches: CalendarDuty["stretches"] = [];
  edges.forEach(({ at, name, by }, place) => {
    const count = (present.get(name) ?? 0) + by;
    if (count === 0) present.delete(name);
    else present.set(name, count);
    const until = edges[place + 1]?.at ?? at;
    if (present.size > 0 && until > at) add(stretches, { from: at, until, people: [...present.keys()] });
  });
  return stretches;
}

function add(stretches: CalendarDuty["stretches"], next: CalendarDuty["stretches"][number]): void {
  const last = stretches.at(-1);
  const isSame = last?.until === next.from && String(last.people) === String(next.people);
  if (last !== undefined && isSame) stretches[stretches.length - 1] = { ...last, until: next.until };
  else stretches.push(next);
}
