import { z } from "zod";
import type { Stage } from "../stage.ts";
import { action } from "./action.ts";

/** What no SOC can do: change the speed of time, break other people's systems. */
export function worldActions({ pace, faults, aftermath }: Stage, told: () => void) {
  return {
    clock: action(
      z.object({
        speed: z.number().min(1).max(600).optional(),
        isPaused: z.boolean().optional(),
        slowsForCalls: z.boolean().optional(),
      }),
      async (change) => {
        pace.choose(change);
        return undefined;
      },
    ),
    fault: action(
      z.discriminatedUnion("system", [
        z.object({ system: z.literal("thehive"), fault: z.enum(["works", "down", "errors", "hangs"]) }),
        z.object({ system: z.literal("slack"), fault: z.enum(["works", "down", "errors", "rate-limited"]) }),
        z.object({ system: z.literal("twilio"), fault: z.enum(["works", "down", "errors", "refuses"]) }),
      ]),
      async (change) => {
        if (change.system === "thehive") await faults.thehive(change.fault);
        else if (change.system === "slack") faults.slack(change.fault);
        else faults.twilio(change.fault);
        aftermath.thrown();
        told();
        return undefined;
      },
    ),
  };
}
