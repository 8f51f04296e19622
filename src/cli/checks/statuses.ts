import { problemLine } from "../../config/problem.ts";
import type { Settings } from "../../config/settings.ts";
import { unknownInPoll } from "../../config/statuses.ts";
import type { Check } from "../../lib/check.ts";
import { waitingIn } from "../../sla/policy.ts";

const name = "poll.open";

/** Whether TheHive knows the statuses that the settings call waiting; one line for each it does not know. */
export function statusChecks({ poll }: Settings, known: readonly string[] | undefined): Check[] {
  if (known === undefined)
    return [{ name, ok: true, detail: "TheHive does not list its statuses: they cannot be compared" }];
  const problems = unknownInPoll(poll, known);
  if (problems.length > 0)
    return problems.map((problem) => ({ name, ok: false, detail: problemLine(problem) }));
  return [{ name, ok: true, detail: `TheHive knows ${waitingIn(poll).join(", ")}` }];
}
