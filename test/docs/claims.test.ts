import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { AuditEvent } from "../../src/sla/event.ts";

const textOf = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

/** The text below a heading, up to the next one of its level. */
function section(page: string, heading: string): string {
  const [, below] = textOf(page).split(`\n## ${heading}\n`);
  return below?.split("\n## ")[0] ?? expect.fail(`${page} has no section ${heading}`);
}

/** The cells of a table's rows, without its head. */
function rowsOf(text: string): string[][] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.slice(2, -2).split(" | "))
    .slice(1);
}

const claims = rowsOf(textOf("docs/claims.md")).map(([claim = "", proof = ""]) => ({ claim, proof }));

const promises = [
  ...rowsOf(section("README.md", "When things fail")).map(([what = ""]) => what),
  ...rowsOf(section("docs/operations.md", "When things fail")).map(([what = ""]) => what),
  ...[...section("docs/operations.md", "Start, stop, kill").matchAll(/^- \*\*(.+?)\.?\*\*/gm)].map(
    ([, what = ""]) => what,
  ),
].filter((what) => what !== "Upgrading");

test("every row of the manual's tables of failures has a claim", () => {
  expect(promises.length).toBeGreaterThan(40);
  expect(promises.filter((what) => !claims.some(({ claim }) => claim.startsWith(`**${what}**: `)))).toEqual(
    [],
  );
});

test("every claim is about something that the manual says", () => {
  const settings = [...textOf("docs/settings.md").matchAll(/^## (.+)$/gm)].map(([, name = ""]) => name);
  const known = [...promises, ...settings, "What is kept", "Was it changed?"];
  expect(claims.filter(({ claim }) => !known.some((what) => claim.startsWith(`**${what}**: `)))).toEqual([]);
});

test.each(claims)("$claim: has tests, and they are there", ({ proof }) => {
  const files = proof.split("; `").map((part) => part.replace(/^`/, ""));
  expect(files).not.toEqual([""]);
  for (const part of files) {
    const [file = "", names = ""] = part.split("`: ");
    const named = [...names.matchAll(/"(.+?)"(?=, "|$)/g)].map(([, name = ""]) => name);
    expect(named, file).not.toEqual([]);
    const source = textOf(file);
    for (const name of named)
      expect(source.includes(`"${name}"`) || source.includes(`\`${name}\``), name).toBe(true);
  }
});

test("the manual names every event of the audit trail, and no other", () => {
  const table = section("docs/operations.md", "Log and audit trail are two things");
  const named = rowsOf(table).flatMap(([events = ""]) =>
    [...events.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  expect(new Set(named)).toEqual(new Set<string | undefined>(AuditEvent.shape.event.options));
});

test.each([
  "docs/architecture.md",
  "CONTRIBUTING.md",
  "docs/decisions/0012-outbox.md",
  "docs/decisions/0013-journal.md",
  "docs/decisions/0014-clock.md",
])("every file that %s names is there", (page) => {
  const named = [...textOf(page).matchAll(/`([a-z][\w.-]*(?:\/[\w.-]+)+\.(?:ts|json|yml|cjs|md))`/g)].map(
    ([, path = ""]) => path,
  );
  expect(named.length).toBeGreaterThan(1);
  const isThere = (path: string) => {
    try {
      return textOf(path) !== "";
    } catch {
      return false;
    }
  };
  expect(named.filter((path) => !isThere(path) && !isThere(`src/${path}`))).toEqual([]);
});
