import { z } from "zod";
import { DurationText, durationText } from "../lib/duration-text.ts";
import { feedAddress } from "../oncall/calendar-place.ts";
import { severities } from "../sla/model.ts";
import { isSafe } from "./base-url.ts";
import { parseMethod } from "./method-text.ts";
import { nameProblems } from "./name-problems.ts";
import { nearest, oneOf, type Problem, problemAt } from "./problem.ts";
import { isTree, type Path, type Tree, valueAt } from "./tree.ts";

/** Whether Twilio can be used: set up, left out, or left out on purpose (`TWILIO_ENABLED=false`). */
export type TwilioSetup = "ready" | "absent" | "off";

export interface ReferenceContext {
  readonly twilio: TwilioSetup;
  /** Whether somebody wrote this method, as opposed to a default policy that nobody chose. */
  isAsked(path: Path, method: string): boolean;
}

/**
 * Finds what no section can judge alone: names that lead nowhere, tiers that do not ascend.
 *
 * Works on the text, so that it finds them however much else is wrong; what it cannot read it passes over,
 * as that has been refused already.
 */
export function referenceProblems(tree: Tree, context: ReferenceContext): Problem[] {
  return [
    ...policies(tree).flatMap(([path, policy]) => [
      ...calendarProblems(tree, path, policy),
      ...tierProblems(path, policy),
      ...warnProblems(path, policy),
      ...methodsOf(path, policy).flatMap(([at, method]) => methodProblems(tree, at, method, context)),
    ]),
    ...caseProblems(tree, context),
    ...memberProblems(tree),
    ...feedProblems(tree),
    ...nameProblems(tree),
  ];
}

/** The policies of a tree, inline ones of routes included, each with its path. */
function policies(tree: Tree): [Path, Tree][] {
  const routes = listAt(tree, ["routes"]).map((_, index): Path => ["routes", index, "policy"]);
  const paths = [...severities.map((severity): Path => ["sla", severity]), ...routes];
  return paths.flatMap((path): [Path, Tree][] => {
    const policy = valueAt(tree, path);
    return isTree(policy) ? [[path, policy]] : [];
  });
}

function calendarProblems(tree: Tree, path: Path, policy: Tree): Problem[] {
  const known = ["always", ...Object.keys(treeAt(tree, ["calendars"]))];
  const name = policy.calendar;
  if (typeof name !== "string" || known.includes(name)) return [];
  const expected = known.length === 1 ? "always, or a calendar under calendars" : oneOf(known, name);
  return [problemAt([...path, "calendar"], name, expected)];
}

function tierProblems(path: Path, policy: Tree): Problem[] {
  const tiers = listAt(policy, ["tiers"]);
  const deadlines = tiers.map((tier) => DurationText.safeParse(valueAt(tier, ["after"])).data);
  return deadlines.flatMap((after, index) => {
    const before = deadlines.slice(0, index).findLast((earlier) => earlier !== undefined);
    if (after === undefined || before === undefined || after > before) return [];
    const at = [...path, "tiers", index, "after"];
    return [
      problemAt(
        at,
        valueAt(tiers[index], ["after"]),
        `more than the ${durationText(before)} of the tier before`,
      ),
    ];
  });
}

/** A warning comes before what it warns of, and after the alert itself. */
function warnProblems(path: Path, policy: Tree): Problem[] {
  const first = DurationText.safeParse(valueAt(listAt(policy, ["tiers"])[0], ["after"])).data;
  const written = valueAt(policy, ["warn", "before"]);
  const before = DurationText.safeParse(written).data;
  if (first === undefined || before === undefined || before < first) return [];
  const expected = `less than the ${durationText(first)} of the first tier`;
  return [problemAt([...path, "warn", "before"], written, expected)];
}

/** A case is assigned before it is closed. */
function caseProblems(tree: Tree, context: ReferenceContext): Problem[] {
  return severities.flatMap((severity) => {
    const path: Path = ["cases", severity];
    const [assigned, closed] = ["assigned", "closed"].map(
      (step) => DurationText.safeParse(valueAt(tree, [...path, step])).data,
    );
    const isEarly = assigned !== undefined && closed !== undefined && closed <= assigned;
    return [
      ...(isEarly
        ? [
            problemAt(
              [...path, "closed"],
              valueAt(tree, [...path, "closed"]),
              `more than the ${durationText(assigned)} in which it is assigned`,
            ),
          ]
        : []),
      ...methodsAt(tree, [...path, "notify"]).flatMap(([at, method]) =>
        methodProblems(tree, at, method, context),
      ),
    ];
  });
}

/** Every method a policy names, with its path. */
function methodsOf(path: Path, policy: Tree): [Path, string][] {
  const lists: Path[] = listAt(policy, ["tiers"]).map((_, index) => ["tiers", index, "notify"]);
  return [...lists, ["highRisk"], ["warn", "notify"]].flatMap((list) =>
    methodsAt(policy, list).map(([at, method]): [Path, string] => [[...path, ...at], method]),
  );
}

function methodsAt(root: Tree, list: Path): [Path, string][] {
  return listAt(root, list).flatMap((method, index): [Path, string][] =>
    typeof method === "string" ? [[[...list, index], method]] : [],
  );
}

function methodProblems(tree: Tree, path: Path, text: string, context: ReferenceContext): Problem[] {
  const method = parseMethod(text);
  if (method === undefined || method.via === "slack" || !context.isAsked(path, text)) return [];
  const known = Object.keys(treeAt(tree, ["groups"]));
  const problems: Problem[] = [];
  if (!known.includes(method.group)) {
    const choice = known.length === 0 ? "" : `, or ${oneOf(known, method.group)}`;
    problems.push(problemAt(path, text, `group ${method.group.slice(0, 64)} to exist under groups${choice}`));
  }
  if (method.via !== "dm" && context.twilio === "absent") {
    problems.push(
      problemAt(path, text, "Twilio to be set up (TWILIO_ACCOUNT_SID and the rest), or TWILIO_ENABLED=false"),
    );
  }
  return problems;
}

function memberProblems(tree: Tree): Problem[] {
  const known = Object.keys(treeAt(tree, ["people"]));
  return Object.keys(treeAt(tree, ["groups"])).flatMap((group) => {
    const lists: Path[] = [
      ["groups", group, "members"],
      ["groups", group, "rotation", "members"],
    ];
    return lists.flatMap((list) =>
      listAt(tree, list).flatMap((name, index) => {
        if (typeof name !== "string" || known.includes(name)) return [];
        return [problemAt([...list, index], name, somebodyOf(known, name))];
      }),
    );
  });
}

/** Who is called hangs on it, and its address may be a secret: nobody may read or change it on the way. */
function feedProblems(tree: Tree): Problem[] {
  const places: Path[] = [
    ...Object.keys(treeAt(tree, ["groups"])).map((group): Path => ["groups", group, "calendar"]),
    ...Object.keys(treeAt(tree, ["calendars"])).map((name): Path => ["calendars", name, "holidaysFrom"]),
  ];
  return places.flatMap((path) => {
    const place = valueAt(tree, path);
    const address = typeof place === "string" ? feedAddress(place) : undefined;
    if (address === undefined || isSafe(address.href, false)) return [];
    return [problemAt(path, `http://${address.host}/…`, "https, or an address in a private network")];
  });
}

/** Who may have been meant. Where nobody is near, the name may as well be missing under `people`. */
function somebodyOf(known: readonly string[], name: string): string {
  if (known.length === 0) return "one of the people, and there are none under people";
  if (nearest(name, known) !== undefined) return oneOf(known, name);
  const some = known.slice(0, MOST_NAMED).join(", ");
  return `one of the people (${some}${known.length > MOST_NAMED ? ", …" : ""}), or ${name.slice(0, 64)} under people`;
}

const MOST_NAMED = 10;

const AnyList = z.array(z.unknown()).catch([]);

function listAt(root: unknown, path: Path): unknown[] {
  return AnyList.parse(valueAt(root, path));
}

function treeAt(root: unknown, path: Path): Tree {
  const value = valueAt(root, path);
  return isTree(value) ? value : {};
}
