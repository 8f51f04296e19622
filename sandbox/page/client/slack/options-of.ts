import type { Element } from "../../../slack/block-kit/elements.ts";

/** One thing to choose. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly more?: string | undefined;
}

/** What an element offers, groups laid end to end. */
export function optionsOf(element: Element): readonly Choice[] {
  if (element.type === "overflow") return [];
  const plain = "options" in element ? (element.options ?? []) : [];
  const grouped = "option_groups" in element ? (element.option_groups ?? []) : [];
  return [...plain, ...grouped.flatMap(({ options }) => options)].map(({ text, value, description }) => ({
    value,
    label: text.text,
    more: description?.text,
  }));
}

/** Seconds since 1970 UTC as the browser's date and time input wants them, in the reader's own zone. */
export function dateTimeText(seconds: number): string {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
