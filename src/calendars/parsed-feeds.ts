import { type Clock, days } from "../lib/time.ts";
import type { People } from "../oncall/model.ts";
import type { CalendarReading } from "./read.ts";

/** What the texts of feeds say, parsed again only when something about it has changed. */
export interface ParsedFeeds {
  /** Loads what parses. Before, no feed says anything. */
  ready(): Promise<void>;
  /** Before it takes the place of what was good. @throws CalendarError */
  refuseUnreadable(text: string): Promise<void>;
  /** Undefined when nothing that can be read is known of it. */
  readingOf(place: string): CalendarReading | undefined;
  /** The holidays in it, as dates; undefined when nothing is known of it. */
  holidaysOf(place: string): readonly string[] | undefined;
}

export interface ParsedFeedsOptions {
  readonly clock: Clock;
  readonly people: () => People;
  readonly textOf: (place: string) => string | undefined;
}

interface Parsed {
  readonly of: { readonly text: string; readonly people: People; readonly day: number };
  readonly says: CalendarReading | undefined;
}

export function parsedFeeds({ clock, people: peopleNow, textOf }: ParsedFeedsOptions): ParsedFeeds {
  const parsed = new Map<string, Parsed>();
  /** Loaded when there is something to read: most teams have no calendar, and it takes megabytes. */
  let parser: typeof import("./readings.ts") | undefined;

  async function load(): Promise<NonNullable<typeof parser>> {
    parser ??= await import("./readings.ts");
    return parser;
  }

  return {
    async ready() {
      await load();
    },
    async refuseUnreadable(text) {
      (await load()).refuseUnreadable(text, clock.now());
    },
    readingOf(place) {
      const text = textOf(place);
      if (text === undefined || parser === undefined) return undefined;
      const people = peopleNow();
      const now = clock.now();
      const day = Math.floor(now / days(1));
      const last = parsed.get(place);
      if (last?.of.text === text && last.of.people === people && last.of.day === day) return last.says;
      const says = parser.readAgain(text, people, now);
      parsed.set(place, { of: { text, people, day }, says });
      return says;
    },
    holidaysOf(place) {
      const text = textOf(place);
      return text === undefined ? undefined : parser?.holidaysIn(text, clock.now());
    },
  };
}
