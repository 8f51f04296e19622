import type { DeliveryId } from "../sla/record.ts";

const KEPT = 500;

/** Which page a call was placed for, as long as it matters: a call carries no mark to tell it by. */
export interface PlacedCalls {
  remember(sid: string, page: DeliveryId): void;
  /** Whether the call is known to have been placed for another page. */
  isOther(sid: string, page: DeliveryId): boolean;
}

/** Remembers the latest calls of this process. */
export function placedCalls(): PlacedCalls {
  const pages = new Map<string, DeliveryId>();
  return {
    remember(sid, page) {
      // Anew at the end: what was asked after lately matters longest.
      pages.delete(sid);
      pages.set(sid, page);
      const [oldest] = pages.keys();
      if (pages.size > KEPT && oldest !== undefined) pages.delete(oldest);
    },
    isOther(sid, page) {
      const known = pages.get(sid);
      return known !== undefined && known !== page;
    },
  };
}
