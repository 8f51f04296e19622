import type { Settings } from "../../config/settings.ts";
import { usesOf } from "../../config/unusable.ts";
import type { Check } from "../../lib/check.ts";
import { mask } from "../../lib/mask.ts";
import type { Person } from "../../oncall/person.ts";
import { type PersonalVia, ways } from "../../oncall/ways.ts";

/**
 * One line for each person whom a policy in force can reach for: whether the methods asked of them can.
 *
 * @param inCalendars whom calendars have on call, by group
 */
export function recipientChecks(
  settings: Settings,
  inCalendars: Readonly<Record<string, readonly string[]>> = {},
): Check[] {
  const asked = new Map<string, Set<PersonalVia>>();
  for (const { method } of usesOf(settings)) {
    if (method.via === "slack") continue;
    const group = Object.hasOwn(settings.groups, method.group) ? settings.groups[method.group] : undefined;
    const members = group?.rotation?.members ?? group?.members ?? inCalendars[method.group] ?? [];
    for (const name of members) {
      asked.set(name, (asked.get(name) ?? new Set<PersonalVia>()).add(method.via));
    }
  }
  return [...asked].map(([name, vias]) => personCheck(name, settings.people[name] ?? {}, [...vias]));
}

function personCheck(name: string, person: Person, vias: readonly PersonalVia[]): Check {
  const { phone } = person;
  const needed = [...new Set(vias.map((via) => ways[via].needs.key))];
  const missing = needed.filter((key) => person[key] === undefined);
  const check = `recipient.${name}`;
  if (missing.length > 0) {
    const detail = `${vias.join(" and ")} cannot reach ${name}: add ${missing.join(" and ")} to people.${name}`;
    return { name: check, ok: false, detail };
  }
  const at = needed.includes("phone") && phone !== undefined ? ` at ${mask(phone)}` : "";
  return { name: check, ok: true, detail: `${vias.join(", ")}${at}` };
}
