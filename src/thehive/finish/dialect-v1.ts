import type { AlertId } from "../../sla/model.ts";
import { caseIn } from "../answers.ts";
import { loginOf } from "../assign.ts";
import type { HiveHttp } from "../http.ts";
import { type Ask, queryV1, type Step } from "../query-v1.ts";
import { predefinedStatuses, stageNamed } from "../stage.ts";
import { StatusRow } from "../wire.ts";
import type { FinishDialect } from "./dialect.ts";
import { olderCases, oneWay } from "./dialect-v0.ts";
import { acting, unlessUnreachable } from "./requests.ts";
import { caseIdIn, namesIn, rowOf } from "./rows.ts";

/** TheHive 4 and 5 by API v1. */
export function finishV1(http: HiveHttp, major: 4 | 5): FinishDialect {
  const ask = queryV1(http);
  const shared = {
    async caseNumbered(number: number, signal: AbortSignal) {
      const steps = [{ _name: "listCase" }, { _name: "filter", _field: "number", _value: number }, page(1)];
      const asked = await ask(steps, { doing: `find case #${number}`, signal });
      return caseIdIn(asked.kind === "answered" ? asked.body : http.accept(asked.answer, asked.request));
    },
    async templates(signal: AbortSignal) {
      return namesIn(
        await rows(ask, [{ _name: "listCaseTemplate" }, page(200)], "list the case templates", signal),
      );
    },
  };
  return major === 4 ? { ...shared, ...onFour(http, ask) } : { ...shared, ...onFive(http, ask) };
}

function onFour(http: HiveHttp, ask: Ask): Omit<FinishDialect, "caseNumbered" | "templates"> {
  return {
    closingStatuses: async () => oneWay(4),
    async close(id) {
      const path = `/api/v1/alert/${encodeURIComponent(id)}/read`;
      await http.json(acting("POST", path, {}, `close alert ${id}`, "manageAlert"));
    },
    ...olderCases(http, 4),
    async surroundings(id, signal) {
      const extended = [named(id), { ...page(1), extraData: ["similarCases"] }];
      const [observables, alerts] = await Promise.all([
        observablesOf(id, ask, signal),
        rows(ask, extended, "read similar cases", signal),
      ]);
      const { similarCases } = rowOf(rowOf(alerts?.[0]).extraData);
      const cases = Array.isArray(similarCases) ? similarCases : undefined;
      return {
        observables,
        similarCases: cases,
        untold: [
          ...(cases === undefined ? ["TheHive 4 told nothing of similar cases."] : []),
          "TheHive 4 does not tell similar alerts.",
        ],
      };
    },
  };
}

function onFive(http: HiveHttp, ask: Ask): Omit<FinishDialect, "caseNumbered" | "templates"> {
  return {
    async closingStatuses(signal) {
      const found = await rows(ask, [{ _name: "listAlertStatus" }], "list the alert statuses", signal);
      const own = (found ?? []).flatMap((row) => {
        const { data } = StatusRow.safeParse(row);
        const isOffered = data !== undefined && rowOf(row).hidden !== true;
        return isOffered && stageNamed(data.stage) === "closed" ? [data.value] : [];
      });
      return { names: own.length > 0 ? own : predefinedStatuses(["closed"]), keepsNote: true, limits: [] };
    },
    async close(id, wish) {
      const path = `/api/v1/alert/${encodeURIComponent(id)}`;
      await http.json(acting("PATCH", path, wish, `close alert ${id}`, "manageAlert/update"));
    },
    async merge(id, caseId) {
      const path = `/api/v1/alert/${encodeURIComponent(id)}/merge/${encodeURIComponent(caseId)}`;
      const doing = `merge alert ${id} into a case`;
      const request = { ...acting("POST", path, {}, doing, "manageAlert/import"), slow: true };
      return caseIn(await http.json(request), request, http);
    },
    login: (email) => loginOf(email, ask),
    async surroundings(id, signal) {
      const similar = (_name: string) =>
        rows(ask, [named(id), { _name }, page(10)], "read what is similar", signal);
      const [observables, similarAlerts, similarCases] = await Promise.all([
        observablesOf(id, ask, signal),
        similar("similarAlerts"),
        similar("similarCases"),
      ]);
      return {
        observables,
        similarAlerts,
        similarCases,
        untold: [
          ...(similarAlerts === undefined ? ["This TheHive did not tell similar alerts."] : []),
          ...(similarCases === undefined ? ["This TheHive did not tell similar cases."] : []),
        ],
      };
    },
  };
}

const named = (id: AlertId): Step => ({ _name: "getAlert", idOrName: id });
const page = (to: number) => ({ _name: "page", from: 0, to });

// Which of the two names tells it depends on the release.
const SEEN = ["seen", "seenSummary"];
const MOST_OBSERVABLES = 500;

function observablesOf(id: AlertId, ask: Ask, signal: AbortSignal): Promise<unknown[] | undefined> {
  const steps = [named(id), { _name: "observables" }, { ...page(MOST_OBSERVABLES), extraData: SEEN }];
  return rows(ask, steps, "read observables", signal);
}

/** Undefined when TheHive does not take the question. @throws HiveError "unreachable" */
async function rows(
  ask: Ask,
  steps: readonly Step[],
  doing: string,
  signal: AbortSignal,
): Promise<unknown[] | undefined> {
  const asked = await ask(steps, { doing, signal }).catch(unlessUnreachable);
  return asked?.kind === "answered" && Array.isArray(asked.body) ? asked.body : undefined;
}
