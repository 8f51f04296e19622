import { HiveError } from "../../engine/hive-error.ts";
import type { CaseWishes } from "../../engine/ports/alert-finisher.ts";
import type { Alert, AlertId } from "../../sla/model.ts";
import type { Connection } from "../connection.ts";
import type { CaseRow } from "../wire.ts";
import { whatever } from "./requests.ts";

/** Asks for a case once. @throws HiveError */
type Ask = (id: AlertId) => Promise<CaseRow>;

/**
 * How to ask for a case that is as it is wished. Whom TheHive does not know, or does not let have the case, does not
 * become its assignee: the case matters more.
 *
 * @param read looks at the alert again
 */
export async function caseMaker(
  { assignee, template }: CaseWishes,
  { dialect, finish }: Connection,
  read: (id: AlertId) => Promise<Alert | undefined>,
  signal: AbortSignal,
): Promise<Ask> {
  const plain = template === undefined ? {} : { caseTemplate: template };
  const login = assignee === undefined ? undefined : await finish.login(assignee, signal).catch(whatever);
  if (login === undefined) return (id) => dialect.promote(id, plain);
  const { giveCase } = finish;
  if (giveCase !== undefined) {
    return async (id) => {
      const made = await dialect.promote(id, plain);
      await giveCase(made.id, login).catch(whatever);
      return made;
    };
  }
  return async (id) => {
    try {
      return await dialect.promote(id, { ...plain, assignee: login });
    } catch (error) {
      if (!(error instanceof HiveError) || error.code !== "refused") throw error;
      const alert = await read(id);
      // Refused because it has a case: that is another matter.
      if (alert === undefined || alert.caseId !== undefined) throw error;
      return dialect.promote(id, plain);
    }
  };
}
