import { after, type Duration, type Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { ways } from "../../oncall/ways.ts";
import type { Setback } from "../../sla/plan.ts";
import type { Because } from "../../sla/reason.ts";
import type { Item } from "../items/item.ts";

/**
 * The way to one channel or person: the only thing that items wait for each other in. A channel takes one message
 * at a time, a person one call until it has ended; texts wait for nothing but their limit.
 */
export interface Queue {
  readonly key: string;
  readonly via: Item["via"];
  /** Ids of what is not over, in the order in which it came. */
  readonly waiting: Set<string>;
  /** Ids of items whose request is under way at this moment. */
  readonly underWay: Set<string>;
  /** The call that rings or is being taken. */
  ringing: string | undefined;
  /** When the last call ended. */
  freeFrom: Instant | undefined;
  /** When the last ones went, earliest first: for `limits`. */
  sent: Instant[];
  /** Nothing gets through here until then. */
  closed: { readonly until: Instant; readonly setback: Setback; readonly because: Because } | undefined;
  /** Until then a call waits for others of the same second. */
  gathersUntil: Instant | undefined;
  isPumping: boolean;
  again: boolean;
}

export function newQueue(key: string, via: Item["via"]): Queue {
  return {
    key,
    via,
    waiting: new Set(),
    underWay: new Set(),
    ringing: undefined,
    freeFrom: undefined,
    sent: [],
    closed: undefined,
    gathersUntil: undefined,
    isPumping: false,
    again: false,
  };
}

/** Notes one that goes now, and forgets those that no limit asks about. */
export function noteSent(queue: Queue, at: Instant, per: Duration): void {
  queue.sent = [...queue.sent.filter((one) => after(one, per) > at), at];
}

/** It never reached the provider: it counts for no limit. */
export function unsend(queue: Queue, at: Instant | undefined): void {
  const sent: readonly (Instant | undefined)[] = queue.sent;
  const index = sent.lastIndexOf(at);
  if (index >= 0) queue.sent.splice(index, 1);
}

/** The call has ended: the next may ring. */
export function ended(queue: Queue, id: string, now: Instant): void {
  if (queue.ringing !== id) return;
  queue.ringing = undefined;
  queue.freeFrom = now;
}

/** Whether another item must not be sent now. */
export function isTaken({ via, underWay, ringing }: Queue, inDoubt: number): boolean {
  const { inTurn } = ways[via];
  switch (inTurn) {
    case "no":
      return false;
    case "request":
      return underWay.size > 0;
    case "end":
      return underWay.size > 0 || ringing !== undefined || inDoubt > 0;
    default:
      return unreachable(inTurn);
  }
}
