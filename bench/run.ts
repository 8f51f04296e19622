import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { growthSvg, type Point } from "./growth.ts";
import { type Row, sections } from "./rows.ts";

/*
 * `npm run bench` measures everything, `npm run bench -- acks` one of it; `--runs` says how often (the median counts),
 * `--write` keeps the table in bench/results.md and how figures grow in docs/images/growth.svg. Judges nothing: figures of one machine, the ratios to the floor of
 * the same run are what travels.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: "boolean", default: false }, runs: { type: "string", default: "3" } },
});
const print = (line: string) => void process.stdout.write(`${line}\n`);

const machine = `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? "unknown"})`;
const lines = ["| figure | ours | to the floor | aim |", "|---|---|---|---|"];
const points: Point[] = [];
print(machine);
for (const line of lines) print(line);
for (const [name, measure] of Object.entries(sections)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  for (const row of await measure(Number(values.runs))) {
    lines.push(textOf(row));
    if (row.point !== undefined) points.push(row.point);
    print(textOf(row));
  }
}
if (values.write) {
  await writeFile("bench/results.md", document());
  if (points.length > 0) await writeFile("docs/images/growth.svg", `${growthSvg(points)}\n`);
}
process.exit(0);

function textOf({ what, ours, ratio, aim }: Row): string {
  return `| ${what} | ${ours} | ${ratio} | ${aim} |`;
}

function document(): string {
  const commit = execFileSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" }).trim();
  const about = [
    "# Figures",
    "",
    `${new Date().toISOString().slice(0, 10)}, commit ${commit}. ${machine}. By \`npm run bench -- --write\`, median of ${values.runs}.`,
    "",
    "The floor is the same requests by `node:http` with `JSON.parse` and nothing else, in the same run.",
    "",
  ];
  return [...about, ...lines, ""].join("\n");
}
