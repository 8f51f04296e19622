import { commentText } from "../../lib/untrusted.ts";
import type { Roster } from "../../oncall/model.ts";
import { bySlack } from "../../oncall/people.ts";
import type { AlertId } from "../../sla/model.ts";
import type { Person, Response } from "../desk.ts";
import { emailOf } from "../finish/finish.ts";
import type { AlertSource } from "../ports/alert-source.ts";

const did = {
  ignore: "silenced this alert for a while",
  acknowledge: "took this alert",
  resume: "resumed the clock of this alert",
  promote: "promoted this alert to a case",
  take: "took this alert over",
  give: "handed this alert on to somebody who has yet to accept",
  accept: "accepted this alert",
  decline: "did not accept this alert",
  escalate: "had the next people told of this alert ahead of time",
} as const;

const where = { slack: "from Slack", sms: "by a reply to a text", call: "by a key in a call" } as const;

const taking: ReadonlySet<Response["kind"]> = new Set(["acknowledge", "take", "accept"]);

/** A comment, and the assignee when it is taken, where this TheHive has them. @throws HiveError */
export async function tellTheHive(
  source: Pick<AlertSource, "assign" | "comment">,
  id: AlertId,
  response: Response["kind"],
  person: Person,
  roster: Roster,
): Promise<void> {
  const email = emailOf(person, roster);
  if (taking.has(response) && email !== undefined) await source.assign(id, email);
  const name = person.name ?? bySlack(roster.people, person.actor)?.name ?? person.actor;
  await source.comment(id, commentText(`${name} ${did[response]} ${where[person.by ?? "slack"]}.`));
}
