import type { Soc } from "../demo/soc.ts";
import type { Aftermath } from "./aftermath.ts";
import type { FaultSwitches } from "./faults.ts";
import type { Pace } from "./pace.ts";

/** Everything the page shows and touches. */
export interface Stage extends Soc {
  readonly pace: Pace;
  readonly faults: FaultSwitches;
  readonly aftermath: Aftermath;
}

/** One visitor's window: who they are and how far back they look. */
export interface Visitor {
  /** Slack user id. */
  readonly as: string;
  /** Messages shown of each channel. */
  readonly tail: number;
}
