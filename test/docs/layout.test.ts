import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));
const src = join(root, "src");

const filesOf = (folder: string) =>
  readdirSync(join(src, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));

/** What a file imports of ours, by its place in `src`; loading when asked counts too. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), "utf8");
  return [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(([, path = ""]) =>
    relative(src, join(src, dirname(file), path)),
  );
}

const ports = "engine/ports";
const pure = ["lib", "sla", "oncall"];
const facts = [ports, "engine/desk.ts", "engine/finish/finishing.ts"];

// The table in docs/architecture.md. A folder stands for all in it.
test.each<[folder: string, may: readonly string[]]>([
  ["lib", []],
  ["oncall", ["lib"]],
  ["sla", ["lib", "oncall"]],
  ["words", ["lib", "sla"]],
  ["engine", [...pure, "config/settings.ts", "config/unusable.ts", "words/language.ts", "report/model.ts"]],
  ["thehive", [...pure, "config", ports, "engine/hive-error.ts"]],
  ["slack", [...pure, ...facts, "config", "control", "report", "words", "engine/not-saved.ts"]],
  ["slack/ids", pure],
  ["slack/blocks", [...pure, ...facts, "report", "words", "engine/not-saved.ts", "slack/ids"]],
  ["slack/modals", [...pure, ...facts, "config", "slack/ids", "slack/control.ts", "slack/blocks"]],
  ["slack/api", [...pure, ports, "report", "words/reason-text.ts", "slack/ids", "slack/blocks"]],
  ["slack/connection", ["lib", "engine/desk.ts", "slack/api"]],
  [
    "slack/listeners",
    [
      ...[...pure, ...facts, "config", "control", "report"],
      ...["slack/ids", "slack/control.ts", "slack/blocks", "slack/modals", "slack/api"],
    ],
  ],
  ["twilio", [...pure, "config", "words", ports]],
  ["calendars", ["lib", "oncall", "config/base-url.ts", ports]],
  ["database", ["lib"]],
  ["store", [...pure, "config", "database", ports]],
  ["audit", [...pure, "config", "database", ports]],
  ["lead", ["lib", "config", "database", "store", "audit", ports, "engine/desk.ts"]],
  ["config", [...pure, "words/language.ts", "database/address.ts"]],
  ["control", [...pure, "config", ports, "report"]],
  ["metrics", [...pure, "engine/desk.ts", "engine/meter.ts", "engine/readings.ts"]],
  ["report", pure],
  ["simulate", [...pure, "config", "thehive"]],
  ["import-config", [...pure, "config"]],
])("%s imports nothing but %s", (folder, may) => {
  const strays = filesOf(folder).flatMap((file) =>
    importsOf(file)
      .filter((path) => ![folder, ...may].some((one) => path === one || path.startsWith(`${one}/`)))
      .map((path) => `${file} -> ${path}`),
  );
  expect(strays).toEqual([]);
});

// The order of the rooms in docs/architecture.md: none is known by a room that it knows.
test.each<[room: string, knows: readonly string[]]>([
  ["items", []],
  ["work", ["items"]],
  ["show", ["items", "work"]],
  ["outbox", ["items", "work", "show"]],
  ["finish", ["items", "work", "show"]],
  ["escalate", ["items", "work", "show", "outbox"]],
  ["alarms", ["items", "work", "show", "outbox"]],
  ["afterwards", ["items", "work", "show", "outbox"]],
  ["respond", ["items", "work", "show", "outbox", "finish", "escalate"]],
])("of the engine's rooms %s knows %j", (room, knows) => {
  const others = filesOf(`engine/${room}`).flatMap((file) =>
    importsOf(file).flatMap((path) => /^engine\/(\w+)\//.exec(path)?.[1] ?? []),
  );
  const strays = new Set(others.filter((name) => ![room, "ports", ...knows].includes(name)));
  expect([...strays]).toEqual([]);
});

test("the linter's rules are about folders that there are", () => {
  const biome = z
    .object({ overrides: z.array(z.object({ includes: z.array(z.string()) })) })
    .parse(JSON.parse(readFileSync(join(root, "biome.json"), "utf8")));
  const text = readFileSync(join(root, "biome.json"), "utf8");
  const forbidden = [...text.matchAll(/"\*\*\/([\w.-]+?)(?:\/\*\*)?"/g)].map(([, name = ""]) => name);
  const about = biome.overrides
    .flatMap(({ includes }) => includes)
    .flatMap((path) => /^src\/([\w-]+)/.exec(path)?.[1] ?? []);
  const there = [...readdirSync(src), "src"];
  expect([...forbidden, ...about].filter((name) => !["golden", "main", ...there].includes(name))).toEqual([]);
  expect(about.length).toBeGreaterThan(8);
});

test("no golden file is longer than anybody reads in a diff", () => {
  const golden = join(root, "test/golden");
  const long = readdirSync(golden, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !file.name.endsWith(".png"))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => readFileSync(path, "utf8").split("\n").length > 1000);
  expect(long).toEqual([]);
});
