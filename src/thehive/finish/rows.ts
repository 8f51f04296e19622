import { z } from "zod";
import type { KnownObservable, Similar } from "../../engine/ports/alert-finisher.ts";
import { CaseRow, observablesFrom } from "../wire.ts";

type Row = Readonly<Record<string, unknown>>;

/** The keys of an object; of anything else none. */
export function rowOf(value: unknown): Row {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The id of the first case of a list. */
export function caseIdIn(body: unknown): string | undefined {
  return CaseRow.safeParse(Array.isArray(body) ? body[0] : undefined).data?.id;
}

const Named = z.object({ name: z.string().min(1) });

/** The names in a list of named things. */
export function namesIn(body: unknown): string[] {
  const rows: readonly unknown[] = Array.isArray(body) ? body : [];
  return rows.flatMap((row) => Named.safeParse(row).data?.name ?? []);
}

/** Observables with what TheHive knows of them; what is no object is skipped. */
export function knownObservables(rows: readonly unknown[]): KnownObservable[] {
  return rows.flatMap((row) => {
    const [observable] = observablesFrom([row]);
    if (observable === undefined) return [];
    const { ioc, attachment, seen, extraData } = rowOf(row);
    const { name } = rowOf(attachment);
    const met = [seen, rowOf(extraData).seen, seenIn(rowOf(extraData).seenSummary)].find(isFlag);
    return [
      {
        ...observable,
        ioc: ioc === true,
        ...(typeof name === "string" ? { fileName: name } : {}),
        ...(met === undefined ? {} : { seen: met }),
      },
    ];
  });
}

const isFlag = (value: unknown): value is boolean => typeof value === "boolean";

/** No document says what the summary holds: a flag of that name, or counts of where it was met. */
function seenIn(summary: unknown): boolean | undefined {
  const { seen } = rowOf(summary);
  if (isFlag(seen)) return seen;
  const counts = Object.values(rowOf(summary)).filter((value) => typeof value === "number");
  return counts.length === 0 ? undefined : counts.some((count) => count > 0);
}

const Count = z.number().int().nonnegative().optional().catch(undefined);
const SimilarRow = z.object({
  _id: z.string().optional(),
  id: z.string().optional(),
  title: z.string(),
  number: Count,
  caseId: Count,
});
const Shared = z.object({ similarObservableCount: Count, similarArtifactCount: Count });

/** Similar alerts or cases: flat rows (v0), or the thing itself beside how much is shared (v1). */
export function similarIn(rows: readonly unknown[], url: (id: string) => string): Similar[] {
  return rows.flatMap((row) => {
    const outer = rowOf(row);
    const { data } = SimilarRow.safeParse(outer.case ?? outer.alert ?? row);
    const id = data?._id ?? data?.id;
    if (data === undefined || id === undefined) return [];
    const { similarObservableCount, similarArtifactCount } = Shared.parse(outer);
    const number = data.number ?? data.caseId;
    const shared = similarObservableCount ?? similarArtifactCount;
    return [
      {
        id,
        title: data.title,
        url: url(id),
        ...(number === undefined ? {} : { number }),
        ...(shared === undefined ? {} : { shared }),
      },
    ];
  });
}
