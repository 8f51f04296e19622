import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { inspect } from "node:util";
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
  /** Which tests fail as things are: then nothing can be said. */
  fails(suites: readonly string[]): Promise<string | undefined>;
  close(): Promise<void>;
}

/** A mutant that never ends is found out: after so long, and some times what the tests take otherwise. */
const LONGEST = 15_000;
const TIMES = 5;
/** While nobody knows what they take. */
const FIRST_TIME = 90_000;
/** In milliseconds. Most mutants die in tests that take no longer; the others are for those that do not. */
const QUICK = 300;

export async function workshop(root: string): Promise<Workshop> {
  const folders: string[] = [];
  let { folder, vitest } = await opened();

  async function opened() {
    const made = await copied(root);
    folders.push(made);
    return { folder: made, vitest: await warm(made) };
  }

  /** What each file of tests took the last time, in milliseconds. */
  const took = new Map<string, number>();
  let failing: readonly string[] = [];
  const nameOf = (moduleId: string) => moduleId.slice(moduleId.lastIndexOf("/test/"));

  /** Those named like the file first, then what is quick, then the rest, until one fails. */
  async function run(suites: readonly string[], file?: string): Promise<Fate> {
    const all = await vitest.globTestSpecifications([...suites]);
    if (all.length === 0) throw new Error(`no tests in ${suites.join(", ")}`);
    const stem = file === undefined ? undefined : basename(file, ".ts");
    const turnOf = ({ moduleId }: TestSpecification) => {
      if (stem !== undefined && basename(moduleId).startsWith(stem)) return 0;
      return (took.get(nameOf(moduleId)) ?? 0) <= QUICK ? 1 : 2;
    };
    for (const turn of [0, 1, 2]) {
      const these = all.filter((one) => turnOf(one) === turn);
      const fate = these.length === 0 ? "survived" : await runThese(these);
      if (fate !== "survived") return fate;
    }
    return "survived";
  }

  function longest(specifications: readonly TestSpecification[]): number {
    if (specifications.some(({ moduleId }) => !took.has(nameOf(moduleId)))) return FIRST_TIME;
    return (
      LONGEST +
      TIMES * specifications.reduce((sum, { moduleId }) => sum + (took.get(nameOf(moduleId)) ?? 0), 0)
    );
  }

  async function runThese(specifications: TestSpecification[]): Promise<Fate> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<"timed out">((resolve) => {
      timer = setTimeout(() => resolve("timed out"), longest(specifications));
    });
    const ended = vitest
      .runTestSpecifications(specifications, true)
      .then(({ testModules: known, unhandledErrors }) => {
        // It hands back all that it knows, of earlier runs too.
        const ran = new Set(specifications.map(({ moduleId }) => moduleId));
        const testModules = known.filter(({ moduleId }) => ran.has(moduleId));
        const failed = unhandledErrors.length > 0 || testModules.some((module) => !module.ok());
        if (!failed) for (const one of testModules) took.set(nameOf(one.moduleId), one.diagnostic().duration);
        failing = [
          ...testModules.flatMap((one) =>
            [...one.children.allTests("failed")].map(({ fullName }) => fullName),
          ),
          ...[...unhandledErrors, ...testModules.flatMap((one) => one.errors())].map((one) =>
            inspect(one, { depth: 1 }),
          ),
        ];
        return failed ? ("killed" as const) : ("survived" as const);
      });
    const fate = await Promise.race([ended, tooLong]);
    clearTimeout(timer);
    if (fate === "timed out") {
      // What hangs in a loop cannot be talked to, and is ended by force after a minute. It keeps its copy.
      void Promise.all([vitest.close(), ended]).catch(() => {});
      ({ folder, vitest } = await opened());
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
    async fails(suites) {
      const fate = await run(suites);
      return fate === "survived" ? undefined : [fate, ...failing].join(", ");
    },
    async close() {
      await vitest.close();
      for (const one of folders) await rm(one, { recursive: true, force: true });
    },
  };
}

async function copied(root: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sla-mutate-"));
  for (const part of ["src", "test", "sandbox", "manifest.yml", "package.json", "tsconfig.json"])
    await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
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
