import type { Duration } from "../../lib/time.ts";
import type { Because } from "../../sla/reason.ts";

/**
 * What a failure says about others. `person`: this person or channel cannot be told this way, another may.
 * `way`: nobody can be told this way, such as texts from a sender that may not text; the provider's other ways
 * may work. `setup`: nothing gets through at this provider until somebody changes the set-up.
 */
export type Scope = "person" | "way" | "setup";

/**
 * How a send ended.
 *
 * `unknown`: it may or may not have happened: look (`find`) before sending again.
 * `failed`: `again` after a while when set; otherwise for good.
 */
export type Outcome = Readonly<
  | { state: "sent"; ref: string; line?: Line }
  | ({ state: "delivered"; ref: string } & Partial<Because>)
  | ({ state: "unanswered"; ref: string } & Because)
  | ({ state: "unknown" } & Because)
  | ({ state: "failed"; scope: Scope; again?: Duration; ref?: string } & Because)
>;

/**
 * What a call that goes on has met: somebody or something has taken it and a key may come; a machine; a key was
 * pressed, and the caller waits for an answer.
 */
export type Line = "taken" | "machine" | "key";
