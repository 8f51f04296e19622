import type { Settings } from "../../config/settings.ts";
import type { Roster } from "../../oncall/model.ts";
import type { AlertId } from "../../sla/model.ts";
import type { Answer, Person, Response } from "../desk.ts";
import type { Escalation } from "../escalate/escalation.ts";
import { caseWishes } from "../finish/finish.ts";
import { forgotten } from "../finish/into-case.ts";
import type { Promotions } from "../finish/promotions.ts";
import { handOverItems } from "../items/hand-over-items.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { AlertSource } from "../ports/alert-source.ts";
import { type CardSources, cardFacts } from "../show/card-facts.ts";
import type { Cards } from "../show/cards.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Watched } from "../work/watchlist.ts";
import { type Holding, held } from "./holding.ts";
import { notEscalated, notSo } from "./refusals.ts";
import { tellTheHive } from "./tell-the-hive.ts";

export interface ResponsesOptions {
  readonly sources: CardSources;
  readonly source: Pick<AlertSource, "assign" | "comment">;
  readonly settings: () => Settings;
  readonly roster: () => Roster;
  readonly jobs: Jobs;
  readonly escalation: Pick<Escalation, "attend" | "escalate">;
  readonly outbox: Pick<Outbox, "add">;
  readonly cards: Cards;
  readonly promotions: Promotions;
}

/** Does what a person asked of one alert, and carries the person's name into TheHive. */
export function responses(options: ResponsesOptions) {
  const { sources, settings, source, roster, jobs, escalation, outbox, cards, promotions } = options;
  const { clock, watch } = sources;

  function respond(id: AlertId, response: Response, person: Person): Promise<Answer> {
    const answer = answerTo(id, response, person);
    // Whoever pressed waits for it, and so does a stop.
    jobs.start(`response to ${id}`, () => answer.catch(() => {}));
    return answer;
  }

  async function answerTo(id: AlertId, response: Response, person: Person): Promise<Answer> {
    const answer = await done(id, response, person);
    if (answer.kind === "done")
      jobs.start(`note of ${id}`, () => tellTheHive(source, id, response.kind, person, roster()));
    return answer;
  }

  function done(id: AlertId, response: Response, person: Person): Promise<Answer> {
    switch (response.kind) {
      case "promote":
        return promotions.promote(id, person.actor, caseWishes(person, roster(), response.template));
      case "escalate":
        return escalateNow(id, person);
      default:
        return holdOrResume(id, response, person);
    }
  }

  async function escalateNow(id: AlertId, { actor }: Person): Promise<Answer> {
    const refused = await escalation.escalate(id, actor);
    const entry = watch.get(id);
    if (entry === undefined) return forgotten;
    const facts = cardFacts(sources, entry);
    if (refused === undefined) return { kind: "done", response: "escalate", facts };
    if (refused.why === "handled") return handledAlready(entry) ?? notEscalated(facts, refused);
    return notEscalated(facts, refused);
  }

  async function holdOrResume(id: AlertId, response: Holding, person: Person): Promise<Answer> {
    const answer = await change(id, response, person);
    if (answer.kind === "done") {
      cards.refresh(id);
      escalation.attend(id);
    }
    return answer;
  }

  async function change(id: AlertId, response: Holding, person: Person): Promise<Answer> {
    const entry = watch.get(id);
    if (entry === undefined) return forgotten;
    const refused = handledAlready(entry);
    if (refused !== undefined) return refused;
    const now = clock.now();
    const wanted = held(entry.record, response, person.actor, settings(), now);
    if (wanted === undefined) return notSo(response, cardFacts(sources, entry));
    const items = handOverItems(entry.record, wanted, now);
    await outbox.add(items, { entries: watch.change(id, wanted.record), events: wanted.events });
    return { kind: "done", response: response.kind, facts: cardFacts(sources, watch.get(id) ?? entry) };
  }

  function handledAlready(entry: Watched): Answer | undefined {
    const { handled } = entry.record;
    if (handled === undefined) return undefined;
    const facts = cardFacts(sources, entry);
    if (handled.case !== undefined)
      return { kind: "refused", why: "already-a-case", facts, case: handled.case };
    const detail =
      handled.how === "deleted"
        ? "it was deleted in TheHive"
        : `it was already handled in TheHive (${handled.status ?? handled.how})`;
    return { kind: "refused", why: "handled", facts, detail };
  }

  return respond;
}
