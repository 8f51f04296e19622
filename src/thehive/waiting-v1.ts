import { type Alert, type Stage, stages } from "../sla/model.ts";
import type { Filter } from "./query-v1.ts";
import { predefinedStatuses, stageNamed, stageOf, wireStage } from "./stage.ts";

/** One way to ask API v1 for the alerts that may be waiting. */
export interface WaitingQuery {
  readonly name: string;
  /** Undefined: all alerts. */
  readonly filter: ((open: readonly string[], statuses: StatusList) => Promise<Filter>) | undefined;
  /** Without the texts nobody here reads. */
  readonly slim: boolean;
  readonly sorted: boolean;
  readonly lists: (alert: Alert, open: readonly string[]) => boolean;
}

/** TheHive 5's own list of statuses; undefined when it cannot be had. */
export type StatusList = () => Promise<readonly { value: string; stage: string }[] | undefined>;

const byStage = async (open: readonly string[]): Promise<Filter> => ({
  _in: { _field: "stage", _values: stagesFor(open).map(wireStage) },
});
const inStages = (alert: Alert, open: readonly string[]) => stagesFor(open).includes(alert.stage);
const everything = { filter: undefined, lists: () => true };

/** From the best way to the plainest: each is tried when TheHive refuses the one before. */
export const waitingQueries: Readonly<Record<4 | 5, readonly [WaitingQuery, ...WaitingQuery[]]>> = {
  5: [
    { name: "by stage, without descriptions", filter: byStage, slim: true, sorted: true, lists: inStages },
    { name: "by stage", filter: byStage, slim: false, sorted: true, lists: inStages },
    { name: "by status", filter: byStatus, slim: false, sorted: true, lists: inStages },
    { name: "all alerts", ...everything, slim: false, sorted: true },
    { name: "all alerts, unsorted", ...everything, slim: false, sorted: false },
  ],
  4: [
    {
      name: "by read flag",
      // Not by `imported`: some 4.1 answer that one wrongly, and an imported alert is nearly always read.
      filter: async () => ({ _field: "read", _value: false }),
      slim: false,
      sorted: true,
      lists: ({ status }) => status === "New" || status === "Updated",
    },
    { name: "all alerts", ...everything, slim: false, sorted: true },
    { name: "all alerts, unsorted", ...everything, slim: false, sorted: false },
  ],
};

/** The stages in which alerts can wait. A status named by itself may belong to either of the first two. */
function stagesFor(open: readonly string[]): Stage[] {
  const named = new Set(open.map(stageNamed));
  if (named.has(undefined) || named.size === 0) named.add("new").add("in-progress");
  return stages.filter((stage) => named.has(stage));
}

async function byStatus(open: readonly string[], statuses: StatusList): Promise<Filter> {
  const wanted = stagesFor(open);
  const own = (await statuses())?.filter(({ value, stage }) =>
    wanted.includes(stageOf(stage, value, undefined)),
  );
  return { _in: { _field: "status", _values: own?.map(({ value }) => value) ?? predefinedStatuses(wanted) } };
}
