import { instant } from "../../../lib/time.ts";
import type { CaseLink, Handled } from "../../../sla/record.ts";
import { link, moment, type Piece, person, theirs, words } from "../rich.ts";
import { handledText } from "../standing.ts";
import { Closed, HandledHow, Overdue, Promoted, read, Seen, Status, Written } from "./details.ts";
import { because, isDate, type Sentences } from "./pieces.ts";

/** How an alert came and went. */
export const ofFate = {
  "alert.seen": ({ detail }, alert) => {
    const { severity, createdAt } = read(Seen, detail);
    return [
      alert,
      words(` was seen for the first time${severity === undefined ? "" : `: ${severity}`}`),
      ...(isDate(createdAt) ? [words(", raised "), moment(instant(createdAt))] : []),
      words("."),
    ];
  },
  "alert.promoted": ({ actor, detail }, alert) => {
    const made = read(Promoted, detail).case;
    return [person(actor), words(" made "), alert, words(" a case"), ...casePieces(made), words(".")];
  },
  "alert.merged": ({ actor, detail }, alert) => {
    const into = read(Promoted, detail).case;
    return [
      person(actor),
      words(" put "),
      alert,
      words(" into a case that was there already"),
      ...casePieces(into),
      words("."),
    ];
  },
  "alert.closed": ({ actor, detail }, alert) => {
    const { status, note } = read(Closed, detail);
    return [
      person(actor),
      words(" closed "),
      alert,
      ...(status === undefined ? [] : [words(" as "), theirs(status, 60)]),
      ...because(note),
      words("."),
    ];
  },
  "alert.handled": ({ detail }, alert) => {
    const { how, status } = read(HandledHow, detail);
    const handled =
      how === undefined ? "Left the open alerts in TheHive" : handledText(withStatus(how, status));
    return [alert, words(": "), theirs(handled, 120), words(".")];
  },
  "clock.stopped": ({ detail }, alert) => [
    words("The clock of "),
    alert,
    words(" stands still as it is "),
    theirs(read(Status, detail).status ?? "in a status of poll.pause", 60),
    words("."),
  ],
  "clock.resumed": (_event, alert) => [words("The clock of "), alert, words(" runs again.")],
  "case.overdue": ({ detail }, alert) => {
    const { step, deadline, unconfirmed, case: made } = read(Overdue, detail);
    return [
      words("The case of "),
      alert,
      ...casePieces(made),
      words(made === undefined ? " was not " : ", was not "),
      words(step === "closed" ? "closed" : "assigned"),
      ...(isDate(deadline) ? [words(" by "), moment(instant(deadline))] : [words(" in time")]),
      words(unconfirmed === true ? "; TheHive gave no answer just before." : "."),
    ];
  },
  "result.written": ({ detail }, alert) => {
    const { text } = read(Written, detail);
    return [
      words("How "),
      alert,
      words(" did was written on it in TheHive"),
      ...because(text?.replace(/\.$/, "")),
      words("."),
    ];
  },
  "alert.reopened": (_event, alert) => [alert, words(" is open again.")],
} satisfies Sentences;

function casePieces(made: CaseLink | undefined): readonly Piece[] {
  return made === undefined ? [] : [words(", "), link(made.url, `#${made.number ?? made.id}`)];
}

function withStatus(how: Handled["how"], status: string | undefined): Pick<Handled, "how" | "status"> {
  return status === undefined ? { how } : { how, status };
}
