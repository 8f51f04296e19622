import { z } from "zod";
import { Instant } from "../../lib/time.ts";
import { Name } from "../../oncall/person.ts";
import { Swap } from "../../oncall/swap.ts";
import { jsonCodec } from "./codec.ts";

/** The buttons that change the duty. */
export const dutyActions = {
  thisNight: "duty.this-night",
  nextNight: "duty.next-night",
  acceptSwap: "duty.accept-swap",
  declineSwap: "duty.decline-swap",
} as const;

const DutyPress = z.strictObject({ group: Name, person: Name, from: Instant, until: Instant });
export type DutyPress = Readonly<z.infer<typeof DutyPress>>;

/** Who is to be on call when, once it is clear which night was meant. */
export const dutyPress = jsonCodec(DutyPress);
/** The swap that is asked for. It was written by us: nothing else keeps it. */
export const swapPress = jsonCodec(Swap);
