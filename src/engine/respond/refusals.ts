import { unreachable } from "../../lib/unreachable.ts";
import type { Answer } from "../desk.ts";
import type { NotEscalated } from "../escalate/fire-next.ts";
import type { CardFacts } from "../ports/card-facts.ts";
import type { Holding } from "./holding.ts";

/** What was to be changed is not so. */
export function notSo(response: Holding, facts: CardFacts): Answer {
  return response.kind === "resume"
    ? { kind: "refused", why: "not-held", facts, detail: "it was not ignored: its clock is running" }
    : {
        kind: "refused",
        why: "not-offered",
        facts,
        detail: "it is not offered to you, or the five minutes to accept are over: take it over instead",
      };
}

/** No tier could be fired ahead of its time. */
export function notEscalated(facts: CardFacts, refused: NotEscalated): Answer {
  return { kind: "refused", why: "not-escalated", facts, detail: whyNot(refused) };
}

function whyNot(refused: NotEscalated): string {
  const { why } = refused;
  switch (why) {
    case "paused":
      return "the monitor is paused, and nobody is told of anything: /sla resume ends that";
    case "disabled":
      return "alerts of this severity are switched off in the settings";
    case "no-tiers":
      return "the settings have no tier for it: nobody would be told";
    case "exhausted":
      return "all of its tiers have fired: there is nobody further to tell";
    case "handled":
      return "it is not open any more";
    case "unknown":
      return "it is not known any more";
    default:
      return unreachable(why);
  }
}
