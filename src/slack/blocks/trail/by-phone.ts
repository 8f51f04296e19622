import { person, theirs, words } from "../rich.ts";
import { Refused, read, Silent } from "./details.ts";
import { because, type Sentences } from "./pieces.ts";

const refusals: Readonly<Record<string, string>> = {
  "unknown-number": "the number is nobody's here",
  "opt-out": "it holds a word by which texts are stopped or asked for again",
  "too-many-guesses": "too many from this number held no code",
  repeat: "its text was answered already",
  "no-code": "it held no code",
  "wrong-code": "no text has this code",
  "old-code": "its text is older than a day",
  "anothers-code": "its text went to another number",
  handled: "the alert was handled already",
};

const silences: Readonly<Record<string, string>> = {
  unsent: "it did not get out",
  unknown: "replies could not be read",
};

/** What came back from phones, and took no alert. */
export const byPhone = {
  "test.answered": ({ actor, via }) => [
    person(actor),
    words(via === "call" ? " pressed a key in the test call." : " replied to the test text."),
  ],
  "test.unanswered": ({ to, detail }) => [
    theirs(to ?? "somebody", 60),
    words(" did not answer the weekly test text"),
    ...because(silences[read(Silent, detail).how ?? ""]),
    words("."),
  ],
  "reply.refused": ({ to, detail }) => {
    const { why = "", from } = read(Refused, detail);
    return [
      words("A reply from "),
      theirs(to ?? from ?? "a phone", 60),
      words(" changed nothing"),
      ...because(refusals[why] ?? why),
      words("."),
    ];
  },
} satisfies Sentences;
