import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { placesFrom } from "../../config/environment.ts";
import { withDotEnv } from "../../config/load-environment.ts";
import { variables } from "../../config/variables.ts";
import type { Store } from "../../engine/ports.ts";
import { Common, defineCommand } from "../command.ts";
import type { Edge, ExitCode } from "../edge.ts";
import { CommandFailure, refused, usage } from "../failure.ts";

const Options = Common.extend({ action: z.string().optional(), file: z.string().optional() });
/** One line of an export: an entry of the store, as it is. */
const Line = z.strictObject({ key: z.string().min(1), value: z.unknown() });

/** `state export` and `state import`: the whole state as JSON lines, to keep or to move. */
export function stateCommand() {
  return defineCommand({
    name: "state",
    summary: "export or import the whole state as JSON lines",
    positional: ["action", "file"],
    examples: [
      "thehive-sla-monitor state export > backup.jsonl",
      "thehive-sla-monitor state import backup.jsonl",
    ],
    schema: Options,
    async run({ action, file }, edge) {
      if (action === "export") return exportState(edge);
      if (action === "import")
        return importState(file === undefined ? "/dev/stdin" : resolve(edge.cwd, file), edge);
      throw usage(
        `state: found ${action === undefined ? "nothing" : `"${action}"`}, expected export or import`,
      );
    },
  });
}

async function exportState(edge: Edge): Promise<ExitCode> {
  const store = await open(edge, { exclusive: false });
  try {
    for (const [key, value] of await store.list("")) edge.out.write(`${JSON.stringify({ key, value })}\n`);
    return 0;
  } finally {
    await store.close();
  }
}

/** Only into an empty store: two states cannot be made one. */
async function importState(file: string, edge: Edge): Promise<ExitCode> {
  const lines = await read(file);
  const store = await open(edge, { exclusive: true });
  try {
    const there = (await store.list("")).filter(([key]) => !key.startsWith("meta:"));
    if (there.length > 0) {
      throw new CommandFailure(1, [
        "the state store is not empty: move it away first, or point STATE_URL elsewhere",
      ]);
    }
    await Promise.all(lines.map(({ key, value }) => store.write(key, value)));
    edge.err.write(`${lines.length} entries imported\n`);
    return 0;
  } finally {
    await store.close();
  }
}

async function read(file: string): Promise<z.infer<typeof Line>[]> {
  const lines: z.infer<typeof Line>[] = [];
  let number = 0;
  try {
    for await (const text of createInterface({
      input: createReadStream(file, "utf8"),
      crlfDelay: Infinity,
    })) {
      number++;
      if (text.trim() !== "") lines.push(Line.parse(JSON.parse(text)));
    }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      throw new CommandFailure(1, [
        `${file}:${number}: found no entry, expected a line such as {"key":…,"value":…} as state export writes it`,
      ]);
    }
    throw new CommandFailure(1, [`${file}: cannot be read`], { cause: error });
  }
  return lines;
}

async function open(edge: Edge, how: { exclusive: boolean }): Promise<Store> {
  const vars = variables(await withDotEnv(edge.env, edge.cwd));
  const { state } = placesFrom(vars);
  if (vars.problems.length > 0) throw refused(vars.problems);
  if (state.kind !== "sqlite")
    throw refused([
      {
        path: "STATE_URL",
        found: "postgres://…",
        expected: "sqlite://PATH: this release keeps its state in SQLite",
      },
    ]);
  const { openStore } = await import("../../store/store.ts");
  return openStore(resolve(edge.cwd, state.path), how);
}
