import type { Account, ApiKey, CallBehaviour, MessagingService, OwnedNumber, SmsBehaviour } from "./model.ts";
import { LIKELY_QUIRKS, type Quirks } from "./quirks.ts";
import { sidCounter } from "./sids.ts";
import { type Limits, ledger, type TwilioState } from "./state.ts";
import { type Clock, Timeline } from "./timeline.ts";

/** How a sandbox is set up; everything but the clock has a default. */
export interface TwilioOptions {
  readonly clock: Clock;
  readonly accountSid?: string;
  readonly authToken?: string;
  readonly apiKeys?: readonly ApiKey[];
  readonly numbers?: readonly { phoneNumber: string; capabilities: { sms: boolean; voice: boolean } }[];
  /** Pools of senders; `senders` are numbers of the account. */
  readonly messagingServices?: readonly {
    sid?: string;
    senders: readonly string[];
    smartEncoding?: boolean;
  }[];
  readonly trial?: boolean;
  readonly verifiedNumbers?: readonly string[];
  readonly alphaSenders?: readonly string[];
  /** What phones do that were told nothing: deliver after 3 s, answer after 6 s. */
  readonly defaultBehaviour?: Partial<{ sms: SmsBehaviour; call: CallBehaviour }>;
  readonly limits?: Partial<Limits>;
  readonly quirks?: Partial<Quirks>;
  /** Stands in for web servers that answer with TwiML; echo twimlets are understood by default. */
  readonly fetchTwiml?: (url: string) => string | undefined;
  /** 0, the default, takes any free one. */
  readonly port?: number;
}

const DEFAULT_ACCOUNT = "AC00000000000000000000000000000001";
// Like no id that is given out: what is a secret is hidden wherever it stands.
const DEFAULT_TOKEN = "5ec2e700000000000000000000000002";
const DEFAULT_NUMBER = { phoneNumber: "+12025550100", capabilities: { sms: true, voice: true } };

// What a customer would put there for keys.
const KEY_DOCUMENT =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Enqueue waitUrl="">sla-monitor</Enqueue></Response>';

/** The state of a fresh sandbox. */
export function freshState(options: TwilioOptions, changed: TwilioState["changed"]): TwilioState {
  const nextSid = sidCounter();
  const bins = new Map([["keys", KEY_DOCUMENT]]);
  return {
    account: accountOf(options),
    numbers: (options.numbers ?? [DEFAULT_NUMBER]).map(
      ({ phoneNumber, capabilities }): OwnedNumber => ({
        ...nextSid("PN"),
        phoneNumber,
        capabilities: { ...capabilities },
      }),
    ),
    services: (options.messagingServices ?? []).map(
      ({ sid, senders, smartEncoding = false }): MessagingService => ({
        sid: sid ?? nextSid("MG").sid,
        senders: [...senders],
        smartEncoding,
      }),
    ),
    messages: ledger(),
    calls: ledger(),
    queues: ledger(),
    bins,
    liveCalls: new Set(),
    lines: new Map(),
    defaults: { sms: { kind: "deliver" }, call: { kind: "answer" }, ...options.defaultBehaviour },
    limits: {
      callsPerSecond: 1,
      concurrentCalls: Number.POSITIVE_INFINITY,
      concurrentRequests: Number.POSITIVE_INFINITY,
      ...options.limits,
    },
    quirks: { ...LIKELY_QUIRKS, ...options.quirks },
    timeline: new Timeline(options.clock),
    nextSid,
    nextDialAt: 0,
    fetchTwiml: options.fetchTwiml ?? ((url) => echoTwimlet(url) ?? binAt(url, bins)),
    changed,
  };
}

function accountOf(options: TwilioOptions): Account {
  return {
    sid: options.accountSid ?? DEFAULT_ACCOUNT,
    authToken: options.authToken ?? DEFAULT_TOKEN,
    apiKeys: [...(options.apiKeys ?? [])],
    status: "active",
    trial: options.trial ?? false,
    verifiedNumbers: [...(options.verifiedNumbers ?? [])],
    alphaSenders: [...(options.alphaSenders ?? [])],
    balance: "20.00",
  };
}

function binAt(url: string, bins: ReadonlyMap<string, string>): string | undefined {
  const name = /^\/bins\/(\w+)$/.exec(new URL(url).pathname)?.[1];
  return name === undefined ? undefined : bins.get(name);
}

function echoTwimlet(url: string): string | undefined {
  const { hostname, searchParams } = new URL(url);
  return hostname === "twimlets.com" ? (searchParams.get("Twiml") ?? undefined) : undefined;
}
