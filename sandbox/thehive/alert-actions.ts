import { z } from "zod";
import { parseInput, readCreation, readCustomFields, readObservables } from "./alert-input.ts";
import { demand, demandUnimported, visible } from "./auth.ts";
import { copiedObservables, type View } from "./entities.ts";
import { badRequest, duplicateAlert, notFound, operationNotPermitted } from "./errors.ts";
import { versionOf } from "./filters.ts";
import type { StoredAlert, StoredCase, StoredObservable } from "./model.ts";
import { customFieldsOf } from "./new-alert.ts";
import { mergeInto, unlink } from "./promotion.ts";

/** TheHive 5 takes at most this many alerts into one case by merging. */
const MERGE_LIMIT = 50;

/** @throws HiveProblem 404 when there is none, or none the caller may see */
export function findAlert({ hive, caller, dialect }: View, id: string): StoredAlert {
  const alert = visible(hive, caller, hive.store.alerts.get(id));
  if (alert === undefined) throw notFound(versionOf(dialect), "Alert", id);
  return alert;
}

/** By id; TheHive 4 also takes the number. */
export function findCase({ hive, caller, dialect }: View, id: string): StoredCase {
  const { cases } = hive.store;
  const byNumber =
    versionOf(dialect) === "4" ? [...cases.values()].find(({ number }) => String(number) === id) : undefined;
  const found = visible(hive, caller, cases.get(id) ?? byNumber);
  if (found === undefined) throw notFound(versionOf(dialect), "Case", id);
  return found;
}

export function createAlert(view: View, body: unknown): StoredAlert {
  const { hive, caller, dialect } = view;
  demand(hive, caller, "create");
  const draft = readCreation(dialect, body);
  const { type = "", source = "", sourceRef = "" } = draft;
  const twin = hive.store.twinOf({ type, source, sourceRef }, caller.organisation);
  if (twin !== undefined) throw duplicateAlert(versionOf(dialect), twin);
  const status = draft.status ?? "New";
  if (dialect === "v1-5" && hive.store.lifecycle.stageOf(status) === undefined) {
    throw badRequest(`Invalid status ${status}`);
  }
  const raised = hive.store.raise({
    ...draft,
    organisation: caller.organisation,
    createdBy: caller.user.login,
  });
  // TheHive 5 answers before the observables that come along touch the alert: the next read shows that.
  return dialect === "v1-5" ? { ...raised, updatedAt: undefined, updatedBy: undefined } : raised;
}

/** TheHive 4 hides unknown alerts here behind a refusal. */
export function addObservables(view: View, id: string, body: unknown): StoredObservable[] {
  const { hive, caller } = view;
  const alert = visible(hive, caller, hive.store.alerts.get(id));
  if (alert === undefined)
    throw hive.settings.version === "4" ? operationNotPermitted() : notFound("5", "Alert", id);
  demand(hive, caller, "observe");
  return hive.store.observe(alert, readObservables(hive.settings.version, body), caller.user.login);
}

export function setRead(view: View, id: string, read: boolean): StoredAlert {
  const { hive, caller } = view;
  const alert = findAlert(view, id);
  demand(hive, caller, "update");
  const { lifecycle } = hive.store;
  const touch = !(hive.settings.version === "4" && hive.settings.quietReads);
  const changes = read ? lifecycle.closing(alert, undefined) : lifecycle.reopening(alert);
  hive.store.change(alert, changes, { by: caller.user.login, touch });
  return alert;
}

export function setFollow(view: View, id: string, follow: boolean): StoredAlert {
  const alert = findAlert(view, id);
  demand(view.hive, view.caller, "update");
  view.hive.store.change(alert, { follow }, { by: view.caller.user.login });
  return alert;
}

export function removeAlert(view: View, id: string): void {
  const alert = findAlert(view, id);
  demand(view.hive, view.caller, "remove");
  view.hive.store.remove(alert);
}

const Ids = z.object({ ids: z.array(z.string()) });

/** The alerts a bulk request names. */
export function bulkAlerts(view: View, body: unknown): StoredAlert[] {
  return parseInput(versionOf(view.dialect), Ids, body).ids.map((id) => findAlert(view, id));
}

export function removeAlerts(view: View, body: unknown): void {
  demand(view.hive, view.caller, "removeMany");
  for (const alert of bulkAlerts(view, body)) view.hive.store.remove(alert);
}

/**
 * Merges one alert into a case. TheHive 3 hands back the case of an imported alert.
 *
 * @throws HiveProblem 400 on 4 and 5 when the alert has a case already
 */
export function mergeAlert(view: View, id: string, caseId: string): StoredCase {
  const { hive, caller } = view;
  const alert = findAlert(view, id);
  demand(hive, caller, hive.settings.version === "4" ? "update" : "merge");
  const target = findCase(view, caseId);
  demand(hive, caller, "merge");
  const linked = alert.caseId === undefined ? undefined : hive.store.cases.get(alert.caseId);
  if (hive.settings.version === "3" && linked !== undefined) return linked;
  demandUnimported(alert);
  if (hive.settings.version === "5" && target.alertIds.length >= MERGE_LIMIT) {
    throw badRequest(`A case takes at most ${MERGE_LIMIT} alerts`);
  }
  mergeInto(hive.store, alert, target, caller.user.login);
  return target;
}

const BulkMerge = z.object({ caseId: z.string(), alertIds: z.array(z.string()) });

export function mergeAlerts(view: View, body: unknown): StoredCase {
  const { caseId, alertIds } = parseInput(versionOf(view.dialect), BulkMerge, body);
  for (const id of alertIds) mergeAlert(view, id, caseId);
  return findCase(view, caseId);
}

/** TheHive 5: takes over the observables, and the alert is of that case from then on. */
export function importObservables(view: View, id: string, caseId: string): StoredCase {
  const { hive, caller } = view;
  const alert = findAlert(view, id);
  demand(hive, caller, "merge");
  const target = findCase(view, caseId);
  demandUnimported(alert);
  const observables = [...copiedObservables(view, target), ...alert.observables];
  const alertIds = [...target.alertIds, alert.id];
  hive.store.changeCase(target, { observables, alertIds }, caller.user.login);
  hive.store.change(alert, hive.store.lifecycle.importing(target.id), { by: caller.user.login });
  return target;
}

export function unlinkAlert(view: View, caseId: string, id: string): void {
  const { hive, caller } = view;
  const target = findCase(view, caseId);
  const alert = findAlert(view, id);
  demand(hive, caller, "update");
  if (alert.caseId !== target.id) throw notFound("5", "Alert", id);
  unlink(hive.store, alert, caller.user.login);
}

const Comment = z.object({ message: z.string().min(1) });

export function commentOn(view: View, id: string, body: unknown) {
  const { hive, caller } = view;
  const alert = findAlert(view, id);
  demand(hive, caller, "comment");
  return hive.store.comment(alert, parseInput("5", Comment, body).message, caller.user.login);
}

const Owner = z.object({ owner: z.string().optional() });

/** Gives a case to a user; v0's `owner`. @throws HiveProblem 400 when there is no such user */
export function giveCase(view: View, id: string, body: unknown): StoredCase {
  const { hive, caller, dialect } = view;
  const stored = findCase(view, id);
  demand(hive, caller, "merge");
  const { owner } = parseInput(versionOf(dialect), Owner, body);
  if (owner === undefined) return stored;
  if (hive.users.every(({ login }) => login !== owner)) throw badRequest(`User ${owner} not found`);
  hive.store.changeCase(stored, { assignee: owner }, caller.user.login);
  return stored;
}

const CaseWishes = z.object({
  title: z.string().max(512).optional(),
  description: z.string().optional(),
  severity: z.int().min(1).max(4).optional(),
  startDate: z.int().optional(),
  tags: z.array(z.string()).optional(),
  flag: z.boolean().optional(),
  tlp: z.int().min(0).max(4).optional(),
  pap: z.int().min(0).max(3).optional(),
  summary: z.string().optional(),
  assignee: z.string().optional(),
  customFields: z.unknown().optional(),
  caseTemplate: z.string().optional(),
});

/** What a promotion asks for besides the alert's own values; only TheHive 5 takes more than a template. */
export function readCaseWishes(
  view: View,
  body: unknown,
): { template: string | undefined; overrides: Partial<StoredCase> } {
  const version = versionOf(view.dialect);
  const { caseTemplate, customFields, ...wishes } = parseInput(version, CaseWishes, body);
  if (version !== "5") return { template: caseTemplate, overrides: {} };
  const given = Object.entries({
    ...wishes,
    customFields: customFields === undefined ? undefined : customFieldsOf(readCustomFields(customFields)),
  }).filter(([, value]) => value !== undefined);
  return { template: caseTemplate, overrides: Object.fromEntries(given) };
}
