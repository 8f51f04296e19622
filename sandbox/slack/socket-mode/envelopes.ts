/** What kind of thing happened in the workspace. */
export type EnvelopeType = "slash_commands" | "interactive" | "events_api";

/** One payload sent to the app, and what came back. */
export interface Envelope {
  readonly id: string;
  readonly type: EnvelopeType;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly connection: string;
  /** Instants on the sandbox clock. */
  readonly sentAt: number;
  ackedAt: number | undefined;
  /** Real milliseconds until the ack. */
  latency: number | undefined;
  ack: unknown;
  state: "sent" | "acked" | "unanswered";
}

/** How a payload fared. */
export type Delivery =
  | { readonly kind: "acked"; readonly envelope: Envelope }
  | { readonly kind: "unanswered"; readonly envelope: Envelope }
  /** No connection was there to take it. */
  | { readonly kind: "unreachable" };

const kept = 2000;

/** The payloads sent, and the ones whose ack is awaited. */
export class Envelopes {
  readonly entries: Envelope[] = [];
  readonly #waiting = new Map<string, Waiting>();

  add(envelope: Envelope): void {
    this.entries.push(envelope);
    if (this.entries.length > kept * 1.2) this.entries.splice(0, this.entries.length - kept);
  }

  /** Waits `patience` real milliseconds for the ack; a late one is ignored. */
  awaitAck(envelope: Envelope, patience: number, now: () => number): Promise<Delivery> {
    const start = performance.now();
    return new Promise((resolve) => {
      const giveUp = () => {
        this.#forget(envelope.id);
        envelope.state = "unanswered";
        resolve({ kind: "unanswered", envelope });
      };
      const acked = (ack: unknown) => {
        this.#forget(envelope.id);
        Object.assign(envelope, { ack, state: "acked", ackedAt: now(), latency: performance.now() - start });
        resolve({ kind: "acked", envelope });
      };
      this.#waiting.set(envelope.id, { acked, giveUp, timer: setTimeout(giveUp, patience) });
    });
  }

  /** @returns false when nobody waits for this ack (any more) */
  acked(id: string, ack: unknown): boolean {
    const waiting = this.#waiting.get(id);
    waiting?.acked(ack);
    return waiting !== undefined;
  }

  /** Waits for no ack any more. */
  abandon(): void {
    for (const { giveUp } of [...this.#waiting.values()]) giveUp();
  }

  #forget(id: string): void {
    clearTimeout(this.#waiting.get(id)?.timer);
    this.#waiting.delete(id);
  }
}

interface Waiting {
  readonly acked: (ack: unknown) => void;
  readonly giveUp: () => void;
  readonly timer: NodeJS.Timeout;
}
