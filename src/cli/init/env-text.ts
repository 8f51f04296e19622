import { parseEnvFile, written } from "../../config/env-file.ts";

const HEADER = `# Secrets and places of TheHive SLA Monitor: keep this file to yourself (chmod 600).
# Every variable with its meaning: docs/environment.md
`;

/**
 * A `.env` file with these values in it. What it holds stays as it is, comments and order included; a line without a
 * value gets one, what is not there is added at the end.
 *
 * @param text what the file holds; undefined: there is none
 * @param replace variables whose value there gives way to the new one
 * @throws RangeError for a value that no such file can hold
 */
export function completedEnv(
  text: string | undefined,
  values: Readonly<Record<string, string>>,
  replace: ReadonlySet<string>,
): string {
  const there = parseEnvFile(text ?? "", ".env").values;
  let result = text ?? HEADER;
  for (const [name, value] of Object.entries(values)) {
    const before = there[name]?.trim() ?? "";
    if (before === value || (before !== "" && !replace.has(name))) continue;
    result = withLine(result, name, lineFor(name, value));
  }
  return result.endsWith("\n") ? result : `${result}\n`;
}

function lineFor(name: string, value: string): string {
  const text = written(value);
  if (text === undefined) throw new RangeError(`${name}: holds a line break or every kind of quote`);
  return `${name}=${text}`;
}

// The last line of a name is the one that counts.
function withLine(text: string, name: string, line: string): string {
  const lines = text.split("\n");
  const at = lines.findLastIndex((one) => new RegExp(`^\\s*(export\\s+)?${name}\\s*=`).test(one));
  if (at >= 0) return lines.with(at, line + (lines[at]?.endsWith("\r") ? "\r" : "")).join("\n");
  return `${text === "" || text.endsWith("\n") ? text : `${text}\n`}${line}\n`;
}
