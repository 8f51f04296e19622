import { existsSync } from "node:fs";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import { environmentText, settingsText } from "../../import-config/files.ts";
import { importConfig } from "../../import-config/import-config.ts";
import type { ImportPlan } from "../../import-config/plan.ts";
import { planText } from "../../import-config/words.ts";
import { Common, defineCommand } from "../command.ts";
import type { Edge } from "../edge.ts";
import { CommandFailure, usage } from "../failure.ts";
import { summaries } from "../summaries.ts";

const Options = Common.extend({
  file: z.string({ error: "expected the configuration.py of the earlier tool" }),
  envFile: z.string().default(".env"),
  force: z.boolean().default(false),
  dryRun: z.boolean().default(false),
});

/** `import-config`: the earlier Python tool's settings as ours. The Python is parsed, never run. */
export function importConfigCommand() {
  return defineCommand({
    name: "import-config",
    summary: summaries["import-config"],
    positional: ["file"],
    flags: [
      ["--env-file <file>", "write secrets and places there (default: .env)"],
      ["--force", "overwrite files that exist"],
      ["--dry-run", "write nothing, only tell what would become of it"],
    ],
    examples: [
      "thehive-sla-monitor import-config configuration.py --dry-run",
      "thehive-sla-monitor import-config configuration.py --config sla.yml --env-file .env",
    ],
    schema: Options,
    async run({ file, config, envFile, force, dryRun, json }, edge) {
      const plan = await planOf(file, edge);
      const files = {
        settings: resolve(edge.cwd, config ?? "sla.yml"),
        environment: resolve(edge.cwd, envFile),
      };
      if (!dryRun) await writeBoth(files, plan, force);
      const written = dryRun ? undefined : files;
      edge.out.write(
        json ? `${JSON.stringify(documentOf(plan, written), null, 2)}\n` : planText(plan, file, written),
      );
      return 0;
    },
  });
}

async function planOf(file: string, edge: Edge): Promise<ImportPlan> {
  const source = await readFile(resolve(edge.cwd, file), "utf8").catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : error;
    const found = code === "ENOENT" ? "no such file" : `a file that cannot be read (${String(code)})`;
    throw usage(`${file}: found ${found}, expected the configuration.py of the earlier tool`);
  });
  const plan = source.length > LONGEST_FILE ? undefined : importConfig(source);
  if (plan !== undefined) return plan;
  throw usage(
    `${file}: found none of SLA_SETTINGS, SYSTEM_SETTINGS and the rest that could be read, expected the configuration.py of the earlier tool`,
  );
}

// Such a file is a page or two; anything larger is the wrong one.
const LONGEST_FILE = 50_000;

interface Files {
  readonly settings: string;
  readonly environment: string;
}

/** Both or neither, as far as it can be told before. */
async function writeBoth({ settings, environment }: Files, plan: ImportPlan, force: boolean): Promise<void> {
  const existing = force ? [] : [settings, environment].filter((path) => existsSync(path));
  if (existing.length > 0)
    throw new CommandFailure(
      1,
      existing.map((path) => `${path}: exists already. Move it away, or overwrite it with --force`),
    );
  await write(environment, environmentText(plan), 0o600, force);
  await write(settings, settingsText(plan), 0o644, force);
}

async function write(path: string, text: string, mode: number, force: boolean): Promise<void> {
  try {
    // One that is there keeps its mode while it is written: nobody may read the secrets meanwhile.
    if (force && existsSync(path)) await chmod(path, mode);
    await writeFile(path, text, { mode, flag: force ? "w" : "wx" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new CommandFailure(1, [`${path}: cannot be written (${code}). Choose another place`], {
      cause: error,
    });
  }
}

/** The plan for programs; what may be secret is only in the files. */
function documentOf({ carried, notCarried, slips, toDo }: ImportPlan, files: Files | undefined) {
  return { files: files ?? null, carried, notCarried, slips, toDo };
}
