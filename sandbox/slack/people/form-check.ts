import type { Element } from "../block-kit/elements.ts";
import { eachElement } from "../block-kit/walk.ts";
import type { View } from "../workspace/model.ts";
import { isEmpty } from "./input-values.ts";

/** What Slack itself objects to before the app hears of a submission, by block id. */
export function formErrors({ payload, values }: View): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { element, block } of eachElement(payload.blocks)) {
    if (block.type !== "input") continue;
    const id = block.block_id ?? "";
    const held = values[id]?.[element.action_id ?? ""];
    if (!held || isEmpty(held)) {
      if (!block.optional) errors[id] = "Please complete this required field.";
      continue;
    }
    const objection = typeof held.value === "string" ? textError(element, held.value) : undefined;
    if (objection !== undefined) errors[id] = objection;
  }
  return errors;
}

function textError(element: Element, text: string): string | undefined {
  switch (element.type) {
    case "plain_text_input":
      if (text.length < (element.min_length ?? 0))
        return `Must be at least ${element.min_length} characters long.`;
      if (text.length > (element.max_length ?? 3000))
        return `Must be at most ${element.max_length ?? 3000} characters long.`;
      return undefined;
    case "email_text_input":
      return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? undefined : "Please enter a valid email address.";
    case "url_text_input":
      return URL.canParse(text) ? undefined : "Please enter a valid URL.";
    case "number_input":
      return numberError(element, text);
    default:
      return undefined;
  }
}

function numberError(element: Extract<Element, { type: "number_input" }>, text: string): string | undefined {
  const value = Number(text);
  if (Number.isNaN(value)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(value)) return "Please enter a whole number.";
  if (element.min_value !== undefined && value < Number(element.min_value))
    return `Must be at least ${element.min_value}.`;
  if (element.max_value !== undefined && value > Number(element.max_value))
    return `Must be at most ${element.max_value}.`;
  return undefined;
}
