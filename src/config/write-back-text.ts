import { z } from "zod";
import { Word } from "./words.ts";

const error = "expected off, comment, or { customField: NAME }";

/** Where the result of a handled alert is written in TheHive, if anywhere. */
export const WriteBackText = z.union([
  z.enum(["off", "comment"], { error }),
  z.strictObject({ customField: Word }),
]);
