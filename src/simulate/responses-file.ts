import { z } from "zod";
import { problemsOf } from "../config/issues.ts";
import type { Problem } from "../config/problem.ts";
import { DurationText } from "../lib/duration-text.ts";
import type { Instant } from "../lib/time.ts";
import { parseZoned, utc } from "../lib/zoned.ts";
import { AlertId } from "../sla/model.ts";
import { actions, type ReplayedResponse } from "./model.ts";

const At = z
  .string({ error: "expected a time such as 2026-03-02T02:10:00Z" })
  .transform((text, context): Instant => {
    const at = parseZoned(text, utc);
    if (at !== undefined) return at;
    context.issues.push({
      code: "custom",
      input: text,
      message: "expected a time such as 2026-03-02T02:10:00Z",
    });
    return z.NEVER;
  });

const Response = z
  .strictObject({
    at: At,
    alertId: AlertId,
    action: z.enum(actions),
    by: z.string().min(1),
    for: DurationText.optional(),
  })
  .refine((response) => response.for === undefined || /^(ignore|acknowledge)$/.test(response.action), {
    path: ["for"],
    error: "expected no duration here: only ignore and acknowledge take one",
  });

const Responses = z.array(Response, { error: "expected a list such as [{at, alertId, action, by}]" });

export type ReadResponses =
  | { readonly responses: readonly ReplayedResponse[] }
  | { readonly problems: readonly Problem[] };

/**
 * Reads what people did, all problems at once. Times without an offset are UTC.
 *
 * @param known the ids of the alerts that can be responded to
 */
export function replayedResponses(json: unknown, known: ReadonlySet<string>): ReadResponses {
  const parsed = Responses.safeParse(json);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error, Responses, json);
    return { problems: problems.map((problem) => ({ ...problem, path: `responses${problem.path}` })) };
  }
  const strangers = parsed.data.flatMap(({ alertId }, index): Problem[] =>
    known.has(alertId)
      ? []
      : [
          {
            path: `responses[${index}].alertId`,
            found: JSON.stringify(alertId),
            expected: "the id of one of the alerts",
          },
        ],
  );
  return strangers.length > 0 ? { problems: strangers } : { responses: parsed.data };
}
