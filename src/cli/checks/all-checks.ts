import { pino } from "pino";
import { unusableMethods } from "../../config/unusable.ts";
import { HiveError } from "../../engine/hive-error.ts";
import type { Check } from "../../lib/check.ts";
import { after } from "../../lib/time.ts";
import { waitingIn } from "../../sla/policy.ts";
import type { Edge } from "../edge.ts";
import { readFeeds } from "../roster.ts";
import type { FullSetup } from "../setup.ts";
import { AHEAD, calendarChecks } from "./calendars.ts";
import { certificateChecks } from "./certificates.ts";
import { diskChecks } from "./disk.ts";
import { environmentChecks } from "./environment.ts";
import { recipientChecks } from "./recipients.ts";
import type { CheckRun } from "./run-checks.ts";
import { auditChecks, stateChecks } from "./state.ts";
import { statusChecks } from "./statuses.ts";

/** Looks at every real thing that the service will use. The adapters are loaded only now: they are large. */
export function allChecks(setup: FullSetup, edge: Edge): readonly CheckRun[] {
  const { environment } = setup;
  return [
    { name: "settings", run: async () => [settingsCheck(setup)] },
    { name: "environment", run: () => environmentChecks(setup.raw, edge.cwd) },
    { name: "state", run: () => stateChecks(environment.state, edge.cwd) },
    { name: "audit", run: () => auditChecks(environment.auditFile, edge.cwd) },
    { name: "disk", run: () => diskChecks(environment.state, environment.auditFile, edge.cwd) },
    { name: "thehive", run: () => theHiveChecks(setup, edge) },
    { name: "poll.open", run: () => pollChecks(setup, edge) },
    { name: "slack", run: () => slackChecks(setup, edge) },
    { name: "twilio", run: () => twilioChecks(setup) },
    { name: "certificates", run: () => certificateLines(setup, edge) },
    { name: "methods", run: async () => methodsCheck(setup) },
    { name: "calendars", run: () => calendarChecks(setup, edge) },
    { name: "recipients", run: () => recipientLines(setup, edge) },
  ];
}

/** A calendar that cannot be read is a fault of its own line. */
async function recipientLines(setup: FullSetup, edge: Edge): Promise<Check[]> {
  const now = edge.clock.now();
  const found = await readFeeds(setup, edge, { from: now, until: after(now, AHEAD) });
  const named = found.map((feed) => {
    const stretches = "reading" in feed ? feed.reading.duty.stretches : [];
    return [feed.group, [...new Set(stretches.flatMap(({ people }) => people))]] as const;
  });
  return recipientChecks(setup.loaded.settings, Object.fromEntries(named));
}

function settingsCheck({ file, loaded }: FullSetup): Check {
  const changed = [...loaded.origins.values()].filter((origin) => origin !== "default").length;
  return {
    name: "settings",
    ok: true,
    detail: `${file ?? "no file"}, ${changed} values set, the rest are defaults`,
  };
}

async function theHiveChecks({ environment, loaded }: FullSetup, { clock }: Edge): Promise<Check[]> {
  const { checkTheHive } = await import("../../thehive/check.ts");
  const { theHive, proxy } = environment;
  const open = () => waitingIn(loaded.settings.poll);
  return checkTheHive({ ...theHive, proxy, clock, log: silent(), open }, loaded.settings.writeBack);
}

/** What the settings say of TheHive's statuses. A TheHive that cannot be asked is a fault of its own line. */
async function pollChecks({ environment, loaded }: FullSetup, { clock }: Edge): Promise<Check[]> {
  const { statusesOf } = await import("../../thehive/statuses.ts");
  const { theHive, proxy } = environment;
  const open = () => waitingIn(loaded.settings.poll);
  try {
    const known = await statusesOf({ ...theHive, proxy, clock, log: silent(), open });
    return statusChecks(loaded.settings, known);
  } catch (error) {
    if (error instanceof HiveError) return [];
    throw error;
  }
}

async function slackChecks({ environment: { slack, proxy } }: FullSetup, { clock }: Edge): Promise<Check[]> {
  if (slack === undefined) return [{ name: "slack", ok: true, detail: "off (SLACK_ENABLED=false)" }];
  const { checkSlack } = await import("../../slack/connection/check.ts");
  return [...(await checkSlack({ ...slack, proxy, clock, log: silent() }))];
}

async function twilioChecks({ environment: { twilio, twilioSetup, proxy } }: FullSetup): Promise<Check[]> {
  if (twilio === undefined) {
    const why = twilioSetup === "off" ? "off (TWILIO_ENABLED=false)" : "not set up: no SMS, no calls";
    return [{ name: "twilio", ok: true, detail: why }];
  }
  const { checkTwilio } = await import("../../twilio/check.ts");
  return checkTwilio({ ...twilio, proxy });
}

async function certificateLines({ environment }: FullSetup, { clock }: Edge): Promise<Check[]> {
  const { theHive, slack, twilio, proxy } = environment;
  const hosts = [
    { name: "thehive", url: theHive.url, ca: theHive.ca },
    ...(slack === undefined ? [] : [{ name: "slack", url: slack.apiUrl }]),
    ...(twilio === undefined ? [] : [{ name: "twilio", url: twilio.apiUrl ?? "https://api.twilio.com" }]),
  ];
  return certificateChecks(hosts, { proxy, now: clock.now() });
}

/** Default policies may ask for what nobody has set up: told, but no fault. What cannot reach a person is. */
function methodsCheck({ environment, loaded }: FullSetup): Check[] {
  const lines = unusableMethods(loaded.settings, { twilio: environment.twilio !== undefined });
  if (lines.length === 0)
    return [{ name: "methods", ok: true, detail: "every method of the policies can be used" }];
  return lines.map((detail) => ({ name: "methods", ok: true, detail }));
}

// What a check finds is in its list.
const silent = () => pino({ level: "silent" });
