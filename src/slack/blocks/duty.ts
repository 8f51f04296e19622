import type { types } from "@slack/bolt";
import type { DutyNotice } from "../../engine/ports/notice.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { TimeZone } from "../../lib/zoned.ts";
import type { Override } from "../../oncall/model.ts";
import type { Made } from "../../oncall/override.ts";
import type { Shift } from "../../oncall/shifts.ts";
import type { Swap } from "../../oncall/swap.ts";
import { type DutyPress, dutyActions, dutyPress, swapPress } from "../ids/duty.ts";
import { fitMessage, type Message } from "./fit.ts";
import { plainObject } from "./modal.ts";
import { wallText } from "./oncall-time.ts";
import { lines, moment, named, namedAll, person, strong, theirs, words } from "./rich.ts";
import { namedText, namesText, personText, theirText, timeText, verbatimText } from "./text.ts";

/** What the channel, or the one who is to swap, hears of the duty. */
export function dutyNotice(notice: DutyNotice): Message {
  switch (notice.kind) {
    case "duty":
      return changed(notice);
    case "duty-cleared":
      return cleared(notice);
    case "swap-asked":
      return swapAsked(notice);
    case "swap-declined":
      return swapDeclined(notice);
    default:
      return unreachable(notice);
  }
}

function changed({ group, by, shifts, swap }: Extract<DutyNotice, { kind: "duty" }>): Message {
  const how = swap ? "Agreed with" : "Changed by";
  return fitMessage({
    text: shifts
      .map(
        ({ person: one, relieves, from, until }) =>
          `📟 ${namedText(one)} is on call for ${theirText(group, 60)} from ${timeText(from)} to ${timeText(until)}${relieves.length === 0 ? "" : `, relieving ${namesText(relieves)}`}`,
      )
      .join("; ")
      .concat(`. ${how} ${personText(by)}.`),
    blocks: [
      lines(
        ...shifts.map(({ person: one, relieves, from, until }) => [
          strong("📟 "),
          named(one),
          words(" is on call for "),
          theirs(group, 60, { bold: true }),
          words(" from "),
          moment(from),
          words(" to "),
          moment(until),
          ...(relieves.length === 0 ? [] : [words(", relieving "), ...namedAll(relieves)]),
        ]),
        [words(swap ? "Agreed with " : "Changed by "), person(by), words(".")],
      ),
    ],
  });
}

function cleared({ group, by, relieved, onCall }: Extract<DutyNotice, { kind: "duty-cleared" }>): Message {
  const now = onCall.length === 0 ? "nobody" : namesText(onCall);
  return fitMessage({
    text: `📟 The override of ${theirText(group, 60)} for ${namesText(relieved)} was called off by ${personText(by)}. On call now: ${now}.`,
    blocks: [
      lines(
        [
          strong("📟 "),
          words("The override of "),
          theirs(group, 60, { bold: true }),
          words(" for "),
          ...namedAll(relieved),
          words(" was called off by "),
          person(by),
          words("."),
        ],
        [words("On call now: "), ...(onCall.length === 0 ? [strong("nobody")] : namedAll(onCall))],
      ),
    ],
  });
}

function swapAsked({ swap, zone, gives, takes }: Extract<DutyNotice, { kind: "swap-asked" }>): Message {
  const button = (action: string, label: string): types.Button => ({
    type: "button",
    action_id: action,
    text: plainObject(label),
    value: swapPress.encode(swap),
  });
  return fitMessage({
    text: `${personText(swap.by)} asks you to swap duty. ${verbatimText(swapText(swap, zone, gives, takes), 600)}`,
    blocks: [
      lines(
        [person(swap.by), strong(" asks you to swap duty")],
        [words(swapText(swap, zone, gives, takes))],
        [words("Nothing changes before you accept.")],
      ),
      {
        type: "actions",
        elements: [
          { ...button(dutyActions.acceptSwap, "Accept"), style: "primary" },
          button(dutyActions.declineSwap, "I cannot"),
        ],
      },
    ],
  });
}

function swapDeclined({ swap, by, zone }: Extract<DutyNotice, { kind: "swap-declined" }>): Message {
  const when = `${wallText(swap.from, zone)} to ${wallText(swap.until, zone)} (${zone})`;
  return fitMessage({
    text: `${personText(by)} cannot swap ${theirText(swap.group, 60)}, ${when}. Nothing was changed.`,
    blocks: [
      lines([
        person(by),
        words(" cannot swap "),
        theirs(swap.group, 60),
        words(`, ${when}. Nothing was changed.`),
      ]),
    ],
  });
}

/** Who would be on call when, as a swap proposes it. */
export function swapText(
  { group, asks, asked }: Swap,
  zone: TimeZone,
  gives: readonly Shift[],
  takes: readonly Shift[],
): string {
  const when = ({ from, to }: Shift) => `${wallText(from, zone)} to ${wallText(to, zone)}`;
  const parts = [
    ...gives.map((shift) => `${asked} instead of ${asks} from ${when(shift)}`),
    ...takes.map((shift) => `${asks} instead of ${asked} from ${when(shift)}`),
  ];
  return `${group}: ${parts.join("; ")} (${zone}).`;
}

/** What a person is told who changed the duty: who, when, whom it relieves, and what it lies on top of. */
export function dutyMessage({ override, relieves, over }: Made & { kind: "made" }, zone: TimeZone): Message {
  const { group, person: name, from, until } = override;
  const when = (one: Pick<Override, "from" | "until">) =>
    `${wallText(one.from, zone)} to ${wallText(one.until, zone)}`;
  const rows = [
    `✓ ${name} is on call for ${group}: ${when({ from, until })} (${zone}).`,
    relieves.length === 0
      ? "It relieves nobody: nobody else was on call then."
      : `It relieves ${relieves.join(", ")}.`,
    ...over.map((one) => `It goes before the override for ${one.person}, ${when(one)}.`),
  ];
  return fitMessage({
    text: verbatimText(rows.join(" "), 1500),
    blocks: [lines(...rows.map((row, i) => [i === 0 ? strong(row) : words(row)]))],
  });
}

/** Asks which of two nights is meant. */
export function whichNight(
  { group, person: name }: Pick<DutyPress, "group" | "person">,
  nights: readonly [Night, Night],
  zone: TimeZone,
): Message {
  const label = ({ from, until }: Night) => `${wallText(from, zone)} to ${wallText(until, zone)}`;
  const question = `Which night is ${name} to have ${group}? Times in ${zone}.`;
  return fitMessage({
    text: `${verbatimText(question, 200)} ${nights.map(label).join(", or ")}`,
    blocks: [
      lines([words(question)]),
      {
        type: "actions",
        elements: nights.map((night, i) => ({
          type: "button",
          action_id: i === 0 ? dutyActions.thisNight : dutyActions.nextNight,
          text: plainObject(`${i === 0 ? "This night" : "The next"}: ${label(night)}`),
          value: dutyPress.encode({ group, person: name, from: night.from, until: night.until }),
        })),
      },
    ],
  });
}

type Night = Pick<Override, "from" | "until">;
