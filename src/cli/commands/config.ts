import type { Origin } from "../../config/origins.ts";
import { isTree, parsePath, type Tree, valueAt } from "../../config/tree.ts";
import { isSecret, knownVariables, type RawEnvironment, textOf } from "../../config/variables.ts";
import { mask } from "../../lib/mask.ts";
import { maskText } from "../../lib/redact.ts";
import { isPlaceKey, placeText } from "../../oncall/calendar-place.ts";
import { Common, defineCommand } from "../command.ts";
import { partialSetup, type Setup } from "../setup.ts";
import { summaries } from "../summaries.ts";
import { table } from "../table.ts";

/** `config`: the settings in force, each value with its origin; secrets and numbers masked. */
export function configCommand() {
  return defineCommand({
    name: "config",
    summary: summaries.config,
    schema: Common,
    async run({ config, json }, edge) {
      const setup = await partialSetup(edge, config);
      edge.out.write(json ? `${JSON.stringify(asDocument(setup), null, 2)}\n` : asText(setup));
      return 0;
    },
  });
}

interface Variable {
  readonly name: string;
  /** Null: not set, and there is no default. */
  readonly value: string | null;
  readonly origin: "environment" | "default";
}

function asDocument({ file, loaded, raw }: Setup) {
  return {
    file: file ?? null,
    settings: withoutSecrets(loaded.text),
    origins: Object.fromEntries(loaded.origins),
    environment: Object.fromEntries(
      variablesOf(raw).map(({ name, value, origin }) => [name, { value, origin }]),
    ),
  };
}

function asText({ file, loaded, raw }: Setup): string {
  const values = withoutSecrets(loaded.text);
  const settings = [...loaded.origins].map(([path, origin]: [string, Origin]) => [
    path,
    origin,
    shown(valueAt(values, parsePath(path) ?? [])),
  ]);
  const environment = variablesOf(raw).map(({ name, value, origin }) => [
    name,
    value === null ? "-" : origin,
    value ?? "not set",
  ]);
  return `Settings (file: ${file ?? "none"})\n${table(settings)}\nEnvironment\n${table(environment)}`;
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The tree with people's numbers and the addresses of private feeds masked. */
function withoutSecrets(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => {
      if (isTree(value)) return [key, withoutSecrets(value)];
      if (typeof value !== "string") return [key, value];
      return [key, key === "phone" ? mask(value) : isPlaceKey(key) ? placeText(value) : value];
    }),
  );
}

function variablesOf(raw: RawEnvironment): Variable[] {
  return Object.entries(knownVariables).map(([name, known]) => {
    const text = textOf(raw, name);
    if (text === undefined) return { name, value: known.default ?? null, origin: "default" };
    return { name, value: isSecret(name) ? "[hidden]" : maskText(text), origin: "environment" };
  });
}
