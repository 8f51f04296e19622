import { z } from "zod";

/** `true` or `false`, also written 1 or 0, yes or no, on or off. */
export const Flag = z
  .string()
  .regex(/^(true|false|1|0|yes|no|on|off)$/i, { error: "expected true or false" })
  .transform((text) => /^(true|1|yes|on)$/i.test(text));

/** What goes into a header: no spaces, nothing outside ASCII. */
export const Key = z
  .string()
  .regex(/^[\x21-\x7e]+$/, { error: "expected a key in one piece, without spaces" });
