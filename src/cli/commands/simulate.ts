import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import pino from "pino";
import { z } from "zod";
import { Flag } from "../../config/variable-kinds.ts";
import { type RawEnvironment, textOf, variables } from "../../config/variables.ts";
import { after, before, days, type Instant, instant } from "../../lib/time.ts";
import type { PersonalVia } from "../../oncall/ways.ts";
import { replayedAlerts } from "../../simulate/alerts-file.ts";
import type { ReplayedResponse, SimulationRequest } from "../../simulate/model.ts";
import { replayedResponses } from "../../simulate/responses-file.ts";
import { simulate } from "../../simulate/simulate.ts";
import { timeline } from "../../simulate/timeline.ts";
import { timeGiven } from "../arguments.ts";
import { Common, defineCommand } from "../command.ts";
import type { Edge } from "../edge.ts";
import { refused, usage } from "../failure.ts";
import { settingsWithHolidays } from "../holidays.ts";
import { rosterFor } from "../roster.ts";
import { fullSetup, settingsSetup } from "../setup.ts";
import { summaries } from "../summaries.ts";

const Options = Common.extend({
  alerts: z.string().optional(),
  fromThehive: z.boolean().default(false),
  from: z.string({ error: "expected a time such as 2026-03-02T00:00Z" }),
  to: z.string({ error: "expected a time such as 2026-03-09T00:00Z" }),
  responses: z.string().optional(),
});

/** `simulate`: who would have been told, by these settings, without telling anybody. */
export function simulateCommand() {
  return defineCommand({
    name: "simulate",
    summary: summaries.simulate,
    flags: [
      ["--alerts <file>", "a JSON array of TheHive's alerts (API v1), with their observables if they matter"],
      ["--from-thehive", "instead of a file: read what TheHive has of that time"],
      ["--from <iso>", "from this time on; without an offset in UTC"],
      ["--to <iso>", "until just before this time"],
      ["--responses <file>", "what people did: a JSON array of {at, alertId, action, by, for?}"],
    ],
    examples: [
      "thehive-sla-monitor simulate --alerts alerts.json --from 2026-03-02 --to 2026-03-09",
      "thehive-sla-monitor simulate --from-thehive --from 2026-03-02 --to 2026-03-03 --json",
    ],
    schema: Options,
    async run({ config, json, ...given }, edge) {
      const setup = await settingsSetup(edge, config);
      const { loaded, saved, raw } = setup;
      const ways = waysOut(raw);
      if (given.fromThehive && given.alerts !== undefined)
        throw usage("--alerts: found with --from-thehive, expected one of them");
      const window = windowGiven(given);
      const rows = given.fromThehive
        ? await rowsOfTheHive(config, window.from, edge)
        : await rowsIn(given.alerts, edge);
      const { alerts, skipped } = replayedAlerts(rows);
      const responses = await responsesIn(
        given.responses,
        new Set(alerts.map(({ alert }) => alert.id)),
        edge,
      );
      for (const line of skipped) edge.err.write(`skipped ${line}\n`);
      const { duties } = await rosterFor(setup, edge, { from: window.from, until: window.to });
      // A deadline may wait for the end of holidays that begin later.
      const holidays = { from: before(window.from, days(14)), until: after(window.to, days(14)) };
      const simulation = simulate({
        settings: await settingsWithHolidays(setup, edge, holidays),
        overrides: saved.onCall,
        duties,
        alerts,
        responses,
        ...window,
        ...ways,
      });
      const { every } = loaded.settings.unattended;
      const lists = ways.channel === undefined ? "off" : every;
      edge.out.write(json ? `${JSON.stringify(simulation)}\n` : timeline(simulation, alerts, lists));
      return 0;
    },
  });
}

/** The settings alone decide, but for what is switched off on purpose. @throws CommandFailure */
function waysOut(raw: RawEnvironment): Pick<SimulationRequest, "channel" | "setUp"> {
  const vars = variables(raw);
  const slack = vars.get("SLACK_ENABLED", Flag) ?? true;
  const twilio = vars.get("TWILIO_ENABLED", Flag) ?? true;
  if (vars.problems.length > 0) throw refused(vars.problems);
  const setUp: PersonalVia[] = [
    ...(twilio ? (["sms", "call"] as const) : []),
    ...(slack ? (["dm"] as const) : []),
  ];
  return { channel: slack ? (textOf(raw, "SLACK_CHANNEL") ?? "slack") : undefined, setUp: new Set(setUp) };
}

function windowGiven(given: { from: string; to: string }): { from: Instant; to: Instant } {
  const from = timeGiven("--from", given.from);
  const to = timeGiven("--to", given.to);
  if (to <= from) throw usage(`--to: found "${given.to}", expected a later time than --from`);
  return { from, to };
}

async function rowsIn(file: string | undefined, edge: Edge): Promise<unknown[]> {
  if (file === undefined) throw usage("--alerts: found nothing, expected a JSON file with alerts of TheHive");
  const rows = z.array(z.unknown()).safeParse(await jsonIn("--alerts", file, edge));
  if (rows.success) return rows.data;
  throw usage(`--alerts: found no array in ${file}, expected a JSON array of TheHive's alerts`);
}

/** Everything that may matter from then on: alerts that are older than the maximum age are silent. */
async function rowsOfTheHive(config: string | undefined, from: Instant, edge: Edge) {
  const { environment, loaded } = await fullSetup(edge, config);
  const { maxAge, open } = loaded.settings.poll;
  const since = maxAge === "off" ? instant("1970-01-01T00:00Z") : before(from, maxAge);
  const { readHistory } = await import("../../thehive/history.ts");
  const { theHive, proxy } = environment;
  const log = pino({ level: "silent" });
  return readHistory({ ...theHive, proxy, clock: edge.clock, log, open: () => open }, since);
}

async function responsesIn(
  file: string | undefined,
  known: ReadonlySet<string>,
  edge: Edge,
): Promise<readonly ReplayedResponse[]> {
  if (file === undefined) return [];
  const read = replayedResponses(await jsonIn("--responses", file, edge), known);
  if ("problems" in read) throw refused(read.problems);
  return read.responses;
}

async function jsonIn(flag: string, file: string, edge: Edge): Promise<unknown> {
  const text = await readFile(resolve(edge.cwd, file), "utf8").catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : error;
    const found = code === "ENOENT" ? "no such file" : `a file that cannot be read (${String(code)})`;
    throw usage(`${flag}: found ${found} (${file}), expected a JSON file`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw usage(`${flag}: found no JSON in ${file}, expected a JSON array`);
  }
}
