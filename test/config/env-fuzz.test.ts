import fc from "fast-check";
import { expect } from "vitest";
import { parseEnvFile } from "../../src/config/env-file.ts";
import { problemLine } from "../../src/config/problem.ts";
import { fuzzer } from "../fuzzing.ts";

const fuzz = fuzzer(500);

const piece = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("\n", "\r", '"', "'", "`", "=", "#", "A=", "export ", "\uFEFF"),
);
const files = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));

fuzz("an environment file", 1, files, (text) => {
  const { values, problems } = parseEnvFile(text, ".env");
  for (const name of Object.keys(values)) expect(name).toMatch(/^[A-Za-z_]\w*$/);
  const lines = problems.map(problemLine);
  for (const line of lines) expect(line).toMatch(/^\.env(:\d+)?: found [^\n]+, expected [^\n]+$/);
  return lines;
});
