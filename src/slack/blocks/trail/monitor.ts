import type { z } from "zod";
import { formatDuration } from "../../../lib/duration-text.ts";
import { instant, milliseconds } from "../../../lib/time.ts";
import { moment, type Piece, person, theirs, verbatim, words } from "../rich.ts";
import { Asked, Checked, Config, Down, Held, type Plain, read, Values, Why } from "./details.ts";
import { because, isDate, type Sentences, untilPieces } from "./pieces.ts";

/** The monitor itself, and how it gets on with TheHive. */
export const ofTheMonitor = {
  "monitor.started": () => [words("The monitor started.")],
  "monitor.stopped": () => [words("The monitor stopped.")],
  "monitor.paused": ({ actor, detail }) => {
    const { until, reason } = read(Held, detail);
    return [
      person(actor),
      words(" paused the monitor"),
      ...untilPieces(until),
      ...because(reason),
      words("."),
    ];
  },
  "monitor.resumed": ({ actor }) => [person(actor), words(" ended the pause.")],
  "thehive.down": ({ detail }) => {
    const { since, why } = read(Down, detail);
    return [
      words("TheHive could not be read"),
      ...(isDate(since) ? [words(" since "), moment(instant(since))] : []),
      ...because(why),
      words("."),
    ];
  },
  "thehive.up": ({ detail }) => {
    const { downForMs } = read(Down, detail);
    const after = downForMs === undefined ? "" : ` after ${formatDuration(milliseconds(downForMs))}`;
    return [words(`TheHive could be read again${after}.`)];
  },
  "readiness.checked": ({ detail }) => {
    const { wrong = 0, unknown = 0 } = read(Checked, detail);
    const more = unknown === 0 ? "" : `, ${unknown} not known`;
    return [
      words(
        `It was looked whether all is ready: ${wrong === 0 ? "nothing wrong" : `${wrong} wrong`}${more}.`,
      ),
    ];
  },
  "readiness.tested": ({ detail }) => {
    const { asked = [] } = read(Asked, detail);
    if (asked.length === 0) return [words("The weekly test text went to nobody.")];
    return [words("The weekly test text went to "), theirs(asked.join(", "), 200), words(".")];
  },
  "alert.malformed": ({ alertId, detail }) => [
    words("TheHive sent an alert that cannot be read, "),
    theirs(alertId ?? "", 60),
    ...because(read(Why, detail).why),
    words("."),
  ],
  "config.changed": ({ actor, detail }) => {
    const { path, by } = read(Config, detail);
    const what = path === undefined ? words("the settings") : verbatim(path, 120);
    return by === "file"
      ? [words("The settings file was read again: "), what, words(".")]
      : [person(actor), words(" changed "), what, ...changePieces(detail), words(".")];
  },
  "config.refused": ({ detail }) => {
    const { path, problems = [] } = read(Config, detail);
    const [first, ...more] = problems;
    return [
      words("The settings"),
      ...(path === undefined ? [] : [words(" in "), verbatim(path, 120)]),
      words(" were refused, the old ones stay"),
      ...(first === undefined ? [] : [words(": "), verbatim(first, 200)]),
      words(more.length === 0 ? "." : `, and ${more.length} more.`),
    ];
  },
} satisfies Sentences;

/** Lists and forms are told by their name alone. */
function changePieces(detail: unknown): readonly Piece[] {
  const { from, to } = read(Values, detail);
  if (from === undefined && to === undefined) return [];
  const shown = (value: z.infer<typeof Plain> | undefined) => theirs(String(value ?? "nothing"), 80);
  return [words(" from "), shown(from), words(" to "), shown(to)];
}
