import { type AlertId, severities } from "../../sla/model.ts";
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
  const [first] = told;
  if (first === undefined) return undefined;
  let [oldest, worst] = [first.entry, first.entry];
  let missed = true;
  let unconfirmed = false;
  // One alert may be in it for two of its tiers.
  const ids = new Set<AlertId>();
  // Thousands, just before they are told: once through.
  for (const { member, entry } of told) {
    if (byAge(entry, oldest) < 0) oldest = entry;
    if ((rank(entry) - rank(worst) || byAge(worst, entry)) > 0) worst = entry;
    missed &&= isMissed(judged(sources, entry));
    unconfirmed ||= firingOf(entry.record, member)?.unconfirmed === true;
    ids.add(member.alertId);
  }
  const entries = told.map(({ entry }) => entry);
  return { entries, total: ids.size, worst, oldest, groups: groupsOf(told), missed, unconfirmed };
}

const rank = ({ alert }: Watched) => severities.indexOf(alert.severity);
const byAge = (one: Watched, other: Watched) => one.alert.createdAt - other.alert.createdAt;

/** The firing of a record that an item tells of. */
export function firingOf({ firings }: Watched["record"], { tier, repeat }: Pick<Member, "tier" | "repeat">) {
  return firings.findLast((one) => one.tier === tier && one.repeat === repeat);
}

function groupsOf(told: readonly { member: Member; entry: Watched }[]): DigestGroup[] {
  const groups = new Map<string, { -readonly [Key in keyof DigestGroup]: DigestGroup[Key] }>();
  for (const { member, entry } of told) {
    const { severity } = entry.alert;
    const key = `${severity} ${member.tier}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { severity, tier: member.tier, count: 1 });
    else group.count += 1;
  }
  return [...groups.values()].sort(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      String(a.tier).localeCompare(String(b.tier)),
  );
}
