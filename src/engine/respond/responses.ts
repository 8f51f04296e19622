import type { Settings } from "../../config/settings.ts";
import { after } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { commentText } from "../../lib/untrusted.ts";
import type { Roster } from "../../oncall/model.ts";
import type { AlertId } from "../../sla/model.ts";
import { type Change, hold, resume } from "../../sla/respond.ts";
import type { Answer, Person, Response } from "../desk.ts";
import type { Escalation } from "../escalate/escalation.ts";
import { caseWishes } from "../finish/finish.ts";
import type { AlertSource } from "../ports.ts";
import { type CardSources, cardFacts } from "../show/card-facts.ts";
import type { Cards } from "../show/cards.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Watched } from "../work/watchlist.ts";
import type { Promotions } from "./promotions.ts";

export interface ResponsesOptions {
  readonly sources: CardSources;
  readonly source: Pick<AlertSource, "assign" | "comment">;
  readonly settings: () => Settings;
  readonly roster: () => Roster;
  readonly jobs: Jobs;
  readonly escalation: Pick<Escalation, "attend">;
  readonly cards: Cards;
  readonly promotions: Promotions;
}

/** Does what a person asked of one alert, and carries the person's name into TheHive. */
export function responses(options: ResponsesOptions) {
  const { sources, settings, source, roster, jobs, escalation, cards, promotions } = options;
  const { clock, watch } = sources;

  function respond(id: AlertId, response: Response, person: Person): Promise<Answer> {
    const answer = answerTo(id, response, person);
    // Whoever pressed waits for it, and so does a stop.
    jobs.start(`response to ${id}`, () => answer.catch(() => {}));
    return answer;
  }

  async function answerTo(id: AlertId, response: Response, person: Person): Promise<Answer> {
    const answer =
      response.kind === "promote"
        ? await promotions.promote(id, person.actor, caseWishes(person, roster(), response.template))
        : await holdOrResume(id, response, person);
    if (answer.kind === "done") jobs.start(`note of ${id}`, () => tellTheHive(id, response, person));
    return answer;
  }

  async function holdOrResume(
    id: AlertId,
    response: Exclude<Response, { kind: "promote" }>,
    person: Person,
  ): Promise<Answer> {
    const answer = await change(id, response, person);
    if (answer.kind === "done") {
      cards.refresh(id);
      jobs.start(`attend ${id}`, () => escalation.attend(id));
    }
    return answer;
  }

  async function change(
    id: AlertId,
    response: Exclude<Response, { kind: "promote" }>,
    person: Person,
  ): Promise<Answer> {
    const entry = watch.get(id);
    if (entry === undefined)
      return { kind: "refused", why: "unknown-alert", detail: "this alert is not known any more" };
    const refused = handledAlready(entry);
    if (refused !== undefined) return refused;
    const wanted = changeFor(entry, response, person);
    if (wanted === undefined) {
      return {
        kind: "refused",
        why: "not-held",
        facts: cardFacts(sources, entry),
        detail: "it was not ignored: its clock is running",
      };
    }
    await watch.commit(id, wanted);
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

  function changeFor(
    { record }: Watched,
    response: Exclude<Response, { kind: "promote" }>,
    { actor }: Person,
  ): Change | undefined {
    const now = clock.now();
    switch (response.kind) {
      case "ignore":
        return hold(
          record,
          "ignored",
          response.until ?? after(now, response.for ?? settings().ignoreFor),
          now,
          actor,
        );
      case "acknowledge":
        return hold(record, "acknowledged", after(now, settings().acknowledgeFor), now, actor);
      case "resume":
        return resume(record, now, actor);
      default:
        return unreachable(response);
    }
  }

  /** A comment, and on an acknowledgement the assignee, where this TheHive has them. */
  async function tellTheHive(id: AlertId, response: Response, person: Person): Promise<void> {
    const known = Object.entries(roster().people).find(([, { slack }]) => slack === person.actor);
    const email = person.email ?? known?.[1].email;
    if (response.kind === "acknowledge" && email !== undefined) await source.assign(id, email);
    await source.comment(
      id,
      commentText(`${person.name ?? known?.[0] ?? person.actor} ${did[response.kind]} from Slack.`),
    );
  }

  return { respond };
}

const did = {
  ignore: "silenced this alert for a while",
  acknowledge: "took this alert",
  resume: "resumed the clock of this alert",
  promote: "promoted this alert to a case",
} as const;
