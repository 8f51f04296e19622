import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type Mutation, mutationsOf } from "./mutate/mutations.ts";
import { type Fate, workshop } from "./mutate/workshop.ts";

/*
 * Spoils the sources in small ways, one at a time, in a copy, and tells which of them no test minds.
 *
 *   npm run mutate                                   the folders below
 *   npm run mutate -- --files src/sla/fire.ts        a file, or a glob
 *   npm run mutate -- --sample 100 --seed 2          some of them
 *   npm run mutate -- --list scripts/mutations.json  named ones: file, find, replace, and optionally name and tests
 */

const root = fileURLToPath(new URL("..", import.meta.url));

/** What decides and does nothing else: of the outbox, the files that are handed everything they look at. */
const usual = [
  "src/sla/*.ts",
  "src/oncall/*.ts",
  "src/engine/items/{subject,item}.ts",
  "src/engine/outbox/{wanted,room,settle,measure,shelf,queue}.ts",
];
/** Types and words: nothing to decide. */
const LEFT_OUT = /\/(model|event|record)\.ts$/;

const Named = z.array(
  z.strictObject({
    name: z.string().optional(),
    file: z.string(),
    find: z.string(),
    replace: z.string(),
    tests: z.array(z.string()).optional(),
  }),
);

interface Job extends Mutation {
  readonly file: string;
  readonly suites: readonly string[];
}

const { values: options } = parseArgs({
  options: {
    files: { type: "string", multiple: true },
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    list: { type: "string" },
  },
});
const print = (line: string) => void process.stdout.write(`${line}\n`);

const all = options.list === undefined ? await found(options.files ?? usual) : await named(options.list);
const jobs = options.sample === undefined ? all : sampled(all, Number(options.sample), Number(options.seed));
const shop = await workshop(root);
let bad = false;
try {
  bad = !(await tryAll(jobs));
} finally {
  await shop.close();
}
process.exit(bad ? 1 : 0);

/** @returns false when the tests fail by themselves, or a named mutation survives */
async function tryAll(wanted: readonly Job[]): Promise<boolean> {
  if (!(await passes(wanted, "before anything is changed"))) return false;
  const fates: { job: Job; fate: Fate }[] = [];
  for (const job of wanted) {
    const fate = await shop.tried(job.file, job, job.suites);
    fates.push({ job, fate });
    if (fate !== "killed" || options.list !== undefined)
      print(`${fate}  ${job.file}:${job.line}  ${job.what}`);
  }
  if (!(await passes(wanted, "although everything is as it was: no figure counts"))) return false;
  for (const file of new Set(wanted.map((job) => job.file)))
    print(`${file}: ${share(fates.filter(({ job }) => job.file === file))}`);
  print(`in all: ${share(fates)}`);
  return options.list === undefined || fates.every(({ fate }) => fate !== "survived");
}

async function passes(wanted: readonly Job[], when: string): Promise<boolean> {
  for (const suites of new Set(wanted.map((job) => job.suites.join(" ")))) {
    const failing = await shop.fails(suites.split(" "));
    if (failing === undefined) continue;
    print(`the tests in ${suites} fail ${when}: ${failing}`);
    return false;
  }
  return true;
}

function share(fates: readonly { fate: Fate }[]): string {
  const killed = fates.filter(({ fate }) => fate !== "survived").length;
  return `${killed} of ${fates.length} killed, ${((killed / fates.length) * 100).toFixed(1)} %`;
}

async function found(patterns: readonly string[]): Promise<Job[]> {
  const names = (await readdir(`${root}/src`, { recursive: true })).map((name) => `src/${name}`);
  const wanted = names
    .filter((file) => patterns.some((pattern) => matches(pattern, file)))
    .filter((file) => patterns.includes(file) || !LEFT_OUT.test(file))
    .sort();
  const each = await Promise.all(
    wanted.map(async (file) =>
      mutationsOf(await readFile(`${root}/${file}`, "utf8")).map((one) => ({
        ...one,
        file,
        suites: [suiteOf(file)],
      })),
    ),
  );
  return each.flat();
}

async function named(list: string): Promise<Job[]> {
  const entries = Named.parse(JSON.parse(await readFile(list, "utf8")));
  return Promise.all(
    entries.map(async ({ name, file, find, replace, tests }) => {
      const source = await readFile(`${root}/${file}`, "utf8");
      const start = source.indexOf(find);
      if (start < 0 || source.includes(find, start + 1))
        throw new Error(`${list}: "${find}" stands ${start < 0 ? "nowhere" : "more than once"} in ${file}`);
      return {
        file,
        start,
        end: start + find.length,
        text: replace,
        line: source.slice(0, start).split("\n").length,
        what: name ?? `${find} becomes ${replace}`,
        suites: tests ?? [suiteOf(file)],
      };
    }),
  );
}

/** `*` within a folder, `**` across them, `{a,b}` one of these. */
function matches(pattern: string, file: string): boolean {
  const words: Readonly<Record<string, string>> = {
    "**": ".*",
    "*": "[^/]*",
    "{": "(",
    "}": ")",
    ",": "|",
    ".": "\\.",
  };
  return new RegExp(`^${pattern.replace(/\*\*|[*{},.]/g, (sign) => words[sign] ?? sign)}$`).test(file);
}

/** The tests beside a file: `src/sla/fire.ts` is tested in `test/sla/`. */
function suiteOf(file: string): string {
  return file.replace(/^src\//, "test/").replace(/[^/]+$/, "");
}

/** Some, spread over all, and the same ones for the same seed. */
function sampled(jobs: readonly Job[], count: number, seed: number): Job[] {
  const step = jobs.length / Math.min(count, jobs.length);
  return Array.from(
    { length: Math.min(count, jobs.length) },
    (_, index) =>
      jobs[
        Math.floor(index * step + ((seed * 7919 + index * 104_729) % Math.max(1, Math.floor(step)))) %
          jobs.length
      ],
  ).filter((job) => job !== undefined);
}
