import { instant } from "../../../lib/time.ts";
import { moment, person, words } from "../rich.ts";
import { Held, Over, read, Why } from "./details.ts";
import { because, isDate, type Sentences, untilPieces } from "./pieces.ts";

/** What people did about an alert, and what became of it. */
export const ofPeople = {
  "alert.ignored": ({ actor, detail }, alert) => {
    const { until, reason } = read(Held, detail);
    return [person(actor), words(" ignored "), alert, ...untilPieces(until), ...because(reason), words(".")];
  },
  "alert.acknowledged": ({ actor, via, detail }, alert) => {
    const { until, from } = read(Held, detail);
    return [
      person(actor),
      words(" took "),
      alert,
      ...(from === undefined ? [] : [words(" over from "), person(from)]),
      ...(via === undefined ? [] : [words(via === "call" ? " by a key in a call" : " by a reply")]),
      ...untilPieces(until),
      words("."),
    ];
  },
  "alert.resumed": ({ actor }, alert) => [
    person(actor),
    words(" let the clock of "),
    alert,
    words(" run again."),
  ],
  "alert.offered": ({ actor, detail }, alert) => {
    const { to, until } = read(Held, detail);
    return [
      person(actor),
      words(" handed "),
      alert,
      ...(to === undefined ? [] : [words(" to "), person(to)]),
      ...(isDate(until) ? [words(", to accept by "), moment(instant(until))] : []),
      words("."),
    ];
  },
  "alert.offerOver": ({ detail }, alert) => {
    const { to } = read(Held, detail);
    const declined = read(Why, detail).why === "declined";
    return [
      to === undefined ? words("Nobody") : person(to),
      words(declined ? " could not take " : " did not accept "),
      alert,
      words("."),
    ];
  },
  "alert.holdOver": ({ detail }, alert) => {
    const { kind, by, offeredTo } = read(Over, detail);
    return [
      alert,
      words(" is still open: "),
      ...(by === undefined ? [words("somebody")] : [person(by)]),
      words(kind === "ignored" ? " ignored it until now" : " had it until now"),
      ...(offeredTo === undefined ? [] : [words(", and "), person(offeredTo), words(" did not accept it")]),
      words("."),
    ];
  },
} satisfies Sentences;
