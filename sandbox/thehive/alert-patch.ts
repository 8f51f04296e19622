import { z } from "zod";
import { parseInput, readCustomFields } from "./alert-input.ts";
import { demand } from "./auth.ts";
import type { View } from "./entities.ts";
import { badRequest } from "./errors.ts";
import { versionOf } from "./filters.ts";
import type { StoredAlert } from "./model.ts";
import { customFieldsOf } from "./new-alert.ts";

const Tags = z.array(z.string().min(1).max(128));

const Common = z.object({
  title: z.string().min(1).optional(),
  description: z.string().optional(),
  severity: z.int().min(1).max(4).optional(),
  lastSyncDate: z.int().optional(),
  tags: Tags.optional(),
  tlp: z.int().min(0).max(3).optional(),
  follow: z.boolean().optional(),
  customFields: z.unknown().optional(),
});

const Patch3 = Common.extend({ status: z.enum(["New", "Updated", "Ignored", "Imported"]).optional() });

const Renaming = {
  type: z.string().min(1).max(32).optional(),
  source: z.string().min(1).max(32).optional(),
  sourceRef: z.string().min(1).max(128).optional(),
  date: z.int().optional(),
  pap: z.int().min(0).max(3).optional(),
  externalLink: z.string().max(4096).optional(),
};

const Patch4 = Common.extend({ ...Renaming, read: z.boolean().optional() });

const Patch5 = Common.extend({
  ...Renaming,
  title: z.string().min(1).max(512).optional(),
  tlp: z.int().min(0).max(4).optional(),
  status: z.string().max(64).optional(),
  summary: z
    .string()
    .max(2 ** 20)
    .optional(),
  assignee: z.string().max(128).nullable().optional(),
  addTags: Tags.optional(),
  removeTags: Tags.optional(),
});

/**
 * Applies a PATCH. Keys the version does not know are passed over in silence, as TheHive does.
 *
 * @throws HiveProblem 400 for a malformed value or an unknown status, 403 without the right to it
 */
export function patchAlert(view: View, alert: StoredAlert, body: unknown): void {
  demand(view.hive, view.caller, "update");
  switch (versionOf(view.dialect)) {
    case "3":
      patch3(view, alert, body);
      break;
    case "4":
      patch4(view, alert, body);
      break;
    case "5":
      patch5(view, alert, body);
      break;
  }
}

function patch3({ hive, caller }: View, alert: StoredAlert, body: unknown): void {
  const { customFields, ...given } = parseInput("3", Patch3, body);
  // A followed alert that its source changes after it was seen asks to be seen again.
  const resurfaced = (given.follow ?? alert.follow) && alert.status !== "New" ? "Updated" : alert.status;
  const changes = { ...given, ...fieldsChange(customFields), status: given.status ?? resurfaced };
  hive.store.change(alert, withoutUndefined(changes), { by: caller.user.login });
}

function patch4({ hive, caller }: View, alert: StoredAlert, body: unknown): void {
  const { customFields, type, source, sourceRef, ...given } = parseInput("4", Patch4, body);
  const changes = withoutUndefined({ ...given, ...fieldsChange(customFields) });
  const onlyReads = Object.keys(changes).every((key) => key === "read");
  hive.store.rename(alert, withoutUndefined({ type, source, sourceRef }));
  hive.store.change(alert, changes, {
    by: caller.user.login,
    touch: !(onlyReads && hive.settings.quietReads),
  });
}

function patch5(view: View, alert: StoredAlert, body: unknown): void {
  const { hive, caller } = view;
  const {
    customFields,
    type,
    source,
    sourceRef,
    addTags = [],
    removeTags = [],
    assignee,
    status,
    ...given
  } = parseInput("5", Patch5, body);
  const moved = status === undefined ? {} : moveTo(view, alert, status);
  const assigned = assignee === undefined ? {} : { assignee: assigneeOf(view, assignee) };
  const tags = [...new Set([...(given.tags ?? alert.tags), ...addTags])].filter(
    (tag) => !removeTags.includes(tag),
  );
  hive.store.rename(alert, withoutUndefined({ type, source, sourceRef }));
  const changes = {
    ...withoutUndefined({ ...given, ...fieldsChange(customFields) }),
    tags,
    ...moved,
    ...assigned,
  };
  hive.store.change(alert, changes, { by: caller.user.login });
}

/** Whoever starts or closes an alert nobody has becomes its assignee. */
function moveTo(view: View, alert: StoredAlert, status: string): Partial<StoredAlert> {
  const { hive, caller } = view;
  const stage = hive.store.lifecycle.stageOf(status);
  if (stage === undefined) throw badRequest(`Invalid status ${status}`);
  if (stage === "Imported") throw badRequest("An alert is imported through its case, not by its status");
  if (isReopening(alert, stage)) demand(hive, caller, "reopen");
  const taken = stage === "New" ? {} : { assignee: alert.assignee ?? caller.user.login };
  return { status, ...taken };
}

function isReopening(alert: StoredAlert, stage: StoredAlert["stage"]): boolean {
  if (alert.stage === "Closed") return stage === "New" || stage === "InProgress";
  return alert.stage === "InProgress" && stage === "New";
}

function assigneeOf({ hive }: View, login: string | null): string | undefined {
  if (login === null) return undefined;
  const user = hive.users.find((one) => one.login === login);
  if (user === undefined) throw badRequest(`User ${login} not found`);
  return user.login;
}

function fieldsChange(customFields: unknown): Partial<StoredAlert> {
  return customFields === undefined ? {} : { customFields: customFieldsOf(readCustomFields(customFields)) };
}

/** The keys that were given; the type then allows them in a partial change. */
function withoutUndefined<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
