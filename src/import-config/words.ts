import type { ImportPlan } from "./plan.ts";

/** A plan for people: what is carried over, what is not and why, slips, and what is left to do. */
export function planText(
  plan: ImportPlan,
  file: string,
  written: { readonly settings: string; readonly environment: string } | undefined,
): string {
  const at = (line: number) => `${file}:${line}`;
  return [
    ...section(
      "Carried over",
      plan.carried.map(
        ({ from, line, to, note }) =>
          `${at(line)}  ${from} -> ${to}${note === undefined ? "" : ` (${note})`}`,
      ),
    ),
    ...section(
      "Not carried over",
      plan.notCarried.map(({ from, line, why }) => `${at(line)}  ${from}: ${why}`),
    ),
    ...section(
      "Slips in the Python, got over",
      plan.slips.map(({ line, what }) => `${at(line)}  ${what}`),
    ),
    ...section("Left to do", plan.toDo),
    written === undefined
      ? "Nothing was written."
      : `Wrote ${written.settings} and ${written.environment}. Next: thehive-sla-monitor check`,
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ""];
}
