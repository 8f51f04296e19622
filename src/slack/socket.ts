import { SocketModeReceiver } from "@slack/bolt";
import type { Dispatcher } from "undici";
import { between, type Clock, type Duration, type Instant, minutes, seconds } from "../lib/time.ts";
import { NoHello, type Setback, setbackOf, setbackOfEnd, waitAfter } from "./connect-setback.ts";
import { errorText, type Log, sdkLog } from "./sdk-log.ts";
import { guardFrames } from "./socket-frames.ts";
import { clientOptions } from "./web.ts";

export interface SocketOptions {
  /** Tells the connections apart in the log. */
  readonly name: string;
  readonly appToken: string;
  readonly apiUrl: string;
  readonly dispatcher?: Dispatcher | undefined;
  readonly clock: Clock;
  /** For what has to do with the network and not with the time people live in. */
  readonly realTime: Clock;
  readonly log: Log;
  readonly patience?: Duration | undefined;
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

// Slack says hello at once; without it the SDK would wait for ever.
const HELLO_WITHIN = seconds(30);
// A connection that ends sooner was not a good one, and the next attempt waits longer.
const STABLE_AFTER = minutes(1);

/**
 * One Socket Mode connection, kept open for as long as it runs.
 *
 * The SDK's own reconnecting is switched off: it gives up on some failures without telling anybody, and a
 * rejection in it ends the process. Here a failure of any kind leads to another attempt.
 */
export class SlackSocket {
  readonly #receiver: SocketModeReceiver;
  readonly #options: SocketOptions;
  readonly #stopping = new AbortController();
  #state: SocketState;
  #failures = 0;
  #running: Promise<void> | undefined;
  #leaving: string | undefined;
  #socketProblem: string | undefined;
  #gone: () => void = () => {};

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#state = { state: "connecting", since: options.clock.now() };
    this.#receiver = new SocketModeReceiver({
      appToken: options.appToken,
      autoReconnectEnabled: false,
      logger: sdkLog(options.log),
      // Bolt's default acknowledges what it could not handle, and a modal's input would be lost.
      processEventErrorHandler: async ({ error }) => {
        options.log.error(
          { problem: errorText(error), socket: options.name },
          "a Slack payload could not be handled",
        );
        return false;
      },
      installerOptions: { clientOptions: clientOptions(options) },
      ...(options.dispatcher === undefined ? {} : { dispatcher: options.dispatcher }),
    });
    const { client } = this.#receiver;
    guardFrames(client, options.log, (reason) => {
      this.#leaving = reason;
    });
    client.on("disconnected", () => this.#gone());
    client.on("error", (error: Error) => {
      this.#socketProblem = error.message.slice(0, 200);
    });
  }

  get state(): SocketState {
    return this.#state;
  }

  /** What Bolt is built on. */
  get receiver(): SocketModeReceiver {
    return this.#receiver;
  }

  /** Connects and stays connected. Never throws; returns at once. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the connection. Resolves when it is closed; never throws. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#disconnect();
    await this.#running;
    this.#become({ state: "stopped", since: this.#options.clock.now() });
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    const { clock, random, log, name } = this.#options;
    while (!this.#stopped) {
      const setback = await this.#session();
      if (this.#stopped) return;
      this.#failures = setback === undefined ? 0 : this.#failures + 1;
      this.#become({
        state: "connecting",
        since: this.#state.state === "connected" ? clock.now() : this.#state.since,
        ...(setback === undefined ? {} : { problem: setback.problem }),
      });
      if (setback === undefined) continue;
      const wait = waitAfter(setback, this.#failures, random());
      if (wait === 0) continue;
      log.warn({ socket: name, problem: setback.problem, wait }, "no Slack connection, trying again");
      await clock.sleep(wait, this.#stopping.signal).catch(() => undefined);
    }
  }

  /** One connection from its beginning to its end. @returns what was wrong with it, if anything */
  async #session(): Promise<Setback | undefined> {
    const { clock, realTime, log, name } = this.#options;
    this.#leaving = undefined;
    this.#socketProblem = undefined;
    const gone = new Promise<void>((resolve) => {
      this.#gone = resolve;
    });
    try {
      await this.#connect();
    } catch (error) {
      return setbackOf(error, this.#socketProblem);
    }
    const connectedAt = realTime.now();
    // Stopped while Slack was being asked for an address: nobody else would close this connection.
    if (this.#stopped) return void (await this.#disconnect());
    this.#become({ state: "connected", since: clock.now() });
    log.info({ socket: name }, "connected to Slack");
    await gone;
    log.info({ socket: name, reason: this.#leaving }, "the Slack connection ended");
    return setbackOfEnd(this.#leaving, between(connectedAt, realTime.now()) >= STABLE_AFTER);
  }

  /** @throws what the SDK throws, nothing at all when the WebSocket fails, or NoHello */
  async #connect(): Promise<void> {
    const greeted = new AbortController();
    const tooLate = this.#options.realTime.sleep(HELLO_WITHIN, greeted.signal).then(() => {
      throw new NoHello();
    });
    try {
      await Promise.race([this.#receiver.client.start(), tooLate]);
    } catch (error) {
      if (error instanceof NoHello) await this.#disconnect();
      throw error;
    } finally {
      greeted.abort();
    }
  }

  async #disconnect(): Promise<void> {
    try {
      await this.#receiver.client.disconnect();
    } catch (error) {
      this.#options.log.warn(
        { problem: errorText(error), socket: this.#options.name },
        "a Slack connection was not closed well",
      );
    }
  }

  #become(state: SocketState): void {
    this.#state = state;
    this.#options.onChange();
  }
}
