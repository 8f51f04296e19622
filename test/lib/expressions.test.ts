import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parser } from "@lezer/javascript";
import { beforeAll, describe, expect, test, vi } from "vitest";

const SRC = join(import.meta.dirname, "../../src");
const typescript = parser.configure({ dialect: "ts" });

interface Found {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

/** Every regular expression that is written down in src, by file and line. */
function literals(): Found[] {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  return files.toSorted().flatMap((file) => {
    const code = readFileSync(join(SRC, file), "utf8");
    const found: Found[] = [];
    typescript.parse(code).iterate({
      enter({ name, from, to }) {
        if (name !== "RegExp") return;
        const end = code.lastIndexOf("/", to);
        const line = code.slice(0, from).split("\n").length;
        found.push({
          where: `${file}:${line}`,
          source: code.slice(from + 1, end),
          flags: code.slice(end + 1, to),
        });
      },
    });
    return found;
  });
}

/** Judged by counted steps: by the wall, a busy machine makes an expression look slow. */
const bySteps = {
  timeout: 100_000,
  attackTimeout: null,
  incubationTimeout: null,
  recallTimeout: null,
  seedingTimeout: null,
  randomSeed: 1,
} as const;

describe("regular expressions", () => {
  let judge: typeof import("recheck").checkSync;

  beforeAll(async () => {
    // Its other ways need Java or a binary.
    vi.stubEnv("RECHECK_BACKEND", "pure");
    judge = (await import("recheck")).checkSync;
  });

  test("are found where they are", () => {
    expect(literals().length).toBeGreaterThan(100);
  });

  test("take time in proportion to the text, whatever it is", { timeout: 300_000 }, () => {
    const slow = literals().flatMap(({ where, source, flags }) => {
      const verdict = judge(source, flags, bySteps);
      const why = verdict.status === "vulnerable" ? verdict.complexity.summary : verdict.status;
      return verdict.status === "safe" ? [] : [`${where}: /${source}/${flags} ${why}`];
    });
    expect(slow).toEqual([]);
  });

  test("the judge knows a slow one when it sees it", () => {
    expect(judge("(?<=a\\s+)b", "g").status).toBe("vulnerable");
  });
});
