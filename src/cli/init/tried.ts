import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pino } from "pino";
import { proxyFrom } from "../../config/proxy-environment.ts";
import { twilioFrom } from "../../config/twilio-environment.ts";
import { Flag } from "../../config/variable-kinds.ts";
import { type RawEnvironment, textOf, variables } from "../../config/variables.ts";
import type { Check } from "../../lib/check.ts";
import { withoutEndSlashes } from "../../lib/slashes.ts";
import type { Edge } from "../edge.ts";

/** Tries TheHive with what is known so far. */
export async function theHiveChecks(values: RawEnvironment, { cwd, clock }: Edge): Promise<readonly Check[]> {
  const { checkTheHive } = await import("../../thehive/check.ts");
  const caFile = textOf(values, "THEHIVE_CA_FILE");
  const ca =
    caFile === undefined ? undefined : await readFile(resolve(cwd, caFile), "utf8").catch(() => undefined);
  const api = textOf(values, "THEHIVE_API");
  return checkTheHive({
    url: textOf(values, "THEHIVE_URL") ?? "",
    // Its version is told without one.
    apiKey: textOf(values, "THEHIVE_API_KEY") ?? "none",
    organisation: textOf(values, "THEHIVE_ORGANISATION"),
    ca,
    api: api === "v0" || api === "v1" ? api : "auto",
    proxy: proxyFrom(variables(values)),
    clock,
    log: pino({ level: "silent" }),
    open: () => ["New"],
  });
}

/** Tries Slack with these of its variables. */
export async function slackChecks(
  values: RawEnvironment,
  { clock }: Edge,
  looked: readonly string[],
): Promise<readonly Check[]> {
  const { checkSlack } = await import("../../slack/connection/check.ts");
  const given = (name: string) => (looked.includes(name) ? textOf(values, name) : undefined);
  const apiUrl = textOf(values, "SLACK_API_URL");
  return checkSlack({
    botToken: given("SLACK_BOT_TOKEN"),
    appToken: given("SLACK_APP_TOKEN"),
    channel: given("SLACK_CHANNEL"),
    apiUrl: apiUrl === undefined ? undefined : `${withoutEndSlashes(apiUrl)}/`,
    proxy: proxyFrom(variables(values)),
    clock,
  });
}

/** Tries Twilio with what is known so far. */
export async function twilioChecks(values: RawEnvironment): Promise<readonly Check[]> {
  const { checkTwilio } = await import("../../twilio/check.ts");
  const vars = variables(values);
  const { twilio } = twilioFrom(vars, vars.get("ALLOW_INSECURE_HTTP", Flag) ?? false);
  return twilio === undefined ? [] : checkTwilio({ ...twilio, proxy: proxyFrom(vars) });
}
