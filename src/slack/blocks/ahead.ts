import type { Board } from "../../engine/desk.ts";
import { moment, type Piece, words } from "./rich.ts";

/** `4 of 11 will miss their SLA by 14:20; take these first: #12, #15`, where somebody can know. */
export function aheadLines({ ahead }: Pick<Board, "ahead">): readonly (readonly Piece[])[] {
  if (ahead === undefined) return [];
  const { missed, of, by, first, handled } = ahead;
  const numbers = first.map((number) => `#${number}`).join(", ");
  return [
    [
      words(
        `At the pace of the last 4 hours (${handled} handled) ${missed} of ${of} will miss their SLA by `,
      ),
      moment(by),
      words(first.length === 0 ? "." : `; take these first: ${numbers}`),
    ],
  ];
}
