import { findAlert, readCaseWishes } from "./alert-actions.ts";
import { demand } from "./auth.ts";
import type { View } from "./entities.ts";
import { badRequest, unauthorizedAction } from "./errors.ts";
import type { StoredAlert, StoredCase } from "./model.ts";
import { openCaseFor } from "./promotion.ts";

/**
 * Turns an alert into a case, as slowly as the faults say.
 *
 * @throws HiveProblem 400 on TheHive 5 for an imported alert, unless set to answer the existing case
 */
export async function promote(view: View, id: string, body: unknown): Promise<StoredCase> {
  const { hive, caller } = view;
  const alert = findAlert(view, id);
  demand(hive, caller, "promote");
  const { template, overrides } = readCaseWishes(view, body);
  checkTemplate(view, template);

  const existing = existingCase(view, alert);
  if (existing !== undefined) return existing;
  if (hive.faults.promoteDelay > 0) {
    await hive.settings.clock.sleep(hive.faults.promoteDelay, hive.stopped());
    const meanwhile = hive.faults.promoteRace ? undefined : existingCase(view, alert);
    if (meanwhile !== undefined) return meanwhile;
  }
  // Somebody may have deleted it while the request waited.
  findAlert(view, id);
  return openCaseFor(hive.store, alert, {
    by: caller.user.login,
    overrides: { assignee: assigneeOf(view), ...overrides },
  });
}

function existingCase({ hive }: View, alert: StoredAlert): StoredCase | undefined {
  const linked = alert.caseId === undefined ? undefined : hive.store.cases.get(alert.caseId);
  if (linked === undefined) return undefined;
  if (hive.settings.version === "5" && hive.settings.promoteTwice === "refuse") {
    throw badRequest("Alert is already imported");
  }
  return linked;
}

/** TheHive 3 does not mind an unknown template; 4 refuses it without saying why. */
function checkTemplate({ hive }: View, template: string | undefined): void {
  if (template === undefined || hive.settings.caseTemplates.includes(template)) return;
  if (hive.settings.version === "4") throw unauthorizedAction();
  if (hive.settings.version === "5") throw badRequest(`CaseTemplate ${template} not found`);
}

/** On TheHive 4 whoever may not work on cases cannot become the assignee of one. */
function assigneeOf({ hive, caller }: View): string | undefined {
  const { login, permissions } = caller.user;
  return hive.settings.version !== "4" || permissions.includes("manageCase") ? login : undefined;
}
