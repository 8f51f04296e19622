import { HiveError } from "../engine/hive-error.ts";
import type { AlertSource } from "../engine/ports/alert-source.ts";
import type { CaseState } from "../sla/case-watch.ts";
import type { Connection } from "./connection.ts";
import { either } from "./deadline.ts";
import { caseLink, inTime, type Way } from "./single.ts";
import { stageNamed } from "./stage.ts";
import type { CaseRow } from "./wire.ts";

/** Reads a case afresh: who has it, and whether it is closed. */
export function caseReader(way: Way): AlertSource["readCase"] {
  const { connections, deadlines } = way;
  return (id, signal) =>
    inTime(way, deadlines.read, `read case ${id}`, async (late) => {
      const stop = either(late, signal);
      const at = await connections.get(stop);
      try {
        return await stateOf(await at.dialect.case(id, stop), at, stop);
      } catch (error) {
        if (error instanceof HiveError && error.code === "not-found") return undefined;
        throw error;
      }
    });
}

async function stateOf(row: CaseRow, at: Connection, signal: AbortSignal): Promise<CaseState | undefined> {
  const { severity, status, stage, assignee } = row;
  // TheHive 3 keeps what was deleted.
  if (stage === undefined && status === "Deleted") return undefined;
  // Whoever promotes gets the case, and we promote for people.
  const isOurs = assignee !== undefined && assignee === (await at.ownLogin(signal));
  return {
    link: caseLink(row, at),
    ...(severity === undefined ? {} : { severity }),
    ...(assignee === undefined || isOurs ? {} : { assignee }),
    closed: stage === undefined ? status !== undefined && status !== "Open" : stageNamed(stage) === "closed",
  };
}
