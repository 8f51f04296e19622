import { RestError } from "./errors.ts";

/** Judges an instant (ms); null is a date the record does not have yet. */
export type DateFilter = (instant: number | null) => boolean;

const DAY_MS = 86_400_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

interface Options {
  readonly granularity: "second" | "day";
  /** Whether records without the date are left out as soon as one bound is given. */
  readonly hidesAbsent: boolean;
}

/**
 * Reads the filters `name`, `name<` and `name>` of a query. Both bounds are inclusive; a bare date
 * stands for its whole UTC day.
 *
 * @throws RestError 20001 on a value that is no date
 */
export function dateFilter(query: URLSearchParams, name: string, options: Options): DateFilter {
  const [on, until, since] = ["", "<", ">"].map((sign) => span(query.get(name + sign), name, options));
  if (on === undefined && until === undefined && since === undefined) return () => true;
  return (instant) => {
    if (instant === null) return !options.hidesAbsent;
    const second = instant - (instant % 1000);
    if (on !== undefined && (second < on.from || second >= on.to)) return false;
    if (until !== undefined && second >= until.to) return false;
    return since === undefined || second >= since.from;
  };
}

function span(
  text: string | null,
  name: string,
  { granularity }: Options,
): { from: number; to: number } | undefined {
  if (text === null || text === "") return undefined;
  const wholeDay = DATE.test(text);
  const instant = wholeDay || DATE_TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) throw new RestError(20001, `Invalid date ${text} in ${name}`);
  const width = wholeDay || granularity === "day" ? DAY_MS : 1000;
  const from = instant - (instant % width);
  return { from, to: from + width };
}
