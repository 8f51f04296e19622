import type { Store } from "../workspace/store.ts";
import type { SocketMode } from "./connections.ts";
import type { Delivery } from "./envelopes.ts";

/** The events an app of this kind subscribes to. */
export const defaultEvents: readonly string[] = [
  "app_home_opened",
  "app_mention",
  "message.channels",
  "message.groups",
  "message.im",
  "channel_archive",
  "channel_unarchive",
  "channel_rename",
  "member_joined_channel",
  "tokens_revoked",
  "app_uninstalled",
];

// At once, after a minute, after five.
const retries = [0, 60_000, 5 * 60_000];

/** Tells the app what happens in the workspace, again if it does not hear. */
export class Events {
  readonly #store: Store;
  readonly #socketMode: SocketMode;
  readonly #subscribed: ReadonlySet<string>;
  readonly #stopped = new AbortController();

  constructor(store: Store, socketMode: SocketMode, subscribed: readonly string[]) {
    this.#store = store;
    this.#socketMode = socketMode;
    this.#subscribed = new Set(subscribed);
  }

  /**
   * Sends an event if the app subscribed to it.
   *
   * @param subscription its name in the manifest, such as `message.im`
   * @returns how the first attempt fared; undefined without a subscription
   */
  async emit(subscription: string, event: Readonly<Record<string, unknown>>): Promise<Delivery | undefined> {
    if (!this.#subscribed.has(subscription)) return undefined;
    const payload = this.#payload(event);
    const first = await this.#attempt(payload, 0);
    if (first.kind !== "acked") this.#retry(payload).catch(() => undefined);
    return first;
  }

  /** Sends a payload that is no event, such as the notice of too many of them. */
  async emitRaw(payload: Readonly<Record<string, unknown>>): Promise<Delivery> {
    return await this.#attempt(payload, 0);
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #retry(payload: Readonly<Record<string, unknown>>): Promise<void> {
    for (const [index, wait] of retries.entries()) {
      if (wait > 0) await this.#store.clock.sleep(wait, this.#stopped.signal);
      if (this.#stopped.signal.aborted) return;
      const delivery = await this.#attempt(payload, index + 1);
      if (delivery.kind === "acked") return;
    }
  }

  async #attempt(payload: Readonly<Record<string, unknown>>, attempt: number): Promise<Delivery> {
    return await this.#socketMode.deliver("events_api", payload, {
      retry_attempt: attempt,
      retry_reason: attempt === 0 ? "" : "timeout",
    });
  }

  #payload(event: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const { team, bot } = this.#store;
    return {
      type: "event_callback",
      team_id: team.id,
      api_app_id: bot.appId,
      event_id: this.#store.nextId("Ev"),
      event_time: this.#store.seconds(),
      authorizations: [
        {
          enterprise_id: null,
          team_id: team.id,
          user_id: bot.userId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      event: { ...event, event_ts: this.#store.nextTs() },
    };
  }
}
