const weekdays: readonly string[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Minutes after local midnight, half-open; 1440 is the end of the day. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

// Nobody writes more lines than this for a day; the rest is an accident or worse.
const MOST_SPANS = 100;

/** A week, Monday first, in which nothing is open. */
export function emptyWeek(): Span[][] {
  return weekdays.map(() => []);
}

/** Spans in order, those that overlap or touch made one: an hour written twice is still one hour. */
export function united(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last === undefined || span.from > last.until) joined.push(span);
    else joined[joined.length - 1] = { from: last.from, until: Math.max(last.until, span.until) };
  }
  return joined;
}

/** Adds the spans of one settings line to the week. @returns what is wrong with the line, if anything */
export function addSpans(week: Span[][], days: string, spans: string): string | undefined {
  const indexes = dayIndexes(days);
  if (indexes === undefined)
    return `"${days.slice(0, 60)}" is no weekday: expected mon to sun, or a range such as mon-fri`;
  const texts = spans.split(",");
  if (texts.length > MOST_SPANS) return `${texts.length} spans of hours: expected at most ${MOST_SPANS}`;
  for (const text of texts) {
    const span = parseSpan(text);
    if (span === undefined)
      return `"${text.trim().slice(0, 60)}" is no span of hours: expected hours such as 09:00-17:30`;
    for (const index of indexes) {
      if (span.until > span.from) week[index]?.push(span);
      else {
        week[index]?.push({ from: span.from, until: 1440 });
        if (span.until > 0) week[(index + 1) % 7]?.push({ from: 0, until: span.until });
      }
    }
  }
  return undefined;
}

function dayIndexes(text: string): number[] | undefined {
  const [first, last = first, ...more] = text
    .toLowerCase()
    .split("-")
    .map((day) => weekdays.indexOf(day.trim()));
  if (first === undefined || last === undefined || first < 0 || last < 0 || more.length > 0) return undefined;
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, step) => (first + step) % 7);
}

function parseSpan(text: string): Span | undefined {
  const match = /^\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*$/.exec(text);
  if (match === null) return undefined;
  const [fromHour = 0, fromMinute = 0, untilHour = 0, untilMinute = 0] = match.slice(1).map(Number);
  const span = { from: fromHour * 60 + fromMinute, until: untilHour * 60 + untilMinute };
  const valid =
    fromMinute < 60 && untilMinute < 60 && span.from < 1440 && span.until <= 1440 && span.from !== span.until;
  return valid ? span : undefined;
}
