import type { types } from "@slack/bolt";
import { z } from "zod";
import { unreachable } from "../../lib/unreachable.ts";
import { cut } from "../blocks/text.ts";

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One question of a form. `id` is the path of the setting it asks for, or a name of its own. */
export type Field = Readonly<
  {
    id: string;
    label: string;
    /** Under the field: what it means, and where its value comes from. */
    hint?: string;
    /** May be left empty. */
    optional?: boolean;
  } & (
    | { kind: "text"; value: string; placeholder?: string; long?: boolean }
    | { kind: "number"; value: string }
    | { kind: "one"; value: string; options: readonly Choice[] }
    | { kind: "some"; value: readonly string[]; options: readonly Choice[] }
    | { kind: "user"; value: string | undefined }
    /** Several people of the workspace, in order. */
    | { kind: "users"; value: readonly string[] }
  )
>;

/** What somebody gave to a field: one text, or several; an empty text when it was left empty. */
type Entry = string | readonly string[];
/** By the ids of the fields. */
export type Entries = ReadonlyMap<string, Entry>;

const ACTION = "entry";
const LONGEST_TEXT = 3000;
const LONGEST_VALUE = 75;
const MOST_OPTIONS = 100;
// More than these are out of sight on a phone: a menu is shorter.
const MOST_RADIO_BUTTONS = 4;

/**
 * Draws a field. What Slack cannot hold is shown as not to be changed here, so that nothing of it is lost.
 *
 * @param revision makes the block a new one when the values are drawn afresh: Slack keeps what was typed before
 */
export function fieldBlock(field: Field, revision: number): types.InputBlock | types.SectionBlock {
  if (!fits(field)) {
    const text = `${field.label}: too long to change here, please use the settings file.`;
    return { type: "section", text: plain(text, 3000) };
  }
  return {
    type: "input",
    block_id: blockId(field.id, revision),
    label: plain(field.label, 150),
    element: elementOf(field),
    optional: field.optional ?? false,
    ...(field.hint === undefined || field.hint === "" ? {} : { hint: plain(field.hint, 300) }),
  };
}

/** Under which name Slack knows a field. */
export function blockId(field: string, revision: number): string {
  return `${field}@${revision}`;
}

const Held = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
});
const State = z.record(z.string(), z.record(z.string(), Held));

/** Reads what was entered, whatever was drawn. */
export function readEntries(values: unknown): Entries {
  const state = State.parse(values);
  return new Map(
    Object.entries(state).flatMap(([block, { [ACTION]: held }]): [string, Entry][] =>
      held === undefined ? [] : [[block.replace(/@-?\d+$/, ""), entryOf(held)]],
    ),
  );
}

/** An entry as one text; nothing when the field was not there. */
export function textOf(entries: Entries, id: string): string {
  const entry = entries.get(id) ?? "";
  return typeof entry === "string" ? entry : entry.join(", ");
}

/** An entry as a list of texts. */
export function listOf(entries: Entries, id: string): readonly string[] {
  const entry = entries.get(id) ?? [];
  return typeof entry === "string" ? splitLines(entry) : entry;
}

function splitLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function entryOf(held: z.infer<typeof Held>): Entry {
  const { value, selected_option, selected_options, selected_user, selected_users } = held;
  if (selected_users !== undefined && selected_users !== null) return selected_users;
  if (selected_options !== undefined && selected_options !== null) {
    return selected_options.map((option) => option.value);
  }
  return (value ?? selected_option?.value ?? selected_user ?? "").trim();
}

function elementOf(field: Field): types.InputBlock["element"] {
  switch (field.kind) {
    case "text":
      return {
        type: "plain_text_input",
        action_id: ACTION,
        ...(field.value === "" ? {} : { initial_value: field.value }),
        ...(field.placeholder === undefined ? {} : { placeholder: plain(field.placeholder, 150) }),
        ...(field.long ? { multiline: true } : {}),
      };
    case "number":
      return {
        type: "number_input",
        action_id: ACTION,
        is_decimal_allowed: false,
        ...(field.value === "" ? {} : { initial_value: field.value }),
      };
    case "one":
      return oneOf(field);
    case "some":
      return someOf(field);
    case "user":
      return {
        type: "users_select",
        action_id: ACTION,
        ...(field.value === undefined ? {} : { initial_user: field.value }),
      };
    case "users":
      return {
        type: "multi_users_select",
        action_id: ACTION,
        ...(field.value.length === 0 ? {} : { initial_users: [...field.value] }),
      };
    default:
      return unreachable(field);
  }
}

function oneOf({ value, options }: Extract<Field, { kind: "one" }>): types.InputBlock["element"] {
  const offered = offer(options, [value]);
  const initial = offered.find((option) => option.value === value);
  const chosen = initial === undefined ? {} : { initial_option: initial };
  return offered.length <= MOST_RADIO_BUTTONS
    ? { type: "radio_buttons", action_id: ACTION, options: offered, ...chosen }
    : { type: "static_select", action_id: ACTION, options: offered, ...chosen };
}

function someOf({ value, options }: Extract<Field, { kind: "some" }>): types.InputBlock["element"] {
  const offered = offer(options, value);
  const initial = value.flatMap((one) => offered.find((option) => option.value === one) ?? []);
  return {
    type: "multi_static_select",
    action_id: ACTION,
    options: offered,
    ...(initial.length === 0 ? {} : { initial_options: initial }),
  };
}

/** What is chosen now is always on offer, however many others there are. */
function offer(options: readonly Choice[], chosen: readonly string[]): types.PlainTextOption[] {
  const missing = chosen.filter((value) => value !== "" && options.every((option) => option.value !== value));
  const all = [...missing.map((value) => ({ value, label: value })), ...options].filter(
    ({ value }) => value.length <= LONGEST_VALUE,
  );
  const first = all.filter(({ value }) => chosen.includes(value));
  const kept = new Set([...first, ...all].slice(0, MOST_OPTIONS));
  return all
    .filter((option) => kept.has(option))
    .map(({ value, label }) => ({ value, text: plain(label, 75) }));
}

function fits(field: Field): boolean {
  if (field.kind === "text") return field.value.length <= LONGEST_TEXT;
  if (field.kind === "some") {
    return field.value.length <= MOST_OPTIONS && field.value.every((value) => value.length <= LONGEST_VALUE);
  }
  return field.kind !== "one" || field.value.length <= LONGEST_VALUE;
}

function plain(text: string, max: number): types.PlainTextElement {
  return { type: "plain_text", text: cut(text, max), emoji: false };
}
