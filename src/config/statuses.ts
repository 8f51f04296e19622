import { bareName } from "../lib/fold.ts";
import type { PollRules } from "../sla/policy.ts";
import { oneOf, type Problem, problemAt } from "./problem.ts";

/**
 * Finds the names under `poll.open` (or another list of statuses) that TheHive does not have: alerts in them would
 * wait unseen. Only TheHive itself can say, so this is asked by `check`, at the start and when a form is saved.
 *
 * @param known TheHive's own stages and statuses, as `statusesOf` reads them
 */
export function unknownStatuses(
  names: readonly string[],
  known: readonly string[],
  path: readonly string[] = ["poll", "open"],
): Problem[] {
  const forms = new Set(known.map(bareName));
  return names.flatMap((name, index) =>
    forms.has(bareName(name))
      ? []
      : [problemAt([...path, index], name, `a stage or status of this TheHive: ${oneOf(known, name)}`)],
  );
}

/** The same for all that `poll` names. */
export function unknownInPoll({ open, pause }: PollRules, known: readonly string[]): Problem[] {
  return [...unknownStatuses(open, known), ...unknownStatuses(pause, known, ["poll", "pause"])];
}
