import { z } from "zod";
import { Method } from "../sla/model.ts";
import { nearest } from "./problem.ts";

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
  const [, via, group = defaultGroup] = /^(sms|call|dm)(?::(\S+))?$/.exec(written) ?? [];
  return via === "sms" || via === "call" || via === "dm" ? { via, group } : undefined;
}

/** Prints a method as the settings write it. */
export function methodText(method: Method): string {
  if (method.via === "slack" || method.group === defaultGroup) return method.via;
  return `${method.via}:${method.group}`;
}

/** An entry of `notify`: text outside, a Method inside. `z.encode` prints it. */
export const MethodText = z.codec(z.string(), Method, {
  decode(text, context) {
    const method = parseMethod(text);
    if (method !== undefined) return method;
    context.issues.push({ code: "custom", input: text, message: advice(text) });
    return z.NEVER;
  },
  encode: (method) => methodText(method),
});
export type MethodText = z.infer<typeof MethodText>;

function advice(text: string): string {
  const meant = nearest(text.split(":")[0] ?? "", ["slack", "sms", "call", "dm"]);
  const hint = meant === undefined ? "" : `; "${meant}"?`;
  return `expected slack, sms, call or dm, the last three with a group if need be as in call:seniors${hint}`;
}
