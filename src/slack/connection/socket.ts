import type { App, SocketModeReceiver } from "@slack/bolt";
import { between, type Clock, type Instant, minutes, seconds } from "../../lib/time.ts";
import { type Setback, setbackOf, setbackOfEnd, waitAfter } from "./connect-setback.ts";
import { type SessionOptions, type SocketSession, socketSession } from "./socket-session.ts";

export interface SocketOptions extends SessionOptions {
  readonly clock: Clock;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Called when it connects, disconnects or fails to connect. */
  readonly onChange: () => void;
}

/** How one connection stands. */
export type SocketState = Readonly<
  | { state: "connecting"; since: Instant; problem?: string }
  | { state: "connected"; since: Instant }
  | { state: "stopped"; since: Instant }
>;

// A connection that ends sooner was not a good one, and the next attempt waits longer.
const STABLE_AFTER = minutes(1);
// Slack renews connections when it likes; only one asked to go at once would make us ask in a circle.
const RENEWABLE_AFTER = seconds(2);

/**
 * One Socket Mode connection, kept open for as long as it runs: a failure of any kind leads to another attempt.
 * When Slack asks it to go, the next one is opened first and the old one closed after, so that no press in
 * between goes unanswered.
 */
export class SlackSocket {
  readonly #options: SocketOptions;
  readonly #stopping = new AbortController();
  #session: SocketSession;
  /** Asked to go and not yet closed. */
  #leaving: SocketSession | undefined;
  #app: App | undefined;
  #state: SocketState;
  #failures = 0;
  #running: Promise<void> | undefined;

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#state = { state: "connecting", since: options.clock.now() };
    this.#session = socketSession(options);
  }

  get state(): SocketState {
    return this.#state;
  }

  /** What Bolt is built on. */
  get receiver(): SocketModeReceiver {
    return this.#session.receiver;
  }

  /** Connects, feeds `app` and stays connected. Never throws; returns at once. */
  start(app: App): void {
    this.#app = app;
    this.#running ??= this.#run();
  }

  /** Ends the connection. Resolves when it is closed; never throws. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([this.#session.close(), this.#leaving?.close()]);
    await this.#running;
    this.#become({ state: "stopped", since: this.#options.clock.now() });
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    const { clock, random, log, name } = this.#options;
    while (!this.#stopped) {
      const setback = await this.#live();
      if (this.#stopped) return;
      this.#session = socketSession(this.#options, this.#app);
      this.#failures = setback === undefined ? 0 : this.#failures + 1;
      if (setback === undefined) continue;
      this.#becomeConnecting(setback.problem);
      const wait = waitAfter(setback, this.#failures, random());
      if (wait === 0) continue;
      log.warn({ socket: name, problem: setback.problem, wait }, "no Slack connection, trying again");
      await clock.sleep(wait, this.#stopping.signal).catch(() => undefined);
    }
  }

  /** One connection from its beginning to its end. @returns what was wrong with it, if anything */
  async #live(): Promise<Setback | undefined> {
    const { clock, realTime, log, name } = this.#options;
    const session = this.#session;
    try {
      await session.connect();
    } catch (error) {
      this.#closeLeaving();
      return setbackOf(error, session.problem());
    }
    const connectedAt = realTime.now();
    this.#closeLeaving();
    // Stopped while Slack was being asked for an address: nobody else would close this connection.
    if (this.#stopped) return void (await session.close());
    this.#become({ state: "connected", since: clock.now() });
    log.info({ socket: name }, "connected to Slack");
    const reason = await session.ended;
    log.info({ socket: name, reason }, "the Slack connection ends");
    const lasted = between(connectedAt, realTime.now());
    const renewed = isRenewal(reason) && lasted >= RENEWABLE_AFTER;
    if (renewed) this.#leaving = session;
    else {
      this.#becomeConnecting();
      await session.close();
    }
    return setbackOfEnd(reason, renewed || lasted >= STABLE_AFTER);
  }

  /** Its successor serves, or cannot: either way it has no more to do. */
  #closeLeaving(): void {
    const old = this.#leaving;
    this.#leaving = undefined;
    old?.close().catch(() => undefined);
  }

  #becomeConnecting(problem?: string): void {
    const since = this.#state.state === "connected" ? this.#options.clock.now() : this.#state.since;
    this.#become({ state: "connecting", since, ...(problem === undefined ? {} : { problem }) });
  }

  #become(state: SocketState): void {
    this.#state = state;
    this.#options.onChange();
  }
}

function isRenewal(reason: string | undefined): boolean {
  return reason === "refresh_requested" || reason === "warning";
}
