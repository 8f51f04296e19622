import { z } from "zod";
import { addressFault, type DatabaseAddress, sslModes } from "../database/address.ts";
import { parseDuration } from "../lib/duration-text.ts";
import type { ProxySettings } from "../lib/proxy.ts";
import { withoutEndSlashes } from "../lib/slashes.ts";
import { type Duration, days } from "../lib/time.ts";
import { baseUrl, isSafe, isWebUrl, webUrl } from "./base-url.ts";
import type { Problem } from "./problem.ts";
import { proxyFrom } from "./proxy-environment.ts";
import type { TwilioSetup } from "./references.ts";
import { type TwilioEnvironment, twilioFrom } from "./twilio-environment.ts";
import { Flag, Key } from "./variable-kinds.ts";
import { type RawEnvironment, type Variables, variables } from "./variables.ts";

/** Secrets and places, read from environment variables. Nothing here may be printed whole. */
export interface Environment {
  readonly theHive: {
    /** Without a slash at its end; may have a base path. */
    readonly url: string;
    readonly apiKey: string;
    readonly organisation?: string | undefined;
    readonly publicUrl: string;
    readonly caFile?: string | undefined;
    /** What `caFile` holds, PEM text. */
    readonly ca?: string | undefined;
    readonly api: "auto" | "v0" | "v1";
  };
  /** Undefined: switched off (`SLACK_ENABLED=false`). */
  readonly slack?: SlackEnvironment | undefined;
  /** Undefined: not set up, or switched off; which of the two says `twilioSetup`. */
  readonly twilio?: TwilioEnvironment | undefined;
  readonly twilioSetup: TwilioSetup;
  readonly state: StatePlace;
  /** Undefined: `sla.yml` if it exists. */
  readonly settingsFile?: string | undefined;
  readonly log: { readonly level: LogLevel; readonly file?: string | undefined };
  /** `-` is stdout. Undefined: the trail is in the database, and nobody asked for a copy. */
  readonly auditFile: string | undefined;
  /** How long the trail in the database is kept; undefined: for ever. */
  readonly auditKeep?: Duration | undefined;
  readonly heartbeatUrl?: string | undefined;
  readonly metrics?: { readonly host: string; readonly port: number } | undefined;
  readonly proxy?: ProxySettings | undefined;
}

interface SlackEnvironment {
  readonly botToken: string;
  readonly appToken: string;
  readonly channel: string;
  /** With a slash at its end. */
  readonly apiUrl: string;
}

/** `path` may be `:memory:`. `url` holds a password. */
export type StatePlace =
  | { readonly kind: "sqlite"; readonly path: string }
  | ({ readonly kind: "postgres" } & DatabaseAddress);

const LogLevel = z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
  error: "expected one of fatal, error, warn, info, debug, trace, silent",
});
type LogLevel = z.infer<typeof LogLevel>;

export type ReadEnvironment =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads everything from variables, or tells all that is wrong and missing at once. Secrets are never repeated. */
export function environmentFrom(raw: RawEnvironment): ReadEnvironment {
  const vars = variables(raw);
  const allowInsecure = vars.get("ALLOW_INSECURE_HTTP", Flag) ?? false;
  const theHive = theHiveFrom(vars, allowInsecure);
  // One wrong word here is one problem: it does not ask for tokens.
  const slackOn = vars.get("SLACK_ENABLED", Flag) ?? !vars.has("SLACK_ENABLED");
  const slack = slackOn ? slackFrom(vars, allowInsecure) : undefined;
  const { setup: twilioSetup, twilio } = twilioFrom(vars, allowInsecure);
  const rest = restFrom(vars, allowInsecure);
  if (theHive === undefined || (slackOn && slack === undefined) || vars.problems.length > 0) {
    return { ok: false, problems: vars.problems };
  }
  return { ok: true, environment: { theHive, slack, twilio, twilioSetup, ...rest } };
}

/** The secrets among these, for hiding them wherever they turn up. */
export function secretsOf({ theHive, slack, twilio, state, heartbeatUrl, proxy }: Environment): string[] {
  const secrets = [
    theHive.apiKey,
    slack?.botToken,
    slack?.appToken,
    twilio?.password,
    state.kind === "postgres" ? state.url : undefined,
    heartbeatUrl,
    ...[proxy?.url, proxy?.http, state.kind === "postgres" ? state.url : undefined].flatMap(passwordsIn),
  ].flatMap((secret) => (secret === undefined || secret === "" ? [] : [secret]));
  return [...new Set(secrets)];
}

// As it is written, and as it is sent.
function passwordsIn(url: string | undefined): readonly string[] {
  if (url === undefined || url === "") return [];
  const { password } = new URL(url);
  return [password, decodeURIComponent(password)];
}

const Text = z.string();

function theHiveFrom(vars: Variables, allowInsecure: boolean): Environment["theHive"] | undefined {
  const example = "https://soc.example.org/thehive";
  const url = vars.need(
    "THEHIVE_URL",
    baseUrl(example, allowInsecure),
    `TheHive's address, such as ${example}`,
  );
  const apiKey = vars.need("THEHIVE_API_KEY", Key, "the API key of a user of TheHive");
  const api = vars.get("THEHIVE_API", z.enum(["auto", "v0", "v1"], { error: "expected auto, v0 or v1" }));
  const publicUrl = vars.get("THEHIVE_PUBLIC_URL", webUrl(example));
  const organisation = vars.get("THEHIVE_ORGANISATION", Text);
  const caFile = vars.get("THEHIVE_CA_FILE", Text);
  if (url === undefined || apiKey === undefined) return undefined;
  return { url, apiKey, organisation, publicUrl: publicUrl ?? url, caFile, api: api ?? "auto" };
}

const SLACK_API = "https://slack.com/api/";

function slackFrom(vars: Variables, allowInsecure: boolean): SlackEnvironment | undefined {
  const orOff = ", or SLACK_ENABLED=false";
  const botToken = vars.need(
    "SLACK_BOT_TOKEN",
    token("xoxb-", "bot"),
    `the app's bot token (xoxb-…)${orOff}`,
  );
  const appToken = vars.need(
    "SLACK_APP_TOKEN",
    token("xapp-", "app-level"),
    `the app-level token (xapp-…)${orOff}`,
  );
  const channel = vars.need("SLACK_CHANNEL", Channel, `the channel for alerts, such as C024BE91L${orOff}`);
  const apiUrl = vars.get("SLACK_API_URL", baseUrl(SLACK_API, allowInsecure)) ?? SLACK_API;
  if (botToken === undefined || appToken === undefined || channel === undefined) return undefined;
  return { botToken, appToken, channel, apiUrl: `${withoutEndSlashes(apiUrl)}/` };
}

const Channel = z
  .string()
  .regex(/^\S+$/, { error: "expected a channel's id such as C024BE91L, or its name such as #soc-alerts" });

function token(prefix: string, kind: string) {
  return Key.superRefine((text, context) => {
    if (text.startsWith(prefix)) return;
    const other = OTHER_TOKENS.find(([begin]) => text.startsWith(begin));
    const found = other === undefined ? "" : `, not ${other[1]}`;
    context.addIssue(`expected the ${kind} token, which begins with ${prefix}${found}`);
  });
}

const OTHER_TOKENS = [
  ["xapp-", "the app-level one (xapp-): are SLACK_BOT_TOKEN and SLACK_APP_TOKEN swapped?"],
  ["xoxb-", "the bot's (xoxb-): are SLACK_BOT_TOKEN and SLACK_APP_TOKEN swapped?"],
  ["xoxp-", "a person's (xoxp-)"],
  ["xoxe", "one for configuring apps (xoxe)"],
] as const;

/** Where things are kept: what commands need that talk to nobody. */
export type Places = Pick<Environment, "state" | "settingsFile" | "auditFile">;

/** Where the trail goes that is not in a database, unless somebody says otherwise. */
export const AUDIT_FILE = "data/audit.jsonl";

/** Reads only where things are kept. */
export function placesFrom(vars: Variables): Places {
  const state = stateFrom(vars);
  return {
    state,
    settingsFile: vars.get("SLA_CONFIG", Text),
    auditFile: vars.get("AUDIT_FILE", Text) ?? (state.kind === "sqlite" ? AUDIT_FILE : undefined),
  };
}

function restFrom(vars: Variables, allowInsecure: boolean) {
  return {
    ...placesFrom(vars),
    log: { level: vars.get("LOG_LEVEL", LogLevel) ?? "info", file: vars.get("LOG_FILE", Text) },
    auditKeep: vars.get("AUDIT_KEEP", Keep),
    heartbeatUrl: vars.get("HEARTBEAT_URL", heartbeatUrl(allowInsecure)),
    metrics: vars.get("METRICS_ADDRESS", Address),
    proxy: proxyFrom(vars),
  } satisfies Partial<Environment>;
}

function stateFrom(vars: Variables): StatePlace {
  const name = vars.has("STATE_URL") || !vars.has("DATABASE_URL") ? "STATE_URL" : "DATABASE_URL";
  const sslmode = vars.get("PGSSLMODE", PgSslMode);
  const place = vars.get(name, StateUrl) ?? { kind: "sqlite", path: "data/state.sqlite" };
  return place.kind === "sqlite" || sslmode === undefined ? place : { ...place, sslmode };
}

const PgSslMode = z.enum(sslModes, { error: `expected one of ${sslModes.join(", ")}` });

const Keep = z.string().transform((text, context) => {
  const keep = parseDuration(text);
  if (keep !== undefined && keep >= days(1)) return keep;
  context.addIssue("expected a day or more, such as 400d");
  return z.NEVER;
});

const StateUrl = z.string().transform((text, context): StatePlace => {
  const [, path] = /^sqlite:\/\/(.+)$/i.exec(text) ?? [];
  if (path !== undefined) return { kind: "sqlite", path };
  if (/^postgres(ql)?:\/\//i.test(text) && URL.canParse(text)) {
    const fault = addressFault(text);
    if (fault === undefined) return { kind: "postgres", url: text };
    context.addIssue(`expected ${fault}`);
    return z.NEVER;
  }
  context.addIssue("expected sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE");
  return z.NEVER;
});

// Its path is the secret, and whoever reads it can keep the dead-man switch quiet.
function heartbeatUrl(allowInsecure: boolean) {
  return z
    .string()
    .refine(isWebUrl, { error: "expected an https address", abort: true })
    .refine((text) => isSafe(text, allowInsecure), {
      error: "expected https, as its path is a secret; or ALLOW_INSECURE_HTTP=true",
    });
}

const Address = z.string().transform((text, context) => {
  const [, host, port] = /^(\[[0-9a-f:.]+\]|[^\s:/]+):(\d{1,5})$/i.exec(text) ?? [];
  if (host !== undefined && Number(port) <= 65_535) {
    return { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
  }
  context.addIssue("expected host and port, such as 127.0.0.1:9464");
  return z.NEVER;
});
