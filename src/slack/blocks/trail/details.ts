import { z } from "zod";
import { CaseLink } from "../../../sla/record.ts";

// The trail outlives versions: what a detail does not hold, or holds otherwise, is left out of its sentence.
const text = z.string().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const yes = z.boolean().optional().catch(undefined);
const names = z.array(z.string()).optional().catch(undefined);
/** A value that can be told in a word. */
export const Plain = z.union([z.string(), z.number(), z.boolean()]);
const plain = Plain.optional().catch(undefined);

export const Held = z.object({ until: text, reason: text, from: text, to: text });
export const Over = z.object({ kind: text, by: text, offeredTo: text });
export const Why = z.object({ why: text });
export const Status = z.object({ status: text });
export const Seen = z.object({ number, severity: text, createdAt: text });
export const Fired = z.object({ repeat: number, unconfirmed: yes, deadline: text });
export const Word = z.object({ word: text, where: text });
export const Closed = z.object({ status: text, note: text });
export const Promoted = z.object({ case: CaseLink.optional().catch(undefined) });
export const Overdue = Promoted.extend({ step: text, deadline: text, unconfirmed: yes });
export const Written = z.object({ text });
export const HandledHow = z.object({
  how: z
    .enum(["promoted", "merged", "imported", "closed", "in-progress", "deleted"])
    .optional()
    .catch(undefined),
  status: text,
});
export const Config = z.object({ path: text, by: text, problems: names });
export const Values = z.object({ from: plain, to: plain });
export const Handoff = z.object({ group: text, from: names });
export const Down = z.object({ since: text, why: text, downForMs: number });
export const Storm = z.object({ count: number, reference: text });
export const Tested = z.object({ ok: yes, detail: text });
export const Silent = z.object({ how: text });
export const Checked = z.object({ wrong: number, unknown: number });
export const Asked = z.object({ asked: names });
export const Refused = z.object({ why: text, from: text });
export const Duty = z.object({
  change: text,
  group: text,
  person: text,
  from: text,
  until: text,
  between: names,
  ended: names,
  removed: names,
});

/** What of a detail can be read. */
export function read<Shape extends z.ZodObject>(schema: Shape, detail: unknown): Partial<z.infer<Shape>> {
  const found = schema.safeParse(detail);
  return found.success ? found.data : {};
}
