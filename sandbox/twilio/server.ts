import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { restApi } from "./app.ts";
import { type Faults, faultSwitches } from "./faults.ts";
import type { Account, Call, Change, Message, MessagingService, OwnedNumber } from "./model.ts";
import { freshState, type TwilioOptions } from "./options.ts";
import { type Phone, phoneOf } from "./phone.ts";
import type { Quirks } from "./quirks.ts";
import { type LoggedRequest, requestLog } from "./request-log.ts";
import type { TwilioState } from "./state.ts";
import type { Clock } from "./timeline.ts";

/**
 * Twilio's REST API for SMS and calls, and the phones at the other end, on one local port.
 * The unmodified `twilio` package talks to it with `client.api.baseUrl = server.url`.
 */
export class TwilioServer {
  /** The failures to act out. */
  readonly faults: Faults = faultSwitches();
  /** The latest requests, oldest first. */
  readonly requests: readonly LoggedRequest[];
  readonly #state: TwilioState;
  readonly #clock: Clock;
  readonly #phones = new Map<string, Phone>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #http: Server;
  #port: number;

  constructor(options: TwilioOptions) {
    this.#clock = options.clock;
    this.#port = options.port ?? 0;
    this.#state = freshState(options, (change) => {
      for (const listener of [...this.#listeners]) listener(change);
    });
    const log = requestLog();
    this.requests = log.requests;
    const app = restApi({ state: this.#state, faults: this.faults, clock: this.#clock, log: log.add });
    this.#http = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  }

  /** Listens on loopback; after a stop, on the same port with the same records. */
  async start(): Promise<void> {
    this.#http.listen(this.#port, "127.0.0.1");
    await once(this.#http, "listening");
    const address = this.#http.address();
    if (address !== null && typeof address === "object") this.#port = address.port;
    this.#state.timeline.start();
  }

  /** Ends all connections at once, hanging ones too; nothing happens by itself until started again. */
  async stop(): Promise<void> {
    this.#state.timeline.stop();
    const closed = this.#http.listening ? once(this.#http, "close") : undefined;
    this.#http.close();
    this.#http.closeAllConnections();
    await closed;
  }

  /** Stands in for `https://api.twilio.com`; known once started. */
  get url(): string {
    if (this.#port === 0) throw new Error("The Twilio sandbox has not been started");
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The customer's account: change its status, token, keys or trial state in place. */
  get account(): Account {
    return this.#state.account;
  }

  /** The account's numbers: change their capabilities in place. */
  get numbers(): readonly OwnedNumber[] {
    return this.#state.numbers;
  }

  get messagingServices(): readonly MessagingService[] {
    return this.#state.services;
  }

  /** What is uncertain about the live service; may be changed at any time. */
  get quirks(): Quirks {
    return this.#state.quirks;
  }

  /** TwiML documents hosted by Twilio, by name: `keys` puts a call into the queue `sla-monitor`. */
  get bins(): Map<string, string> {
    return this.#state.bins;
  }

  /** Where the document `keys` is. */
  get keypressUrl(): string {
    return `${this.url}/bins/keys`;
  }

  /** All messages by SID, oldest first. */
  get messages(): ReadonlyMap<string, Message> {
    this.#state.timeline.settle();
    return this.#state.messages.bySid;
  }

  /** All calls by SID, oldest first. */
  get calls(): ReadonlyMap<string, Call> {
    this.#state.timeline.settle();
    return this.#state.calls.bySid;
  }

  /** The phone with that number, which need not have been heard of before. */
  phone(number: string): Phone {
    const known = this.#phones.get(number);
    if (known !== undefined) return known;
    const phone = phoneOf(this.#state, number);
    this.#phones.set(number, phone);
    return phone;
  }

  /** The phones that were asked for or reached, in that order. */
  get phones(): readonly Phone[] {
    return [...this.#state.lines.keys()].map((number) => this.phone(number));
  }

  /** Calls back after each change; returns how to end that. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
