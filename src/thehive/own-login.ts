import { HiveError } from "../engine/hive-error.ts";
import type { HiveHttp, HiveRequest } from "./http.ts";
import { UserRow } from "./wire.ts";

/** Asks whose the key is. */
export function whoAmI(api: "v0" | "v1"): HiveRequest & { readonly method: "GET" } {
  const path = api === "v0" ? "/api/user/current" : "/api/v1/user/current";
  return { method: "GET", path, doing: "check the key", repeatable: true };
}

/**
 * The login of the key's owner, asked for once; undefined where TheHive does not tell it.
 * @throws HiveError "unreachable"
 */
export function ownLogin(
  http: HiveHttp,
  api: "v0" | "v1",
): (signal: AbortSignal) => Promise<string | undefined> {
  let known: { readonly login: string | undefined } | undefined;
  return async (signal) => {
    if (known !== undefined) return known.login;
    try {
      const user = UserRow.safeParse(await http.json({ ...whoAmI(api), lane: "single", signal })).data;
      known = { login: user?.login ?? user?.id };
    } catch (error) {
      if (!(error instanceof HiveError) || error.code === "unreachable") throw error;
      known = { login: undefined };
    }
    return known.login;
  };
}
