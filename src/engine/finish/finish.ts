import type { Logger } from "pino";
import type { Roster } from "../../oncall/model.ts";
import { bySlack } from "../../oncall/people.ts";
import { type Disclosure, disclosedTo, shown } from "../../sla/disclosure.ts";
import type { Person } from "../desk.ts";
import { HiveError } from "../hive-error.ts";
import type { AlertDetails, CaseWishes } from "../ports/alert-finisher.ts";
import type { AlertSource } from "../ports/alert-source.ts";
import { type ClosingsOptions, closings } from "./closings.ts";
import type { Failure, Finishing } from "./finishing.ts";
import { merges } from "./merges.ts";

export interface FinishOptions extends Omit<ClosingsOptions, "emailOf" | "source"> {
  readonly source: AlertSource;
  readonly roster: () => Roster;
  readonly log: Pick<Logger, "warn">;
}

/** The part of the desk that finishes alerts. */
export function finishing(options: FinishOptions): Finishing {
  const { source, sources, roster, log } = options;
  return {
    closingStatuses: () => source.closingStatuses().catch(failure),
    async caseTemplates() {
      const found = await source.caseTemplates().catch(failure);
      if (!("kind" in found)) return found;
      log.warn({ why: found.detail }, "the case templates cannot be listed");
      return [];
    },
    close: closings({ ...options, emailOf: (person) => emailOf(person, roster()) }),
    merge: merges(options),
    async details(id) {
      try {
        const details = await source.details(id);
        if (details === undefined) return { kind: "gone" };
        return { kind: "found", details: disclosedDetails(details, sources.settings().disclosure) };
      } catch (error) {
        return failure(error);
      }
    },
  };
}

/** What of it may be shown in Slack: of what is held back, nothing but that it is. */
function disclosedDetails(details: AlertDetails, rules: Disclosure): AlertDetails {
  const { alert, tlp, pap } = details;
  const disclosed = disclosedTo(alert, rules, "slack");
  if (disclosed.level === "full") return details;
  return {
    alert: shown(alert, disclosed),
    description: "",
    ...(tlp === undefined ? {} : { tlp }),
    ...(pap === undefined ? {} : { pap }),
    observables: [],
    untold: [`${disclosed.because}: more than this is in TheHive only.`],
  };
}

/** What is wished of the case of whoever promotes. */
export function caseWishes(person: Person, roster: Roster, template: string | undefined): CaseWishes {
  return { assignee: emailOf(person, roster), template };
}

/** As Slack says, and as the settings say where it does not. */
export function emailOf({ email, actor }: Person, { people }: Roster): string | undefined {
  return email ?? bySlack(people, actor)?.email;
}

function failure(error: unknown): Failure {
  if (!(error instanceof HiveError)) throw error;
  return { kind: "failed", detail: error.message };
}
