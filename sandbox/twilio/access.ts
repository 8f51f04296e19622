import { RestError } from "./errors.ts";
import type { Account, ApiKey, Permission } from "./model.ts";

const RESOURCES = {
  Messages: "messages",
  Calls: "calls",
  Queues: "queues",
  IncomingPhoneNumbers: "numbers",
} as const;

/**
 * Checks who asks, and whether they may: auth token or API key by Basic auth, on their own account.
 *
 * @throws RestError 20003 (401, or 403 for a key without the right), 20005, 20404 for a foreign account
 */
export function checkAccess(
  account: Account,
  request: { authorization: string | undefined; method: string; path: string },
): void {
  const [user, secret] = credentials(request.authorization);
  const key = account.apiKeys.find(({ sid }) => sid === user);
  const genuine =
    key === undefined ? user === account.sid && secret === account.authToken : secret === key.secret;
  if (!genuine) throw new RestError(20003);
  if (!request.path.startsWith(`/2010-04-01/Accounts/${account.sid}`)) throw new RestError(20404);
  const permission = needed(request.method, request.path);
  if (key !== undefined) checkKey(key, permission);
  if (account.status !== "active" && permission !== "account:read") throw new RestError(20005);
}

function checkKey({ kind = "main", allows = [] }: ApiKey, permission: Permission): void {
  const refused =
    (kind === "standard" && permission.startsWith("account")) ||
    (kind === "restricted" && !allows.includes(permission));
  if (refused)
    throw new RestError(
      20003,
      `The API key lacks the permission ${permission}`,
      kind === "standard" ? 401 : 403,
    );
}

function needed(method: string, path: string): Permission {
  const [, , , , collection = "", item] = path.split(/[/]|[.]json$/);
  const resource = new Map<string, (typeof RESOURCES)[keyof typeof RESOURCES]>(Object.entries(RESOURCES)).get(
    collection,
  );
  return `${resource ?? "account"}:${action(method, Boolean(item))}`;
}

function action(method: string, onItem: boolean): "create" | "read" | "update" | "delete" {
  if (method === "DELETE") return "delete";
  if (method !== "POST") return "read";
  return onItem ? "update" : "create";
}

function credentials(header: string | undefined): [user: string, secret: string] {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? "")?.[1] ?? "";
  const [user = "", ...secret] = Buffer.from(encoded, "base64").toString().split(":");
  return [user, secret.join(":")];
}
