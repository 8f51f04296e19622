import { unexpected } from "./failure.ts";
import type { HiveHttp, HiveRequest } from "./http.ts";
import { CaseRow } from "./wire.ts";

/** @throws HiveError "nonsense" when the answer is no list */
export function listIn(body: unknown, request: HiveRequest, { place }: HiveHttp): readonly unknown[] {
  if (Array.isArray(body)) return body;
  throw unexpected(request, place, "a list");
}

/** @throws HiveError "nonsense" when the answer is no case */
export function caseIn(body: unknown, request: HiveRequest, { place }: HiveHttp): CaseRow {
  const parsed = CaseRow.safeParse(body);
  if (parsed.success) return parsed.data;
  throw unexpected(request, place, "a case");
}
