import { person, words } from "../rich.ts";
import { Held, Over, read, Why } from "./details.ts";
import { because, type Sentences, untilPieces } from "./pieces.ts";

/** What people did about an alert, and what became of it. */
export const ofPeople = {
  "alert.ignored": ({ actor, detail }, alert) => {
    const { until, reason } = read(Held, detail);
    return [person(actor), words(" ignored "), alert, ...untilPieces(until), ...because(reason), words(".")];
  },
  "alert.acknowledged": ({ actor, detail }, alert) => {
    const { until, from } = read(Held, detail);
    return [
      person(actor),
      words(" took "),
      alert,
      ...(from === undefined ? [] : [words(" over from "), person(from)]),
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
      words(", to be accepted"),
      ...untilPieces(until),
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
      words(kind === "ignored" ? " was ignored long enough" : " was in hand long enough"),
      ...(by === undefined ? [] : [words(", by "), person(by)]),
      ...(offeredTo === undefined ? [] : [words("; "), person(offeredTo), words(" did not accept it")]),
      words(": it is still open."),
    ];
  },
} satisfies Sentences;
