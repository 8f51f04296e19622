import type { ClosingStatuses } from "../../engine/ports/alert-finisher.ts";
import { caseIn, listIn } from "../answers.ts";
import type { HiveHttp } from "../http.ts";
import { UserRow } from "../wire.ts";
import type { FinishDialect } from "./dialect.ts";
import { acting, reading, searching, unlessMissing, unlessUnreachable } from "./requests.ts";
import { caseIdIn, namesIn, rowOf } from "./rows.ts";

/** TheHive 3, and 4 by its older API. */
export function finishV0(http: HiveHttp, major: 3 | 4 | 5): FinishDialect {
  const update = major === 3 ? "write" : "manageAlert";
  return {
    closingStatuses: async () => oneWay(major),
    async close(id, { status }) {
      const doing = `close alert ${id}`;
      const alert = `/api/alert/${encodeURIComponent(id)}`;
      // TheHive 4 takes a new status and does nothing about it.
      const request =
        major === 3
          ? acting("PATCH", alert, { status }, doing, update)
          : acting("POST", `${alert}/markAsRead`, {}, doing, update);
      await http.json(request);
    },
    ...olderCases(http, major),
    async caseNumbered(number, signal) {
      const query = { _field: "caseId", _value: number };
      const request = searching("case", query, 1, `find case #${number}`, signal);
      return caseIdIn(listIn(await http.json(request), request, http));
    },
    async templates(signal) {
      const request = searching("case/template", {}, 200, "list the case templates", signal);
      return namesIn(await http.json(request).catch(unlessUnreachable));
    },
    async surroundings(id, signal) {
      const path = `/api/alert/${encodeURIComponent(id)}`;
      const request = { ...reading(path, `read alert ${id}`, signal), search: { similarity: "1" } };
      const row = rowOf(await unlessMissing(http, request).catch(unlessUnreachable));
      const cases = Array.isArray(row.similarCases) ? row.similarCases : undefined;
      return {
        observables: Array.isArray(row.artifacts) ? row.artifacts : undefined,
        similarCases: cases,
        untold: [
          ...(cases === undefined ? [`TheHive ${major} told nothing of similar cases.`] : []),
          `TheHive ${major} does not tell similar alerts.`,
        ],
      };
    },
  };
}

/** What 4 can do only by its older API, whichever one is used otherwise. */
export function olderCases(
  http: HiveHttp,
  major: 3 | 4 | 5,
): Required<Pick<FinishDialect, "merge" | "login" | "giveCase">> {
  return {
    async merge(id, caseId) {
      const path = `/api/alert/${encodeURIComponent(id)}/merge/${encodeURIComponent(caseId)}`;
      const right = major === 3 ? "write" : "manageAlert and manageCase";
      const request = { ...acting("POST", path, {}, `merge alert ${id} into a case`, right), slow: true };
      return caseIn(await http.json(request), request, http);
    },
    async login(email, signal) {
      // Neither version keeps an e-mail: where logins are addresses, it is the login.
      const path = `/api/user/${encodeURIComponent(email)}`;
      const request = reading(path, "look up the user", signal);
      const user = UserRow.safeParse(await unlessMissing(http, request).catch(unlessUnreachable)).data;
      return user?.login ?? user?.id;
    },
    async giveCase(caseId, login) {
      const path = `/api/case/${encodeURIComponent(caseId)}`;
      const right = major === 3 ? "write" : "manageCase";
      await http.json(acting("PATCH", path, { owner: login }, `assign case ${caseId}`, right));
    },
  };
}

/** 3 and 4 know one closing status and keep no word about it. */
export function oneWay(major: 3 | 4 | 5): ClosingStatuses {
  return {
    names: ["Ignored"],
    keepsNote: false,
    limits: [
      major === 3
        ? "TheHive 3 has one status for what is closed without a case: Ignored."
        : `TheHive ${major} has one way to close an alert: it is marked as read, which reads as Ignored.`,
      `TheHive ${major} keeps no note with it: yours stays in the monitor's audit trail.`,
    ],
  };
}
