import { resolve } from "node:path";
import { openTrail } from "../../audit/trail.ts";
import type { StatePlace } from "../../config/environment.ts";
import type { DatabaseAddress } from "../../database/address.ts";
import type { StandBy } from "../../database/copies.ts";
import type { LeaseRow } from "../../database/lease-row.ts";
import type { Store } from "../../engine/ports/store.ts";
import type { Check } from "../../lib/check.ts";
import { formatDuration } from "../../lib/duration-text.ts";
import { type Duration, iso, seconds } from "../../lib/time.ts";

const PROBE = "meta:check";

/** Whether the state can be written, and with Postgres who leads. */
export async function stateChecks(state: StatePlace, cwd: string): Promise<Check[]> {
  if (state.kind === "postgres") return databaseChecks(state);
  const path = state.path === ":memory:" ? state.path : resolve(cwd, state.path);
  const { openStore } = await import("../../store/store.ts");
  // Beside a running monitor too: it holds the state, but does not keep others from looking.
  await probe(await openStore(path, { exclusive: false }));
  return [{ name: "state", ok: true, detail: `${path} can be written` }];
}

async function probe(store: Store): Promise<void> {
  try {
    await store.write([[PROBE, true]]);
    await store.write([[PROBE, undefined]]);
  } finally {
    await store.close();
  }
}

async function databaseChecks(address: DatabaseAddress): Promise<Check[]> {
  const { link } = await import("../../database/link.ts");
  const { openPostgresStore } = await import("../../store/postgres.ts");
  const { isVerified } = await import("../../database/address.ts");
  const { readLease } = await import("../../database/lease-row.ts");
  const { readCopies } = await import("../../database/copies.ts");
  const own = link(address);
  try {
    await probe(await openPostgresStore({ link: link(address) }));
    const remark = isVerified(address) ? "" : " (its certificate is not verified)";
    return [
      { name: "state", ok: true, detail: `${own.place} can be written${remark}` },
      copiesCheck(await readLease(own), await readCopies(own)),
    ];
  } finally {
    await own.close();
  }
}

/** Not renewed for so long, its holder is gone, or cannot reach the database. */
const GONE = seconds(10);

/** Who leads, since when, and who stands by, in one line. */
export function copiesCheck(lease: LeaseRow, standbys: readonly StandBy[]): Check {
  const by = standbys.map(
    ({ label, age, refuses }) =>
      `${label}, seen ${agoText(age)}${refuses === undefined ? "" : `, would not lead: ${refuses}`}`,
  );
  const stand = by.length === 0 ? "nobody stands by" : `${by.length} stand by: ${by.join("; ")}`;
  const isGone = lease.holder !== undefined && lease.age > GONE;
  return {
    name: "copies",
    ok: !isGone && standbys.every(({ refuses }) => refuses === undefined),
    detail: `${leaderText(lease, isGone)}; ${stand}`,
  };
}

function leaderText({ holder, label, takenAt, age }: LeaseRow, isGone: boolean): string {
  if (holder === undefined) return "nobody leads";
  if (isGone) return `${label} led last and was not seen for ${formatDuration(age)}`;
  return `${label} leads since ${iso(takenAt)}, seen ${agoText(age)}`;
}

const agoText = (age: Duration) => (age < 1000 ? "now" : `${formatDuration(age)} ago`);

/** Whether the file of the trail can be written; the one in the database goes with the state. */
export async function auditChecks(file: string | undefined, cwd: string): Promise<Check[]> {
  if (file === undefined) return [{ name: "audit", ok: true, detail: "kept in the database" }];
  if (file === "-") return [{ name: "audit", ok: true, detail: "goes to stdout" }];
  const path = resolve(cwd, file);
  const trail = await openTrail(path, { redact: (line) => line });
  await trail.close();
  return [{ name: "audit", ok: true, detail: `${path} can be written` }];
}
