import { z } from "zod";
import { isPersonal, wayNames } from "../oncall/ways.ts";
import { Method } from "../sla/model.ts";
import { nearest } from "./problem.ts";
import { isTree } from "./tree.ts";

/** The group that `sms`, `call` and `dm` mean when none is named. */
const defaultGroup = "oncall";

// How the earlier Python tool named its methods: its settings go on working.
const LEGACY: ReadonlyMap<string, string> = new Map([
  ["SLACK_API", "slack"],
  ["TWILIO_SMS", "sms"],
  ["TWILIO_CALL", "call"],
  ["TWILIO_ESC", "call:seniors"],
]);

/** Reads `slack`, `sms`, `call:seniors`, `dm`, and the earlier tool's names; undefined for anything else. */
export function parseMethod(text: string): Method | undefined {
  const written = LEGACY.get(text) ?? text;
  if (written === "slack") return { via: "slack" };
  const [, via = "", group = defaultGroup] = /^([a-z]+)(?::(\S+))?$/.exec(written) ?? [];
  return isPersonal(via) ? { via, group } : undefined;
}

/** Prints a method as the settings write it. */
export function methodText(method: Method): string {
  if (method.via === "slack" || method.group === defaultGroup) return method.via;
  return `${method.via}:${method.group}`;
}

/** An entry of `notify`: text outside, a Method inside. `z.encode` prints it. */
export const MethodText = z.codec(z.string({ error: (issue) => hint(issue.input) }), Method, {
  decode(text, context) {
    const method = parseMethod(text);
    if (method !== undefined) return method;
    context.issues.push({ code: "custom", input: text, message: advice(text) });
    return z.NEVER;
  },
  encode: (method) => methodText(method),
});
export type MethodText = z.infer<typeof MethodText>;

/** A list of them that tells somebody. */
export const SomeMethods = z
  .array(MethodText)
  .min(1, { error: "expected at least one of slack, sms, call, dm" });

const WAYS: readonly string[] = wayNames;

/** `[slack, call: seniors]` is a mapping to YAML, as a colon with a blank after it is. */
function hint(found: unknown): string {
  const [[way, group] = [], ...more] = isTree(found) ? Object.entries(found) : [];
  if (way === undefined || more.length > 0 || !WAYS.includes(way)) return advice("");
  if (typeof group !== "string") return `expected ${way}, or "${way}:GROUP" in quotes and without a blank`;
  return `expected "${way}:${group.trim().slice(0, 64)}" in quotes and without a blank`;
}

function advice(text: string): string {
  const [way = "", group = "", ...more] = text
    .slice(0, 100)
    .split(/[:,]/)
    .map((part) => part.trim());
  if (WAYS.includes(way) && text.includes(","))
    return `expected one of them an entry: [${[way, group, ...more].join(", ")}]`;
  if (WAYS.includes(way) && way !== "slack" && /^\S+$/.test(group) && more.length === 0)
    return `expected "${way}:${group}" without a blank`;
  const meant = nearest(way, WAYS);
  const hint = meant === undefined ? "" : `; "${meant}"?`;
  return `expected slack, sms, call or dm, the last three with a group if need be as in call:seniors${hint}`;
}
