import { iso } from "../../lib/time.ts";
import { system } from "../../sla/model.ts";
import { type Confirm, type ConfirmOptions, confirmation } from "./confirm.ts";
import { digestItems } from "./digest.ts";
import { type Escalation, escalation } from "./escalation.ts";
import type { EscalationOptions } from "./parts.ts";
import { type PollLoop, type PollLoopOptions, pollLoop } from "./poll-loop.ts";
import { type Storms, type StormsOptions, storms } from "./storms.ts";

type EscalatingOptions = Omit<EscalationOptions, "storms" | "confirm"> &
  Omit<PollLoopOptions, "escalation"> &
  Omit<StormsOptions, "tell"> &
  Omit<ConfirmOptions, "poll">;

export interface Escalating {
  readonly escalation: Escalation;
  readonly polls: PollLoop;
  readonly storms: Storms;
  readonly confirm: Confirm;
}

/** The room in which deadlines become decisions, put together. */
export function escalating(options: EscalatingOptions): Escalating {
  const { clock, outbox, audience } = options;
  const confirm = confirmation({ ...options, poll: () => polls.poll() });
  const storm = storms({
    ...options,
    async tell(batch, entries) {
      const now = clock.now();
      const { reference, breaches } = batch;
      const detail = { reference, count: breaches.length, alerts: breaches.map(({ id }) => id) };
      const event = { at: iso(now), event: "storm.digested", actor: system, detail } as const;
      await outbox.add(digestItems(batch, audience(), now), { entries, events: [event] });
    },
  });
  const escalate = escalation({ ...options, storms: storm, confirm });
  const polls = pollLoop({ ...options, escalation: escalate });
  return { escalation: escalate, polls, storms: storm, confirm };
}
