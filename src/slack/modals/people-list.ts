import type { types } from "@slack/bolt";
import { localTimeText } from "../../lib/local-time.ts";
import { mask } from "../../lib/mask.ts";
import { placeText } from "../../oncall/calendar-place.ts";
import type { Group, Roster } from "../../oncall/model.ts";
import { periodText } from "../../oncall/period.ts";
import type { Person } from "../../oncall/person.ts";
import type { Message } from "../blocks/fit.ts";
import { type ModalBlock, modal, plainObject } from "../blocks/modal.ts";
import { lines, person as mention, type Piece, strong, words } from "../blocks/rich.ts";
import { cut } from "../blocks/text.ts";
import { modalActions } from "../ids/windows.ts";

/** How a list is drawn. */
export interface ListView {
  readonly note?: Message | undefined;
  /** Another one empties the menu: Slack does not report the same choice twice. */
  readonly key?: string | undefined;
}

/** Everybody who can be on call, with a menu to change one and a button to add another. */
export function peopleList({ people }: Roster, { note, key }: ListView = {}): types.ModalView {
  const names = Object.keys(people);
  return modal({
    title: "People",
    blocks: [
      ...(note?.blocks ?? []),
      ...(names.length === 0 ? [lines([words("Nobody yet. Add the first, then a group.")])] : []),
      ...inBlocks(Object.entries(people).map(([name, one]) => personLine(name, one))),
      choosing(modalActions.editPerson, modalActions.addPerson, "person", names, key),
    ],
  });
}

/** All groups, with a menu to change one and a button to add another. */
export function groupList({ groups }: Roster, { note, key }: ListView = {}): types.ModalView {
  const names = Object.keys(groups);
  return modal({
    title: "Groups and rotations",
    blocks: [
      ...(note?.blocks ?? []),
      ...(names.length === 0
        ? [lines([words("None yet. SMS and calls go to the group oncall: add it first.")])]
        : []),
      ...inBlocks(Object.entries(groups).map(([name, group]) => groupLine(name, group))),
      choosing(modalActions.editGroup, modalActions.addGroup, "group", names, key),
    ],
  });
}

function personLine(name: string, { phone, slack, email }: Person): readonly Piece[] {
  const contacts: (readonly Piece[])[] = [
    ...(slack === undefined ? [] : [[mention(slack)]]),
    phone === undefined ? [strong("no phone")] : [words(mask(phone))],
    ...(email === undefined ? [] : [[words(email)]]),
  ];
  return [strong(name), ...contacts.flatMap((contact) => [words("  "), ...contact])];
}

function groupLine(name: string, { rotation, members = [], calendar, userGroup }: Group): readonly Piece[] {
  const follows: readonly Piece[] =
    userGroup === undefined ? [] : [words("  → "), { type: "usergroup", usergroup_id: userGroup }];
  if (calendar !== undefined) {
    return [strong(name), words(`  whoever its calendar says (${cut(placeText(calendar), 60)})`), ...follows];
  }
  if (rotation === undefined) {
    return [strong(name), words(`  ${someOf(members)}: everybody in it`), ...follows];
  }
  const { start, every, timezone } = rotation;
  const order = someOf(rotation.members);
  return [
    strong(name),
    words(`  ${order}: in turns of ${periodText(every)} from ${localTimeText(start)}, ${timezone}`),
    ...follows,
  ];
}

const MEMBERS_SHOWN = 10;

function someOf(members: readonly string[]): string {
  const left = members.length - MEMBERS_SHOWN;
  return `${members.slice(0, MEMBERS_SHOWN).join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
}

// A block each would soon be too many, one for all too long.
const LINES_PER_BLOCK = 20;

// With all its menus a window of Slack holds no more; the menus have everybody.
const MOST_LINES = 300;

function inBlocks(rows: readonly (readonly Piece[])[]): ModalBlock[] {
  const left = rows.length - MOST_LINES;
  const shown = left > 0 ? [...rows.slice(0, MOST_LINES), [words(`… and ${left} more, in the menu`)]] : rows;
  return inParts(shown, LINES_PER_BLOCK).map((part) => lines(...part));
}

const MOST_OPTIONS = 100;

function choosing(
  edit: string,
  add: string,
  what: string,
  names: readonly string[],
  key = "first",
): ModalBlock {
  const options = names.map((name) => ({ text: plainObject(cut(name, 75)), value: name }));
  const parts = inParts(options, MOST_OPTIONS);
  const offered =
    parts.length > 1
      ? {
          option_groups: parts
            .slice(0, MOST_OPTIONS)
            .map((part) => ({ label: plainObject(`from ${part[0]?.value ?? ""}`), options: part })),
        }
      : { options };
  const menu: types.StaticSelect = {
    type: "static_select",
    action_id: edit,
    placeholder: plainObject(`Change a ${what}`),
    ...offered,
  };
  const button: types.Button = { type: "button", action_id: add, text: plainObject(`Add a ${what}`) };
  return {
    type: "actions",
    block_id: `choose@${key}`,
    elements: names.length === 0 ? [button] : [menu, button],
  };
}

function inParts<Item>(all: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, part) =>
    all.slice(part * size, (part + 1) * size),
  );
}
