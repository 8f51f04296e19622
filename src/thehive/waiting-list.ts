import type { Page } from "./dialect.ts";
import type { HiveLog } from "./options.ts";
import type { Ask, Asked, Step } from "./query-v1.ts";
import { type StatusList, type WaitingQuery, waitingQueries } from "./waiting-v1.ts";
import { StatusRow } from "./wire.ts";

/** The list of alerts that may be waiting, asked for in the best way this TheHive takes. */
export interface WaitingList {
  page(open: readonly string[], page: Page, signal?: AbortSignal): Promise<Asked>;
  count(open: readonly string[], signal?: AbortSignal): Promise<Asked>;
  /** The way that was found to work. */
  how(): WaitingQuery;
}

export const listAlert: Step = { _name: "listAlert" };
export const byCreation: Step = { _name: "sort", _fields: [{ _createdAt: "asc" }] };

/** What is left out of the rows where TheHive can: attackers may make it large, and nobody here reads it. */
export const heavy = ["description"];

export function waitingList(ask: Ask, major: 4 | 5, log: HiveLog): WaitingList {
  const [best, ...plainer] = waitingQueries[major];
  let how = best;

  async function askBy(
    { filter, sorted, slim }: WaitingQuery,
    open: readonly string[],
    last: Step,
    signal?: AbortSignal,
  ): Promise<Asked> {
    const steps = [
      listAlert,
      ...(filter === undefined
        ? []
        : [{ _name: "filter", ...(await filter(open, statusList(ask, signal))) }]),
      ...(sorted && last._name === "page" ? [byCreation] : []),
      last,
    ];
    const doing = last._name === "count" ? "count the open alerts" : "list the open alerts";
    return ask(steps, { doing, signal, ...(slim ? { without: heavy } : {}) });
  }

  async function page(open: readonly string[], { from, to }: Page, signal?: AbortSignal): Promise<Asked> {
    const last = { _name: "page", from, to };
    let asked = await askBy(how, open, last, signal);
    for (const next of plainer.slice(plainer.indexOf(how) + 1)) {
      if (asked.kind === "answered") break;
      const { status } = asked.answer;
      asked = await askBy(next, open, last, signal);
      // A crash may be gone at the next poll; a refusal stays.
      if (asked.kind === "refused" || status >= 500) continue;
      how = next;
      log.warn(
        { status, how: next.name },
        "TheHive refuses the usual way to list open alerts: a plainer one is used",
      );
    }
    return asked;
  }

  return {
    page,
    count: (open, signal) => askBy(how, open, { _name: "count" }, signal),
    how: () => how,
  };
}

function statusList(ask: Ask, signal: AbortSignal | undefined): StatusList {
  return async () => {
    const asked = await ask([{ _name: "listAlertStatus" }], { doing: "list the alert statuses", signal });
    const parsed = StatusRow.array().safeParse(asked.kind === "answered" ? asked.body : undefined);
    return parsed.success ? parsed.data : undefined;
  };
}
