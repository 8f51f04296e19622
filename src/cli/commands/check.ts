import { z } from "zod";
import { EnvFileError } from "../../config/env-file-error.ts";
import { secretsOf } from "../../config/environment.ts";
import type { Check } from "../../lib/check.ts";
import { redactor } from "../../lib/redact.ts";
import { allChecks } from "../checks/all-checks.ts";
import { type CheckRun, type ChecksOf, runChecks } from "../checks/run-checks.ts";
import { Common, defineCommand } from "../command.ts";
import type { Edge, ExitCode } from "../edge.ts";
import { CommandFailure, refused } from "../failure.ts";
import { type FullSetup, fullSetup } from "../setup.ts";
import { summaries } from "../summaries.ts";
import { table } from "../table.ts";

const Options = Common.extend({ people: z.boolean().default(false) });

/** `check`: validates the settings, then looks at each real thing. Sends nothing to anybody. */
export function checkCommand(checksOf: ChecksOf = allChecks) {
  return defineCommand({
    name: "check",
    summary: summaries.check,
    flags: [
      [
        "--people",
        "only whether everybody can be told in the next 14 days, as the service looks each morning",
      ],
    ],
    examples: ["thehive-sla-monitor check", "thehive-sla-monitor check --people"],
    schema: Options,
    async run({ config, json, people }, edge) {
      const setup = await setupOrList(edge, config, json);
      const wanted = people ? [peopleRun(setup, edge)] : checksOf(setup, edge);
      return showChecks(setup, await runChecks(wanted), edge, json);
    },
  });
}

function peopleRun(setup: FullSetup, edge: Edge): CheckRun {
  return {
    name: "people",
    run: async () => (await import("../checks/people.ts")).peopleChecks(setup, edge),
  };
}

/** Prints the list. @returns 1 when a check failed */
export function showChecks(setup: FullSetup, checks: readonly Check[], edge: Edge, json: boolean): ExitCode {
  const redact = redactor(secretsOf(setup.environment));
  const ok = checks.every((check) => check.ok);
  edge.out.write(redact(json ? document(ok, checks) : asText(checks)));
  return ok ? 0 : 1;
}

/** Whoever asked for JSON gets it even when nothing could be checked. */
async function setupOrList(edge: Edge, config: string | undefined, json: boolean): Promise<FullSetup> {
  try {
    return await fullSetup(edge, config);
  } catch (error) {
    const failure = error instanceof EnvFileError ? refused(error.problems) : error;
    if (json && failure instanceof CommandFailure) {
      const checks = failure.lines.map((detail) => ({ name: "settings", ok: false, detail }));
      edge.out.write(document(false, checks));
    }
    throw failure;
  }
}

function document(ok: boolean, checks: readonly Check[]): string {
  return `${JSON.stringify({ ok, checks }, null, 2)}\n`;
}

function asText(checks: readonly Check[]): string {
  const failed = checks.filter(({ ok }) => !ok).length;
  const list = table(checks.map(({ name, ok, detail }) => [ok ? "ok" : "FAIL", name, detail]));
  return `${list}\n${failed === 0 ? "All good" : `${failed} of ${checks.length} checks failed`}\n`;
}
