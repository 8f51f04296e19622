import { visible } from "./auth.ts";
import {
  listedAlerts,
  type View,
  walkAlerts,
  walkCases,
  walkObservables,
  walkStatuses,
  walkTemplates,
  walkUsers,
} from "./entities.ts";
import { badQuery } from "./errors.ts";
import type { StoredAlert } from "./model.ts";
import { isObject, type Row } from "./rows.ts";
import type { Traversal } from "./traversal.ts";

/** What a query gives: rows or a number, and the total if it was asked for. */
export interface QueryResult {
  output: unknown[] | number;
  total?: number;
}

type State = { kind: "start" } | { kind: "walk"; at: Traversal } | { kind: "end"; result: QueryResult };

/**
 * Runs the steps of a v1 query one after another.
 *
 * @param body of the request: `query`, and on TheHive 5 `excludeFields` or `includeFields`
 * @throws HiveProblem 400 for an unknown step, a step in the wrong place, or a bad filter
 */
export function runQuery(view: View, body: unknown): QueryResult {
  const { version } = view.hive.settings;
  if (!isObject(body) || !Array.isArray(body.query))
    throw badQuery(version, "query", body, ["list of steps"]);
  let state: State = { kind: "start" };
  for (const step of body.query) {
    if (!isObject(step) || typeof step._name !== "string")
      throw badQuery(version, "_name", step, ["step name"]);
    state = advance(view, state, step._name, step);
  }
  const result = finish(view, state);
  if (view.dialect !== "v1-5" || typeof result.output === "number") return result;
  return { ...result, output: result.output.map(fieldChooser(body, view.hive.settings.release)) };
}

function advance(view: View, state: State, name: string, step: Row): State {
  switch (state.kind) {
    case "start":
      return start(view, name, step);
    case "walk":
      return walk(view, state.at, name, step);
    case "end":
      throw unknownStep(view, name, []);
  }
}

function finish(view: View, state: State): QueryResult {
  switch (state.kind) {
    case "start":
      throw badQuery(view.hive.settings.version, "query", [], startSteps(view));
    case "walk":
      return { output: state.at.page(0, Number.POSITIVE_INFINITY, new Set()) };
    case "end":
      return state.result;
  }
}

function start(view: View, name: string, step: Row): State {
  const { hive, caller } = view;
  if (!startSteps(view).includes(name)) throw unknownStep(view, name, startSteps(view));
  const walking = (at: Traversal): State => ({ kind: "walk", at });
  const counting = (test: (alert: StoredAlert) => boolean): State => ({
    kind: "end",
    result: { output: listedAlerts(view).filter(test).length },
  });
  switch (name) {
    case "listAlert":
      return walking(walkAlerts(view, listedAlerts(view)));
    case "getAlert":
      return walking(walkAlerts(view, alertNamed(view, step)));
    case "listCase":
      return walking(walkCases(view, [...hive.store.cases.keys()]));
    case "getCase":
      return walking(walkCases(view, casesNamed(view, step)));
    case "listObservable":
      return walking(
        walkObservables(
          view,
          listedAlerts(view).flatMap(({ observables }) => observables),
        ),
      );
    case "listUser":
      return walking(walkUsers(view, hive.users));
    case "getUser":
      return walking(
        walkUsers(
          view,
          hive.users.filter(({ id, login }) => [id, login].includes(nameIn(view, step))),
        ),
      );
    case "currentUser":
      return walking(walkUsers(view, [caller.user]));
    case "listCaseTemplate":
      return walking(walkTemplates(view));
    case "listAlertStatus":
      return walking(walkStatuses(view));
    case "countUnreadAlert":
      return counting(({ read }) => !read);
    // A bug of TheHive 4: it counts those that are not imported.
    case "countImportedAlert":
      return counting(({ caseId }) => caseId === undefined);
    default:
      return counting(() => true);
  }
}

function walk(view: View, at: Traversal, name: string, step: Row): State {
  switch (name) {
    case "filter": {
      const { _name, ...filter } = step;
      return { kind: "walk", at: at.filter(filter) };
    }
    case "sort":
      return { kind: "walk", at: at.sort(step._fields) };
    case "count":
      return { kind: "end", result: { output: at.count() } };
    case "page":
      return { kind: "end", result: page(view, at, step) };
    default: {
      const next = at.follow(name);
      if (next === undefined) throw unknownStep(view, name, at.steps);
      return { kind: "walk", at: next };
    }
  }
}

function page({ hive, dialect }: View, at: Traversal, { from, to, extraData = [] }: Row): QueryResult {
  const { version } = hive.settings;
  if (!isIndex(from) || !isIndex(to) || to < from)
    throw badQuery(version, "page", { from, to }, ["from", "to"]);
  if (!Array.isArray(extraData)) throw badQuery(version, "extraData", extraData, ["list of names"]);
  const wanted = new Set(extraData.map(String));
  const output = at.page(from, to, dialect === "v0-4" ? new Set() : wanted);
  return wanted.has("total") ? { output, total: at.count() } : { output };
}

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}

function startSteps({ dialect }: View): readonly string[] {
  const shared = [
    "listAlert",
    "getAlert",
    "listCase",
    "getCase",
    "listCaseTemplate",
    "listObservable",
    "listUser",
    "getUser",
    "currentUser",
  ];
  return dialect === "v1-5"
    ? [...shared, "listAlertStatus"]
    : [...shared, "countAlert", "countUnreadAlert", "countImportedAlert"];
}

function nameIn({ hive }: View, { idOrName }: Row): string {
  if (typeof idOrName !== "string") throw badQuery(hive.settings.version, "idOrName", idOrName, ["string"]);
  return idOrName;
}

/** By id always as it is now; TheHive 4 also takes `type;source;sourceRef`. */
function alertNamed(view: View, step: Row): StoredAlert[] {
  const { hive, caller, dialect } = view;
  const name = nameIn(view, step);
  const [type = "", source = "", ...reference] = name.split(";");
  const byTriple =
    dialect === "v1-5"
      ? undefined
      : hive.store.twinOf({ type, source, sourceRef: reference.join(";") }, caller.organisation);
  const alert = visible(hive, caller, hive.store.alerts.get(name) ?? byTriple);
  return alert === undefined ? [] : [alert];
}

function casesNamed(view: View, step: Row): string[] {
  const name = nameIn(view, step);
  return [...view.hive.store.cases.values()]
    .filter(({ id, number }) => id === name || String(number) === name)
    .map(({ id }) => id);
}

function unknownStep({ hive }: View, name: string, allowed: readonly string[]) {
  return badQuery(hive.settings.version, "_name", name, allowed);
}

/** TheHive 5 leaves out what the caller does not want; `includeFields` came with 5.8. */
function fieldChooser({ excludeFields, includeFields }: Row, release: string): (row: unknown) => unknown {
  const [, minor = 0] = release.split(".").map(Number);
  const included = minor >= 8 && Array.isArray(includeFields) ? new Set(includeFields) : undefined;
  const excluded = new Set(Array.isArray(excludeFields) ? excludeFields : []);
  if (included === undefined && excluded.size === 0) return (row) => row;
  const keep = (name: string) => (included === undefined || included.has(name)) && !excluded.has(name);
  return (row) =>
    isObject(row) ? Object.fromEntries(Object.entries(row).filter(([name]) => keep(name))) : row;
}
