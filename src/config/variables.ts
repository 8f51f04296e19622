import type { z } from "zod";
import { unquoted } from "./env-file.ts";
import { expectedIn } from "./issues.ts";
import { describe, type Problem } from "./problem.ts";

/** Environment variables as the process has them. */
export type RawEnvironment = Readonly<Record<string, string | undefined>>;

interface Known {
  /** Never shown: gives access, or may hold a password. */
  readonly secret?: true;
  readonly default?: string;
}

/** Every variable we read, in the order of the manual. */
export const knownVariables: Readonly<Record<string, Known>> = {
  THEHIVE_URL: {},
  THEHIVE_API_KEY: { secret: true },
  THEHIVE_ORGANISATION: {},
  THEHIVE_PUBLIC_URL: {},
  THEHIVE_CA_FILE: {},
  THEHIVE_API: { default: "auto" },
  SLACK_ENABLED: { default: "true" },
  SLACK_BOT_TOKEN: { secret: true },
  SLACK_APP_TOKEN: { secret: true },
  SLACK_CHANNEL: {},
  SLACK_API_URL: { default: "https://slack.com/api/" },
  TWILIO_ENABLED: {},
  TWILIO_ACCOUNT_SID: {},
  TWILIO_AUTH_TOKEN: { secret: true },
  TWILIO_API_KEY: {},
  TWILIO_API_SECRET: { secret: true },
  TWILIO_FROM: {},
  TWILIO_MESSAGING_SERVICE_SID: {},
  TWILIO_TWIMLET_URL: {},
  TWILIO_KEYPRESS_URL: {},
  TWILIO_API_URL: { default: "https://api.twilio.com" },
  STATE_URL: { secret: true, default: "sqlite://data/state.sqlite" },
  DATABASE_URL: { secret: true },
  PGSSLMODE: { default: "prefer" },
  SLA_CONFIG: {},
  LOG_LEVEL: { default: "info" },
  LOG_FILE: {},
  AUDIT_FILE: { default: "data/audit.jsonl" },
  AUDIT_KEEP: {},
  HEARTBEAT_URL: { secret: true },
  METRICS_ADDRESS: {},
  HTTPS_PROXY: { secret: true },
  HTTP_PROXY: { secret: true },
  ALL_PROXY: { secret: true },
  NO_PROXY: {},
  ALLOW_INSECURE_HTTP: { default: "false" },
};

/** Reads variables one by one and gathers what is wrong with them. */
export interface Variables {
  /** What a variable says; undefined when it is not set, or wrong. */
  get<T>(name: string, schema: z.ZodType<T>): T | undefined;
  /** The same, but it has to be set. */
  need<T>(name: string, schema: z.ZodType<T>, what: string): T | undefined;
  has(name: string): boolean;
  refuse(problem: Problem): void;
  readonly problems: readonly Problem[];
}

export function variables(raw: RawEnvironment): Variables {
  const problems: Problem[] = [];
  const has = (name: string) => textOf(raw, name) !== undefined;

  function get<T>(name: string, schema: z.ZodType<T>): T | undefined {
    const text = textOf(raw, name);
    if (text === undefined) return undefined;
    const read = schema.safeParse(text);
    if (read.success) return read.data;
    const found = isSecret(name) ? "a value that is not shown" : describe(text);
    const expected = expectedIn(read.error.issues[0]?.message ?? "expected another value");
    problems.push({ path: name, found, expected });
    return undefined;
  }

  return {
    get,
    need(name, schema, what) {
      if (has(name)) return get(name, schema);
      problems.push({ path: name, found: "nothing", expected: what, missing: true });
      return undefined;
    },
    has,
    refuse: (problem) => problems.push(problem),
    problems,
  };
}

/** A variable's text without spaces and quotes around it; an empty one counts as not set. */
export function textOf(raw: RawEnvironment, name: string): string | undefined {
  const text = unquoted(raw[name]?.trim() ?? "").trim();
  return text === "" ? undefined : text;
}

/** Whatever its case: proxies are named in small letters, too. */
export function isSecret(name: string): boolean {
  return knownVariables[name.toUpperCase()]?.secret === true;
}
