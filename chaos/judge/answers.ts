import { type Answer, diedUnsaved, type Truth } from "../truth.ts";
import { grouped } from "./grouped.ts";
import type { Trail } from "./trail.ts";

/** What did not become of an answer by phone as it should. */
export interface Misheard {
  readonly answer: Answer;
  /** `lost`: nothing came of a reply. `doubled`: it took an alert twice. `forged`: it took one and must not. */
  readonly how: "lost" | "doubled" | "forged";
  readonly alertId?: string | undefined;
}

/** A reply is looked for every five seconds, and a minute where somebody has the alert; and Twilio fails in between. */
const HEEDED_WITHIN = 75_000;

/** Follows every reply and every key to what the trail says came of it. */
export function misheard(truth: Truth, trail: Trail, now: number): Misheard[] {
  const cameOf = grouped(trail.answers, ({ ref }) => ref);
  return truth.answers.flatMap((answer): Misheard[] => {
    const lines = cameOf.get(answer.ref) ?? [];
    const taken = lines.filter(({ event }) => event === "alert.acknowledged");
    if (!answer.isRight) return taken.map(({ alertId }) => ({ answer, how: "forged", alertId }));
    // A key may come while the call is being hung up.
    const isLost = answer.by === "sms" && lines.length === 0 && now - answer.at > HEEDED_WITHIN;
    const twice = taken.filter(({ alertId, at }, index) => {
      const first = taken.slice(0, index).findLast((one) => one.alertId === alertId);
      // What it did the first time was perhaps on no disk when the app died.
      return first !== undefined && !diedUnsaved(truth, first.at, at);
    });
    return [
      ...(isLost ? [{ answer, how: "lost" as const }] : []),
      ...twice.map(({ alertId }): Misheard => ({ answer, how: "doubled", alertId })),
    ];
  });
}
