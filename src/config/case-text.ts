import { z } from "zod";
import { DurationText } from "../lib/duration-text.ts";
import { seconds } from "../lib/time.ts";
import { SomeMethods } from "./method-text.ts";

const Within = DurationText.refine((after) => after >= seconds(1), { error: "expected at least 1s" });

/** What is promised of a case after its alert became one. That `closed` comes last is judged with the references. */
const CaseText = z
  .strictObject({
    assigned: Within.meta({
      title: "somebody has the case within",
      description: "how long after the promotion a case is to be assigned to a person",
    }).optional(),
    closed: Within.meta({
      title: "the case is closed within",
      description: "how long after the promotion a case is to be closed",
    }).optional(),
    notify: SomeMethods.meta({
      title: "otherwise tell",
      description: "how people are told of a case that is not",
    }),
  })
  .refine(({ assigned, closed }) => assigned !== undefined || closed !== undefined, {
    error: "expected assigned, closed or both, such as { assigned: 15m, notify: [slack] }",
  });

/** By severity; without a rule cases are not followed. */
export const CasesText = z.strictObject({
  low: CaseText.optional(),
  medium: CaseText.optional(),
  high: CaseText.optional(),
  critical: CaseText.optional(),
});
