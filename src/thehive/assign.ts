import { z } from "zod";
import { HiveError } from "../engine/hive-error.ts";
import type { AlertId } from "../sla/model.ts";
import { type HiveHttp, type HiveRequest, isRefusal } from "./http.ts";
import type { Ask } from "./query-v1.ts";
import { UserRow } from "./wire.ts";

/** Assigns an alert (TheHive 5) to the user with an e-mail; false when there is none. @throws HiveError */
export function assigner(http: HiveHttp, ask: Ask): (id: AlertId, email: string) => Promise<boolean> {
  return async (id, email) => {
    const users = await usersLike(email, ask);
    const user = userWith(email, users);
    if (users !== undefined && user === undefined) return false;
    const request: HiveRequest = {
      method: "PATCH",
      path: `/api/v1/alert/${encodeURIComponent(id)}`,
      // Where users cannot be listed: the login is usually the e-mail itself.
      json: { assignee: user?.login ?? email },
      doing: `assign alert ${id}`,
      permission: "manageAlert/update",
      repeatable: false,
      lane: "act",
    };
    const answer = await http.send(request);
    if (user === undefined && isRefusal(answer) && answer.status < 500) return false;
    http.accept(answer, request);
    return true;
  };
}

/** The login of the user with an e-mail; undefined when there is none or users cannot be listed. @throws HiveError */
export async function loginOf(email: string, ask: Ask): Promise<string | undefined> {
  return userWith(email, await usersLike(email, ask))?.login;
}

function userWith(email: string, users: readonly UserRow[] | undefined): UserRow | undefined {
  return users?.find((found) => [found.email, found.login].some((name) => same(name, email)));
}

async function usersLike(email: string, ask: Ask): Promise<readonly UserRow[] | undefined> {
  const names = [...new Set([email, email.toLowerCase()])];
  const filters = [["login", "email"], ["login"]].map((fields) => ({
    _or: fields.flatMap((_field) => names.map((_value) => ({ _field, _value }))),
  }));
  for (const filter of filters) {
    const steps = [
      { _name: "listUser" },
      { _name: "filter", ...filter },
      { _name: "page", from: 0, to: 100 },
    ];
    const asked = await ask(steps, { doing: "look up the user" }).catch(unlessUnreachable);
    const users = z.array(UserRow).safeParse(asked?.kind === "answered" ? asked.body : undefined);
    if (users.success) return users.data;
  }
  return undefined;
}

// A key that may not list users may still assign; a TheHive that does not answer will not do that either.
function unlessUnreachable(error: unknown): undefined {
  if (!(error instanceof HiveError) || error.code === "unreachable") throw error;
}

function same(name: string | undefined, email: string): boolean {
  return name?.toLowerCase() === email.toLowerCase();
}
