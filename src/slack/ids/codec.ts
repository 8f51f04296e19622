import type { z } from "zod";

interface JsonCodec<T> {
  encode(value: T): string;
  /** @returns undefined for anything that we did not write ourselves */
  decode(text: string | undefined): T | undefined;
}

/** Values that we hand to Slack and take back: JSON of one shape. */
export function jsonCodec<T>(schema: z.ZodType<T>): JsonCodec<T> {
  return {
    encode: (value) => JSON.stringify(value),
    decode(text) {
      const parsed = schema.safeParse(fromJson(text));
      return parsed.success ? parsed.data : undefined;
    },
  };
}

function fromJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
