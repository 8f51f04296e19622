import type { AlertId } from "../../../sla/model.ts";
import { plainAnswer } from "../../blocks/answers.ts";
import { fitMessage, type Message } from "../../blocks/fit.ts";
import { lines, theirs, words } from "../../blocks/rich.ts";
import { theirText } from "../../blocks/text.ts";
import type { Request } from "./command.ts";

/** The alert that the first word names, or what to say when it names none. */
export function findAlert({ counter, words: [name] }: Request): { id: AlertId } | { say: Message } {
  if (name === undefined) {
    return {
      say: plainAnswer("Which alert? Give the number on its card (#17), TheHive's id, or a link to it."),
    };
  }
  const id = counter.desk.find(name);
  return id === undefined ? { say: noSuchAlert(name) } : { id };
}

export function noSuchAlert(name: string): Message {
  return fitMessage({
    text: `There is no alert ${theirText(name, 100)} here. /sla status lists the open ones.`,
    blocks: [
      lines([
        words("There is no alert "),
        theirs(name, 100),
        words(" here. /sla status lists the open ones."),
      ]),
    ],
  });
}
