import { type PersonalVia, ways } from "../oncall/ways.ts";
import { type Method, type Severity, severities } from "../sla/model.ts";
import { methodText } from "./method-text.ts";
import type { Settings } from "./settings.ts";

/**
 * Says which methods of the policies in force reach nobody, and why: one plain line each, none when all is well.
 *
 * Default policies ask for SMS and calls before anybody has set them up. That is no error: Slack alone is used,
 * and people are told so.
 *
 * @param of which ways to speak of; all of them unless given
 */
export function unusableMethods(
  settings: Settings,
  { twilio, of = () => true }: { twilio: boolean; of?: (via: PersonalVia) => boolean },
): string[] {
  return usesOf(settings).flatMap(({ method, places }) => {
    const why = method.via === "slack" || !of(method.via) ? undefined : whyUnusable(method, settings, twilio);
    return why === undefined ? [] : [`"${methodText(method)}" (${places.join(", ")}): ${why}`];
  });
}

/** A method, and the policies that name it. */
export interface Use {
  readonly method: Method;
  readonly places: readonly string[];
}

/** Every method of every enabled policy, and of the rules for cases. */
export function usesOf({ sla, routes, cases }: Settings): readonly Use[] {
  const policies = [
    ...severities.map((severity: Severity) => ({ place: severity as string, policy: sla[severity] })),
    ...routes.flatMap(({ policy }, index) =>
      typeof policy === "object" ? [{ place: `routes[${index}]`, policy }] : [],
    ),
  ].filter(({ policy }) => policy.enabled);
  const named = [
    ...policies.map(({ place, policy }) => ({
      place,
      methods: [
        ...policy.tiers.flatMap(({ notify }) => notify),
        ...policy.highRisk,
        ...(policy.warn?.notify ?? []),
      ],
    })),
    ...severities
      .filter((severity) => sla[severity].enabled)
      .map((severity) => ({ place: `cases.${severity}`, methods: cases[severity]?.notify ?? [] })),
  ];

  const uses = new Map<string, Use>();
  for (const { place, methods } of named) {
    for (const method of methods) {
      const text = methodText(method);
      const places = new Set([...(uses.get(text)?.places ?? []), place]);
      uses.set(text, { method, places: [...places] });
    }
  }
  return [...uses.values()];
}

function whyUnusable(
  { via, group: name }: Exclude<Method, { via: "slack" }>,
  { groups, people }: Settings,
  twilio: boolean,
): string | undefined {
  const group = Object.hasOwn(groups, name) ? groups[name] : undefined;
  if (ways[via].provider === "twilio" && !twilio)
    return "Twilio is not set up, so nothing is sent; Slack alone is used";
  if (group === undefined) return `there is no group ${name} under groups; Slack alone is used`;
  const { key } = ways[via].needs;
  const members = new Set(group.rotation?.members ?? group.members ?? []);
  const lacking = [...members].filter((member) => people[member]?.[key] === undefined);
  if (lacking.length === 0) return undefined;
  return `cannot reach ${lacking.join(", ")}: no ${key} under people`;
}
