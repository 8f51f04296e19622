import type { Instant } from "../lib/time.ts";
import { unreachable } from "../lib/unreachable.ts";
import type { Finding } from "./readiness.ts";
import { type PersonalVia, ways } from "./ways.ts";

/** Words of our own, a time, or what others wrote. */
type Part = string | Instant | { readonly theirs: string };

/** A finding for people: what is so, and what to do; nothing to do where it is not known. */
export interface FindingWords {
  readonly what: readonly Part[];
  readonly todo?: string;
}

/** Words a finding in English; without a full stop. */
export function findingWords(finding: Finding): FindingWords {
  switch (finding.kind) {
    case "gap":
      return gap(finding);
    case "no-contact":
      return noContact(finding);
    case "slack-user":
      return inSlack(finding);
    case "number-failed": {
      const { person, via, at, why } = finding;
      return {
        what: [
          `The last ${via === "sms" ? "text" : "call"} to ${person} failed on `,
          at,
          ": ",
          { theirs: why },
        ],
        todo: `mend that, then try it out: /sla test ${via} ${person}`,
      };
    }
    case "feed":
      return { what: [{ theirs: finding.why }], todo: "see why it cannot be read, or correct its address" };
    case "certificate":
      return certificate(finding);
    case "no-replies":
      return {
        what: ["The weekly test text is on, but texts cannot be replied to here, so none is sent"],
        todo: "set TWILIO_FROM to a number of the account that receives texts, or readiness.test to off",
      };
    case "unknown": {
      const { what, why, person } = finding;
      const of = person === undefined ? "" : ` of ${person}`;
      return { what: [`Not known${of}: ${what} (`, { theirs: why }, ")"] };
    }
    default:
      return unreachable(finding);
  }
}

type Of<Kind> = Extract<Finding, { kind: Kind }>;

function gap({ group, from, until, open, times }: Of<"gap">): FindingWords {
  const end = open ? [" on"] : [" to ", until];
  const more = times === 2 ? ", and once more" : `, and ${times - 1} more times`;
  return {
    what: [`Nobody is on call in ${group} from `, from, ...end, ...(times > 1 ? [more] : [])],
    todo: "take it over with /sla oncall take or override, or mend the rotation or calendar",
  };
}

function noContact({ person, missing, from }: Of<"no-contact">): FindingWords {
  const keys = [...new Set(missing.map((way) => ways[way].needs.key))];
  const duty = from === undefined ? ["; stands in for others"] : ["; on call from ", from];
  return {
    what: [`${person} cannot be reached by ${listed(missing.map(wayWord))}`, ...duty],
    todo: `add ${listed(keys)} to people.${person}, in the settings or with /sla oncall`,
  };
}

function inSlack({ person, standing }: Of<"slack-user">): FindingWords {
  const instead = `take ${person} off call, or correct people.${person}.slack`;
  switch (standing) {
    case "deactivated":
      return { what: [`${person}'s Slack account is deactivated`], todo: instead };
    case "guest":
      return {
        what: [`${person} is a guest in Slack, and guests may answer no alert`],
        todo: `make ${person} a full member`,
      };
    case "stranger":
      return { what: [`${person} is of another Slack workspace, and may answer no alert`], todo: instead };
    case "bot":
      return { what: [`people.${person}.slack is a bot`], todo: `correct people.${person}.slack` };
    case "missing":
      return {
        what: [`Slack has no user with the id in people.${person}.slack`],
        todo: 'correct it (in Slack: profile, "Copy member ID")',
      };
    default:
      return unreachable(standing);
  }
}

function certificate({ of, host, until, signer, ended }: Of<"certificate">): FindingWords {
  const whose: readonly Part[] =
    signer === undefined
      ? [`The certificate of ${of} (${host})`]
      : ["The CA ", { theirs: signer }, `, by which ${of} (${host}) is trusted,`];
  return {
    what: [...whose, ended ? " ended on " : " holds until ", until],
    todo: ended ? "renew it" : `renew it before: after that ${of} cannot be read`,
  };
}

function wayWord(via: PersonalVia): string {
  return via === "sms" ? ways.sms.name : ways[via].name.toLowerCase();
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
