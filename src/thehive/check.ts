import { HiveError } from "../engine/hive-error.ts";
import type { Check } from "../lib/check.ts";
import { seconds } from "../lib/time.ts";
import type { WriteBackTo } from "../sla/result.ts";
import { type HiveHttp, hiveHttp } from "./http.ts";
import type { HiveOptions } from "./options.ts";
import { whoAmI } from "./own-login.ts";
import { detectProduct, type Product } from "./version.ts";
import { LicenceStatus, UserRow } from "./wire.ts";

const MOST_SKEW = seconds(5);

/**
 * Checks what must be right before alerts can be watched: `thehive`, `thehive.key`, `thehive.rights`,
 * `thehive.writeBack` where it is asked for, `thehive.clock`. What cannot be told because an earlier check failed is left out, so that the fault stands alone.
 */
export async function checkTheHive(
  options: HiveOptions,
  writeBack: WriteBackTo | "off" = "off",
): Promise<Check[]> {
  const http = hiveHttp(options);
  const product = await orProblem(detectProduct(http, options.api));
  if (product instanceof HiveError) return [bad("thehive", product.message)];
  const found = good("thehive", `TheHive ${product.release ?? product.major} at ${http.place.url}`);

  const user = await orProblem(keyOwner(http, options.api, product));
  const clock = clockCheck(http.skew.value());
  if (user instanceof HiveError) return [found, bad("thehive.key", user.message), clock];
  const key = keyCheck(user, options);
  if (!key.ok) return [found, key, clock];
  const licence = product.major === 5 ? await licenceOf(http) : undefined;
  const written = writeBack === "off" ? [] : [writeBackCheck(user, product, writeBack)];
  return [found, key, rightsCheck(user, product, licence), ...written, clock];
}

function keyCheck(user: UserRow | undefined, { organisation }: HiveOptions): Check {
  if (user === undefined) return good("thehive.key", "accepted; TheHive does not tell whose it is");
  const name = user.login ?? user.id ?? user._id ?? "unknown";
  if (user.organisation === undefined) return good("thehive.key", `accepted, it is ${name}'s`);
  if (user.organisation === "admin") {
    const advice = "use a user of the organisation that receives them, or set THEHIVE_ORGANISATION";
    return bad(
      "thehive.key",
      `the key is ${name}'s, in the organisation admin, which has no alerts: ${advice}`,
    );
  }
  // An id (`~123`) cannot be compared with a name.
  if (organisation !== undefined && !organisation.startsWith("~") && organisation !== user.organisation) {
    return bad(
      "thehive.key",
      `the key sees the organisation ${user.organisation}, not THEHIVE_ORGANISATION "${organisation}": is it spelt right?`,
    );
  }
  return good("thehive.key", `accepted, it is ${name}'s, in the organisation ${user.organisation}`);
}

function rightsCheck(user: UserRow | undefined, { major }: Product, licence: boolean | undefined): Check {
  const name = "thehive.rights";
  if (licence === false) {
    return bad(
      name,
      "TheHive's licence is not valid: it is read-only, alerts cannot be promoted until it is renewed",
    );
  }
  const needed = major === 5 ? "manageAlert/import" : major === 4 ? "manageAlert" : "write";
  const rights = user?.permissions ?? user?.roles;
  if (rights === undefined) return good(name, "TheHive does not tell them: promoting will show");
  // One right before 5.1, split since; v0 of 4 may tell roles only.
  const enough = [needed, "manageAlert", ...(user?.permissions === undefined ? ["write"] : [])];
  const has = rights.some((right) => enough.some((one) => one.toLowerCase() === right.toLowerCase()));
  return has
    ? good(name, `may promote alerts (${needed})`)
    : bad(name, `may read but not promote alerts: give the key's user ${needed} (profile Analyst has it)`);
}

/** Whether results can be written on alerts, as the settings ask. */
function writeBackCheck(user: UserRow | undefined, { major }: Product, to: WriteBackTo): Check {
  const name = "thehive.writeBack";
  if (to === "comment" && major !== 5) {
    const advice = "nothing is written back; writeBack: { customField: NAME } works there";
    return bad(name, `TheHive ${major} has no comments on alerts: ${advice}`);
  }
  const needed =
    to === "comment" ? "manageComment" : { 3: "write", 4: "manageAlert", 5: "manageAlert/update" }[major];
  const rights = user?.permissions ?? user?.roles;
  if (rights === undefined) return good(name, "TheHive does not tell the rights: writing will show");
  const has = rights.some((right) => right === needed || right === needed.split("/")[0]);
  const what = to === "comment" ? "comments on alerts" : `the custom field "${to.customField}"`;
  return has
    ? good(name, `may write ${what} (${needed})`)
    : bad(name, `may not write ${what}: give the key's user ${needed}`);
}

function clockCheck(skew: number | undefined): Check {
  const name = "thehive.clock";
  if (skew === undefined) return good(name, "TheHive sends no Date header: the clocks cannot be compared");
  const apart = `${(Math.abs(skew) / 1000).toFixed(1)} s ${skew > 0 ? "ahead of" : "behind"} ours`;
  if (skew === 0) return good(name, "agrees with ours");
  if (Math.abs(skew) <= MOST_SKEW) return good(name, `TheHive's is ${apart}, which is corrected`);
  return bad(name, `TheHive's is ${apart}, which is corrected; set both machines by NTP`);
}

/** Undefined: the key works, but this TheHive does not tell whose it is. @throws HiveError */
async function keyOwner(
  http: HiveHttp,
  api: HiveOptions["api"],
  { major }: Product,
): Promise<UserRow | undefined> {
  const older = api === "v0" || (api === "auto" && major === 3);
  const request = whoAmI(older ? "v0" : "v1");
  const answer = await http.send(request);
  const parsed = UserRow.safeParse(answer.body);
  if (answer.status < 300 && parsed.success) return parsed.data;
  if (answer.status === 401 || answer.status === 403 || answer.status >= 500) http.accept(answer, request);
  const list = older
    ? { path: "/api/alert/_search", search: { range: "0-1" }, json: { query: {} } }
    : { path: "/api/v1/query", json: { query: [{ _name: "listAlert" }, { _name: "page", from: 0, to: 1 }] } };
  await http.json({ method: "POST", ...list, doing: "list alerts", repeatable: true });
  return undefined;
}

async function licenceOf(http: HiveHttp): Promise<boolean | undefined> {
  const request = {
    method: "GET",
    path: "/api/v1/status",
    doing: "read the licence",
    repeatable: true,
  } as const;
  const parsed = LicenceStatus.safeParse(await orProblem(http.json(request)));
  return parsed.success ? parsed.data.license.isValid : undefined;
}

async function orProblem<T>(asked: Promise<T>): Promise<T | HiveError> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof HiveError) return error;
    throw error;
  }
}

function good(name: string, detail: string): Check {
  return { name, ok: true, detail };
}

function bad(name: string, detail: string): Check {
  return { name, ok: false, detail };
}
