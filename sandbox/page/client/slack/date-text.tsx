import { useNow } from "../shell.tsx";

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(undefined, options);
const dayFormats = {
  date_num: format({ year: "numeric", month: "2-digit", day: "2-digit" }),
  date: format({ year: "numeric", month: "long", day: "numeric" }),
  date_short: format({ year: "numeric", month: "short", day: "numeric" }),
  date_long: format({ year: "numeric", month: "long", day: "numeric", weekday: "long" }),
} as const;
const times = { time: format({ timeStyle: "short" }), time_secs: format({ timeStyle: "medium" }) } as const;
const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "always" });
const MINUTE = 60_000;
const DAY = 86_400_000;

/** An instant in the reader's own zone, in the form that a Slack message asks for: `{date_short} at {time}`. */
export function DateText({ seconds, tokens }: { readonly seconds: number; readonly tokens: string }) {
  const now = useNow();
  const at = seconds * 1000;
  return <time dateTime={new Date(at).toISOString()}>{filled(tokens, at, now)}</time>;
}

/** Fills in the tokens of one of Slack's date formats. */
function filled(tokens: string, at: number, now: number): string {
  return tokens.replace(/\{(\w+)\}/g, (whole, token: string) => {
    if (token === "ago") return agoText(at, now);
    if (token === "time" || token === "time_secs") return times[token].format(at);
    const isPretty = token.endsWith("_pretty");
    const name = token.replace(/_pretty$/, "").replace(/^day_divider$/, "date_long");
    const day = isDay(name) ? dayFormats[name].format(at) : whole;
    return isPretty ? (nearDay(at, now) ?? day) : day;
  });
}

function isDay(name: string): name is keyof typeof dayFormats {
  return name in dayFormats;
}

// "today" and its neighbours, where they apply.
function nearDay(at: number, now: number): string | undefined {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY);
  return { "-1": "yesterday", "0": "today", "1": "tomorrow" }[String(days)];
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function agoText(at: number, now: number): string {
  const minutes = Math.round((at - now) / MINUTE);
  if (Math.abs(minutes) < 1) return "just now";
  if (Math.abs(minutes) < 60) return ago.format(minutes, "minute");
  if (Math.abs(minutes) < 48 * 60) return ago.format(Math.trunc(minutes / 60), "hour");
  return ago.format(Math.trunc(minutes / 1440), "day");
}
