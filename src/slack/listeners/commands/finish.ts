import { bareName } from "../../../lib/fold.ts";
import type { AlertId } from "../../../sla/model.ts";
import { plainAnswer } from "../../blocks/answers.ts";
import { closingMessage, mergeMessage, statusesMessage } from "../../blocks/closing.ts";
import type { Message } from "../../blocks/fit.ts";
import { usageMessage } from "../../blocks/help.ts";
import { theirText } from "../../blocks/text.ts";
import { noteIn } from "../../modals/note.ts";
import { personAsking } from "../asking.ts";
import { openDetails } from "../windows/register-finish.ts";
import type { Command, Request } from "./command.ts";
import { findAlert, noSuchAlert } from "./find-alert.ts";
import { RESPONDING, respond } from "./respond.ts";

export const close: Command = {
  usage: "/sla close ALERT[,ALERT...] as STATUS [NOTE]",
  help: "Closes alerts in TheHive with one of its closing statuses.",
  example: "/sla close #17,#18 as false positive known scanner",
  needs: { right: "respond", to: RESPONDING },
  underWay: "⏳ Closing…",
  async run(request) {
    const { words, counter } = request;
    const as = words.findIndex((word) => word.toLowerCase() === "as");
    if (as < 1 || as === words.length - 1)
      return usageMessage("Say which alerts, then “as”, then the status.", close);
    const found = alertsIn(words.slice(0, as), request);
    if ("say" in found) return found.say;
    const statuses = await counter.desk.closingStatuses();
    if ("kind" in statuses) return plainAnswer(`Nothing was closed: ${theirText(statuses.detail, 500)}`);
    const wish = statusIn(words.slice(as + 1), statuses.names);
    if (wish === undefined) return statusesMessage("That is no status that closes an alert", statuses.names);
    const { zone: _, ...person } = await personAsking(counter, request.user);
    return closingMessage(await counter.desk.close(found.ids, wish.status, wish.note, person));
  },
};

export const promote: Command = {
  usage: "/sla promote ALERT [CASE]",
  help: "Turns the alert into a case of yours; with a case's number, puts it into that case.",
  example: "/sla promote #17",
  underWay: "⏳ The alert is being promoted to a case…",
  async run(request) {
    const { words, counter, user } = request;
    const [, caseName] = words;
    if (caseName === undefined) return respond(request, { kind: "promote" });
    const refused = await counter.rights.objection("respond", user, RESPONDING);
    if (refused !== undefined) return refused;
    const found = findAlert(request);
    if ("say" in found) return found.say;
    const { zone: _, ...person } = await personAsking(counter, user);
    return mergeMessage(await counter.desk.merge(found.id, caseName, person));
  },
};

export const show: Command = {
  usage: "/sla show ALERT",
  help: "Enough to decide: description, observables, what is similar, history.",
  example: "/sla show #17",
  async run(request) {
    const found = findAlert(request);
    if ("say" in found) return found.say;
    return openDetails(request.counter, found.id, request.user, { trigger: request.triggerId });
  },
};

/** All of them, or what to say of the first that nobody knows: then nothing is closed. */
function alertsIn(
  words: readonly string[],
  { counter }: Request,
): { ids: readonly AlertId[] } | { say: Message } {
  const names = words
    .join(" ")
    .split(/[\s,;]+/)
    .filter((name) => name !== "");
  const found = names.map((name) => ({ name, id: counter.desk.find(name) }));
  const stranger = found.find(({ id }) => id === undefined);
  if (stranger !== undefined) return { say: noSuchAlert(stranger.name) };
  return { ids: found.flatMap(({ id }) => id ?? []) };
}

/** The longest beginning that is a status, in any spelling; the rest is the note. */
function statusIn(
  words: readonly string[],
  names: readonly string[],
): { status: string; note: string | undefined } | undefined {
  for (let length = words.length; length > 0; length--) {
    const given = bareName(words.slice(0, length).join(" "));
    const status = names.find((name) => bareName(name) === given);
    if (status !== undefined) return { status, note: noteIn(words.slice(length).join(" ")) };
  }
  return undefined;
}
