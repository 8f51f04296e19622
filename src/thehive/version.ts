import { HiveError } from "../engine/hive-error.ts";
import { type Place, problemWith, unexpected } from "./failure.ts";
import type { HiveAnswer, HiveHttp, HiveRequest } from "./http.ts";
import { OpenStatus, PublicStatus } from "./wire.ts";

/** Which TheHive answers. */
export interface Product {
  readonly major: 3 | 4 | 5;
  /** As it calls itself, such as `5.7.3-1`; absent when it does not tell. */
  readonly release?: string;
}

const DOING = "find out TheHive's version";

/**
 * Finds out which TheHive this is, by the addresses that need no key; where both are missing, by what kind of
 * list it answers.
 *
 * @throws HiveError
 */
export async function detectProduct(
  http: HiveHttp,
  api: "auto" | "v0" | "v1",
  signal?: AbortSignal,
): Promise<Product> {
  const asked: Attempt[] = [];
  async function ask(request: Pick<HiveRequest, "method" | "path" | "search" | "json">): Promise<unknown> {
    const full = { ...request, doing: DOING, repeatable: true, signal };
    const answer = await http.send(full);
    const problem = problemWith(answer, full, http.place) ?? unexpected(full, http.place, "TheHive's");
    asked.push({ answer, problem });
    // Still starting, or behind a proxy that cannot reach it: the other addresses fare no better.
    if (answer.status >= 502 && answer.status <= 504) throw problem;
    return answer.status < 300 ? answer.body : undefined;
  }

  const publicStatus = PublicStatus.safeParse(await ask({ method: "GET", path: "/api/v1/status/public" }));
  if (publicStatus.success) return productOf(publicStatus.data.version, false);
  const status = OpenStatus.safeParse(await ask({ method: "GET", path: "/api/status" }));
  if (status.success) return productOf(status.data.versions.TheHive, status.data.health !== undefined);

  if (api !== "v0") {
    const rows = await ask({
      method: "POST",
      path: "/api/v1/query",
      json: { query: [{ _name: "listAlert" }, { _name: "page", from: 0, to: 1 }] },
    });
    if (Array.isArray(rows)) return { major: isRowOf4(rows[0]) ? 4 : 5 };
  }
  if (api !== "v1") {
    const search = { range: "0-1" };
    const rows = await ask({ method: "POST", path: "/api/alert/_search", search, json: { query: {} } });
    if (Array.isArray(rows)) return { major: isIdOf4(rows[0]) ? 4 : 3 };
  }
  throw mostTelling(asked, http.place);
}

interface Attempt {
  readonly answer: HiveAnswer;
  readonly problem: HiveError;
}

function productOf(release: string, hasElasticHealth: boolean): Product {
  const major = Number.parseInt(release, 10);
  // Developer builds call themselves SNAPSHOT.
  if (Number.isNaN(major)) return { major: hasElasticHealth ? 3 : 4, release };
  return { major: major >= 5 ? 5 : major === 4 ? 4 : 3, release };
}

function isRowOf4(row: unknown): boolean {
  return typeof row === "object" && row !== null && "read" in row && !("stage" in row);
}

function isIdOf4(row: unknown): boolean {
  if (typeof row !== "object" || row === null || !("_id" in row)) return false;
  return typeof row._id === "string" && row._id.startsWith("~");
}

// A refused key says more than a missing address, and trouble says more than either.
function mostTelling(asked: readonly Attempt[], { url }: Place): HiveError {
  const found = (matches: (attempt: Attempt) => boolean) => asked.find(matches)?.problem;
  const nowhere = `cannot ${DOING}: THEHIVE_URL (${url}) does not answer like TheHive: is its base path right?`;
  return (
    found(({ answer }) => answer.status >= 500) ??
    found(({ problem }) => problem.code === "unauthorized" || problem.code === "forbidden") ??
    found(({ problem }) => problem.code === "nonsense") ??
    new HiveError("nonsense", nowhere)
  );
}
