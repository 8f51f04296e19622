import { instant } from "../../../lib/time.ts";
import { moment, type Piece, person, theirs, words } from "../rich.ts";
import { Duty, Handoff, read } from "./details.ts";
import { because, isDate, type Sentences, untilPieces } from "./pieces.ts";

/** Who is on call, and who changed that. */
export const ofDuty = {
  "oncall.changed": ({ actor, detail }) => dutyPieces(actor, detail),
  "oncall.handoff": ({ to, detail }) => {
    const { group, from = [] } = read(Handoff, detail);
    return [
      theirs(to ?? "nobody", 60),
      words(" came on call"),
      ...(group === undefined ? [] : [words(" for "), theirs(group, 60)]),
      ...(from.length === 0 ? [] : [words(", after "), theirs(from.join(", "), 120)]),
      words("."),
    ];
  },
} satisfies Sentences;

function dutyPieces(actor: string, detail: unknown): readonly Piece[] {
  const {
    change,
    group = "a group",
    person: name,
    from,
    until,
    between,
    ended,
    removed,
  } = read(Duty, detail);
  const of = [words(" for "), theirs(group, 60)];
  const gone = [...(ended ?? []), ...(removed ?? [])].join(", ");
  switch (change) {
    case "clear":
      return [person(actor), words(" called off the overrides"), ...of, ...because(gone), words(".")];
    case "swap":
      return [
        person(actor),
        words(" agreed to a swap"),
        ...of,
        ...because(between?.join(" and ")),
        words("."),
      ];
    default:
      return [
        person(actor),
        ...(change === "take"
          ? takes(name)
          : [words(" put "), theirs(name ?? "somebody", 60), words(" on call")]),
        ...of,
        ...(isDate(from) ? [words(" from "), moment(instant(from))] : []),
        ...untilPieces(until),
        words("."),
      ];
  }
}

function takes(name: string | undefined): readonly Piece[] {
  const as = name === undefined ? [] : [words(" as "), theirs(name, 60)];
  return [words(" went on call"), ...as];
}
