import { authenticationFailure, badRequest, forbidden, HiveProblem, refusedByLicence } from "./errors.ts";
import type { Caller, Hive } from "./hive.ts";
import type { HiveUser, StoredAlert, StoredCase, Version } from "./model.ts";

type HeaderReader = (name: string) => string | undefined;

/**
 * Finds out who is asking.
 *
 * @throws HiveProblem 401 for a bad key or password, a locked user, a foreign organisation
 */
export function authenticate(hive: Hive, header: HeaderReader): Caller {
  const refuse = () => authenticationFailure(header("referer") !== undefined);
  const user = findUser(hive, header("authorization") ?? "");
  if (user === undefined || user.locked) throw refuse();
  const wanted = header("x-organisation");
  if (wanted === undefined || hive.settings.version === "3")
    return { user, organisation: hive.settings.organisation };
  const organisation = hive.organisations.find(
    (name, index) => name === wanted || organisationId(index) === wanted,
  );
  if (organisation === undefined) throw refuse();
  return { user, organisation };
}

/** Ids of organisations, in the order they were given. */
export function organisationId(index: number): string {
  return `~${4096 + index * 8}`;
}

function findUser({ users, settings }: Hive, authorization: string): HiveUser | undefined {
  const [scheme, secret = ""] = authorization.split(" ");
  if (scheme === "Bearer") return users.find(({ apiKey }) => apiKey !== undefined && apiKey === secret);
  // Basic authentication is switched off in TheHive 3 as it comes.
  if (scheme !== "Basic" || settings.version === "3") return undefined;
  const [login, password, surplus] = Buffer.from(secret, "base64").toString().split(":");
  if (surplus !== undefined && settings.version === "4") return undefined;
  return users.find(
    (user) => user.login === login && user.password !== undefined && user.password === password,
  );
}

/** What a caller may want to do with an alert; the right it takes differs by version. */
export type Action = keyof typeof RIGHTS;

const RIGHTS = {
  read: { words: "read alerts", "3": "read", "4": undefined, "5": undefined },
  create: { words: "create alert", "3": "alert", "4": "manageAlert", "5": "manageAlert/create" },
  promote: { words: "create case from alert", "3": "write", "4": "manageAlert", "5": "manageAlert/import" },
  merge: { words: "merge alert with case", "3": "write", "4": "manageCase", "5": "manageAlert/import" },
  update: { words: "update alert", "3": "write", "4": "manageAlert", "5": "manageAlert/update" },
  reopen: { words: "reopen alert", "3": "write", "4": "manageAlert", "5": "manageAlert/reopen" },
  remove: { words: "delete alert", "3": "write", "4": "manageAlert", "5": "manageAlert/delete" },
  removeMany: { words: "delete alert", "3": "admin", "4": "manageAlert", "5": "manageAlert/delete" },
  observe: { words: "create observable", "3": "write", "4": "manageAlert", "5": "manageObservable" },
  comment: { words: "create comment", "3": undefined, "4": undefined, "5": "manageComment" },
} as const satisfies Record<string, { words: string } & Record<Version, string | undefined>>;

function may({ settings }: Hive, { user }: Caller, action: Action): boolean {
  const right = RIGHTS[action][settings.version];
  if (right === undefined) return true;
  // Before 5.1 one right covered all that is split today.
  return user.permissions.includes(right) || user.permissions.includes(right.split("/")[0] ?? right);
}

/** @throws HiveProblem 403 when the right is missing, or when the licence allows reading only */
export function demand(hive: Hive, caller: Caller, action: Action): void {
  const { version } = hive.settings;
  if (!may(hive, caller, action)) {
    throw forbidden(version, RIGHTS[action].words, RIGHTS[action][version] ?? "");
  }
  if (action !== "read") demandLicence(hive);
}

function demandLicence({ faults, settings }: Hive): void {
  const { readOnlyLicence } = faults;
  if (settings.version !== "5" || readOnlyLicence === false) return;
  if (readOnlyLicence === true) throw refusedByLicence("The licence is not valid: only reading is allowed");
  throw new HiveProblem(readOnlyLicence.status, readOnlyLicence.body);
}

/** @throws HiveProblem 400 when the alert has a case already */
export function demandUnimported(alert: StoredAlert): void {
  if (alert.caseId !== undefined) throw badRequest("Alert is already imported");
}

/** Alerts and cases of other organisations do not exist for the caller. */
export function visible<T extends StoredAlert | StoredCase>(
  { settings }: Hive,
  caller: Caller,
  thing: T | undefined,
): T | undefined {
  if (thing === undefined || settings.version === "3") return thing;
  return thing.organisation === caller.organisation ? thing : undefined;
}
