import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createVitest, type TestSpecification, type Vitest } from "vitest/node";
import type { Mutation } from "./mutations.ts";

export type Fate = "killed" | "survived" | "timed out";

/** A copy of the project in which files are spoilt one at a time, with tests that stay warm. */
export interface Workshop {
  /** Runs the tests of `suites` (folders or files under the root) with one mutation in place. */
  tried(
    file: string,
    mutation: Pick<Mutation, "start" | "end" | "text">,
    suites: readonly string[],
  ): Promise<Fate>;
  /** Whether the tests pass as things are: otherwise nothing can be said. */
  passes(suites: readonly string[]): Promise<boolean>;
  close(): Promise<void>;
}

/** A mutant that never ends is found out; the tests of these folders take seconds, and longer on a busy machine. */
const LONGEST = 45_000;
/** In milliseconds. Most mutants die in tests that take no longer; the others are for those that do not. */
const QUICK = 300;

export async function workshop(root: string): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), "sla-mutate-"));
  for (const part of ["src", "test", "sandbox", "manifest.yml", "package.json", "tsconfig.json"])
    await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  let vitest = await warm(folder);
  /** What each file of tests took the last time, in milliseconds. */
  const took = new Map<string, number>();

  /** Those named like the file first, then what is quick, then the rest, until one fails. */
  async function run(suites: readonly string[], file?: string): Promise<Fate> {
    const all = await vitest.globTestSpecifications([...suites]);
    if (all.length === 0) throw new Error(`no tests in ${suites.join(", ")}`);
    const stem = file === undefined ? undefined : basename(file, ".ts");
    const turnOf = ({ moduleId }: TestSpecification) => {
      if (stem !== undefined && basename(moduleId).startsWith(stem)) return 0;
      return (took.get(moduleId) ?? 0) <= QUICK ? 1 : 2;
    };
    for (const turn of [0, 1, 2]) {
      const these = all.filter((one) => turnOf(one) === turn);
      const fate = these.length === 0 ? "survived" : await runThese(these);
      if (fate !== "survived") return fate;
    }
    return "survived";
  }

  async function runThese(specifications: TestSpecification[]): Promise<Fate> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<"timed out">((resolve) => {
      timer = setTimeout(() => resolve("timed out"), LONGEST);
    });
    const ended = vitest
      .runTestSpecifications(specifications, true)
      .then(({ testModules, unhandledErrors }) => {
        const failed = unhandledErrors.length > 0 || testModules.some((module) => !module.ok());
        if (!failed) for (const one of testModules) took.set(one.moduleId, one.diagnostic().duration);
        return failed ? ("killed" as const) : ("survived" as const);
      });
    const fate = await Promise.race([ended, tooLong]);
    clearTimeout(timer);
    if (fate === "timed out") {
      // What hangs in a loop cannot be talked to, and is ended by force after a minute.
      void Promise.all([vitest.close(), ended]).catch(() => {});
      vitest = await warm(folder);
    }
    return fate;
  }

  return {
    async tried(file, { start, end, text }, suites) {
      const path = join(folder, file);
      const source = await readFile(path, "utf8");
      await writeFile(path, source.slice(0, start) + text + source.slice(end));
      vitest.invalidateFile(path);
      try {
        return await run(suites, file);
      } finally {
        await writeFile(path, source);
        vitest.invalidateFile(path);
      }
    },
    passes: async (suites) => (await run(suites)) === "survived",
    async close() {
      await vitest.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function warm(root: string): Promise<Vitest> {
  const vitest = await createVitest("test", {
    root,
    config: false,
    watch: false,
    include: ["test/**/*.test.ts"],
    bail: 1,
    pool: "threads",
    isolate: false,
    maxWorkers: 1,
    testTimeout: 30_000,
    reporters: [{ onInit() {} }],
  });
  await vitest.standalone();
  return vitest;
}
