import { severities } from "../../sla/model.ts";
import type { Member } from "../items/subject.ts";
import type { DigestGroup } from "../ports/notice.ts";
import { type CardSources, judged } from "../show/card-facts.ts";
import { isMissed } from "../show/next-act.ts";
import type { Watched } from "../work/watchlist.ts";

/** What a digest tells of its alerts. */
export interface Summed {
  readonly entries: readonly Watched[];
  readonly total: number;
  readonly worst: Watched;
  readonly oldest: Watched;
  readonly groups: readonly DigestGroup[];
  /** Each of them is past a deadline. */
  readonly missed: boolean;
  readonly unconfirmed: boolean;
}

/** The worst is of the highest severity, and of those the oldest. */
export function summed(
  sources: CardSources,
  told: readonly { member: Member; entry: Watched }[],
): Summed | undefined {
  const entries = told.map(({ entry }) => entry);
  const [first] = entries;
  if (first === undefined) return undefined;
  const oldest = entries.reduce((best, one) => (byAge(one, best) < 0 ? one : best), first);
  const worst = entries.reduce(
    (best, one) => ((rank(one) - rank(best) || byAge(best, one)) > 0 ? one : best),
    first,
  );
  const unconfirmed = told.some(({ member, entry }) => firingOf(entry.record, member)?.unconfirmed === true);
  // One alert may be in it for two of its tiers.
  const total = new Set(told.map(({ member }) => member.alertId)).size;
  const missed = entries.every((entry) => isMissed(judged(sources, entry)));
  return { entries, total, worst, oldest, groups: groupsOf(told), missed, unconfirmed };
}

const rank = ({ alert }: Watched) => severities.indexOf(alert.severity);
const byAge = (one: Watched, other: Watched) => one.alert.createdAt - other.alert.createdAt;

/** The firing of a record that an item tells of. */
export function firingOf({ firings }: Watched["record"], { tier, repeat }: Pick<Member, "tier" | "repeat">) {
  return firings.findLast((one) => one.tier === tier && one.repeat === repeat);
}

function groupsOf(told: readonly { member: Member; entry: Watched }[]): DigestGroup[] {
  const groups = new Map<string, DigestGroup>();
  for (const { member, entry } of told) {
    const { severity } = entry.alert;
    const key = `${severity} ${member.tier}`;
    groups.set(key, { severity, tier: member.tier, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()].sort(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      String(a.tier).localeCompare(String(b.tier)),
  );
}
