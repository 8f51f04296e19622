import type { Desk } from "../../engine/desk.ts";
import type { Clock } from "../../lib/time.ts";
import type { People } from "../api/people.ts";
import type { Log } from "../api/sdk-log.ts";
import type { SlackWeb } from "../api/web.ts";
import type { Control } from "../control.ts";
import type { Rights } from "./rights/rights.ts";
import type { TestLimit } from "./rights/test-limit.ts";

/** All that the listeners need to take people's requests. */
export interface Counter {
  readonly desk: Desk;
  readonly web: SlackWeb;
  readonly people: People;
  readonly rights: Rights;
  readonly tests: TestLimit;
  /** Absent where nothing can be changed from Slack. */
  readonly control: Control | undefined;
  /** To be called when what a board shows has changed without an alert changing. */
  boardChanged(): void;
  readonly clock: Clock;
  /** For what has to do with the network and not with the time people live in. */
  readonly realTime: Clock;
  readonly log: Log;
}
