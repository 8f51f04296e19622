import { z } from "zod";
import { invalidArguments } from "./api-failure.ts";

/** The arguments of a call as they came: strings from a form, anything from JSON. */
export type RawArgs = Readonly<Record<string, unknown>>;

/** A yes or no, which forms write as a word or a digit. */
export const flag = z.preprocess(
  (value) =>
    value === "true" || value === "1" || value === 1
      ? true
      : value === "false" || value === "0"
        ? false
        : value,
  z.boolean(),
);

/** A whole number, which forms write as text. */
export const int = z.coerce.number().int();

/** Text that must not be empty. */
export const word = z.string().min(1);

/** Names separated by commas, or a list. */
export const list = z.preprocess(
  (value) =>
    typeof value === "string"
      ? value
          .split(",")
          .map((name) => name.trim())
          .filter(Boolean)
      : value,
  z.array(z.string()),
);

/** A structure, which forms carry as JSON text. Text that is no JSON stays text. */
export const json = z.preprocess((value) => (typeof value === "string" ? parsed(value) : value), z.unknown());

/** @throws ApiFailure invalid_arguments, every bad one named */
export function readArgs<Schema extends z.ZodType>(schema: Schema, raw: RawArgs): z.infer<Schema> {
  const result = schema.safeParse(raw, { reportInput: true });
  if (result.success) return result.data;
  throw invalidArguments(
    result.error.issues.map((issue) => {
      const name = issue.path.join("/");
      const missing = issue.code === "invalid_type" && issue.input === undefined;
      return missing ? `missing required field: ${name}` : `${issue.message} [json-pointer:/${name}]`;
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
