import type { Settings } from "../../config/settings.ts";
import { after, type Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { accept, decline, type Handed, offerTo, takeOver } from "../../sla/hand-over.ts";
import type { Actor } from "../../sla/model.ts";
import type { AlertRecord } from "../../sla/record.ts";
import { hold, resume } from "../../sla/respond.ts";
import type { Response } from "../desk.ts";

/** What changes who holds an alert, and until when. */
export type Holding = Exclude<Response, { kind: "promote" | "escalate" }>;

/** The record as a response leaves it; undefined when what was to be changed is not so. Pure. */
export function held(
  record: AlertRecord,
  response: Holding,
  actor: Actor,
  { ignoreFor, acknowledgeFor }: Pick<Settings, "ignoreFor" | "acknowledgeFor">,
  now: Instant,
): Handed | undefined {
  const taken = after(now, acknowledgeFor);
  switch (response.kind) {
    case "ignore": {
      const until = response.until ?? after(now, response.for ?? ignoreFor);
      return hold(record, "ignored", until, now, actor, response.reason);
    }
    // Under a reply nobody sees who has it by now.
    case "acknowledge":
    case "take":
      return takeOver(record, taken, now, actor);
    case "give":
      return offerTo(record, response.to, now, actor);
    case "accept":
      return accept(record, taken, now, actor);
    case "decline":
      return decline(record, now, actor);
    case "resume":
      return resume(record, now, actor);
    default:
      return unreachable(response);
  }
}
