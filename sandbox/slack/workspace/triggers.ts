import type { SandboxClock } from "../../clock.ts";
import { ApiFailure } from "../web-api/api-failure.ts";
import type { Store } from "./store.ts";

const lifetime = 3000;

interface Trigger {
  readonly user: string;
  readonly expiresAt: number;
  used: boolean;
}

/** The short-lived rights to open a modal, one per interaction. */
export class Triggers {
  readonly #store: Store;
  readonly #clock: SandboxClock;
  readonly #issued = new Map<string, Trigger>();

  constructor(store: Store) {
    this.#store = store;
    this.#clock = store.clock;
  }

  issue(user: string): string {
    const id = `${this.#store.nextId("")}.${this.#store.team.id}.trigger`;
    // With sped-up time the app still gets three real seconds.
    const expiresAt = this.#clock.now() + lifetime * Math.max(1, this.#clock.speed);
    this.#issued.set(id, { user, expiresAt, used: false });
    return id;
  }

  /**
   * Uses a trigger up.
   *
   * @returns the user who may be shown a modal
   * @throws ApiFailure invalid_trigger_id, exchanged_trigger_id, expired_trigger_id
   */
  exchange(id: string): string {
    const trigger = this.#issued.get(id);
    if (!trigger) throw new ApiFailure("invalid_trigger_id");
    if (trigger.used) throw new ApiFailure("exchanged_trigger_id");
    if (this.#clock.now() > trigger.expiresAt) throw new ApiFailure("expired_trigger_id");
    trigger.used = true;
    return trigger.user;
  }
}
