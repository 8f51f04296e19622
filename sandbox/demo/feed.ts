import type { AlertDraft } from "../thehive/model.ts";
import { SCENARIO_ALERTS } from "../thehive/scenario-alerts.ts";
import type { Outside } from "./soc.ts";

const MINUTE = 60_000;
const EVERY = 5 * MINUTE;
// Few enough to read; at most three tiers each.
const MOST_OPEN = 6;
// The last default tier is due after an hour.
const GIVEN_UP = 100 * MINUTE;
const SEVERITIES = [4, 3, 2, 3, 1, 2];
/** Ages of the alerts there are when the page opens, in minutes: the first breaches come within seconds. */
const FIRST_AGES = [14.7, 29, 27, 20];

/**
 * Keeps a few alerts waiting, as detection tools do all day, until `signal` aborts. What nobody has taken up
 * for long is closed by the day shift, so that the page never silts up.
 */
export async function feedAlerts({ hive, clock }: Outside, signal: AbortSignal): Promise<void> {
  const drafts = mixed();
  const raise = (ageMinutes: number) => {
    const { value } = drafts.next();
    hive.raise({ ...value, createdAt: Math.round(clock.now() - ageMinutes * MINUTE) });
  };
  for (const age of FIRST_AGES) raise(age);
  while (!signal.aborted) {
    await clock.sleep(EVERY, signal).catch(() => undefined);
    if (signal.aborted) return;
    const open = [...hive.alerts.values()].filter(({ stage }) => stage === "New");
    const oldest = open.reduce((first, one) => Math.min(first, one.createdAt), clock.now());
    const old = open.find(({ createdAt }) => createdAt === oldest);
    if (old !== undefined && clock.now() - oldest > GIVEN_UP) hive.close(old.id);
    if (open.length < MOST_OPEN) raise(12);
  }
}

/** The scenario's alerts for ever, severities well mixed. */
function* mixed(): Generator<AlertDraft, never> {
  const bySeverity = new Map(
    [1, 2, 3, 4].map((level) => [level, SCENARIO_ALERTS.filter(({ severity }) => severity === level)]),
  );
  for (let round = 0; ; round++) {
    for (const [turn, severity] of SEVERITIES.entries()) {
      const drafts = bySeverity.get(severity) ?? [];
      const draft = drafts[(round * SEVERITIES.length + turn) % drafts.length];
      if (draft !== undefined) yield draft;
    }
  }
}
