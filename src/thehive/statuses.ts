import { bareName } from "../lib/fold.ts";
import { stages } from "../sla/model.ts";
import { type HiveHttp, hiveHttp } from "./http.ts";
import type { HiveOptions } from "./options.ts";
import { queryV1 } from "./query-v1.ts";
import { wireStage } from "./stage.ts";
import { detectProduct } from "./version.ts";
import { StatusRow } from "./wire.ts";

// What 3 stores, and what 4 derives from being read and imported.
const OLDER = ["New", "Updated", "Ignored", "Imported"];

/**
 * The stages and statuses that this TheHive knows, each once, as it spells them.
 *
 * @returns undefined when it does not tell
 * @throws HiveError when it cannot be asked at all
 */
export async function statusesOf(options: HiveOptions): Promise<readonly string[] | undefined> {
  const http = hiveHttp(options);
  const { major } = await detectProduct(http, options.api);
  if (major !== 5) return OLDER;
  const own = await ownStatuses(http);
  if (own === undefined) return undefined;
  const named = new Map([...stages.map(wireStage), ...own].map((name) => [bareName(name), name]));
  return [...named.values()];
}

async function ownStatuses(http: HiveHttp): Promise<readonly string[] | undefined> {
  const asked = await queryV1(http)([{ _name: "listAlertStatus" }], { doing: "list the alert statuses" });
  const parsed = StatusRow.array().safeParse(asked.kind === "answered" ? asked.body : undefined);
  return parsed.success && parsed.data.length > 0 ? parsed.data.map(({ value }) => value) : undefined;
}
