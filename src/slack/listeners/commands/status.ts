import { Severity } from "../../../sla/model.ts";
import { alertCard } from "../../blocks/alert-card.ts";
import { boardMessage } from "../../blocks/board.ts";
import type { Command } from "./command.ts";
import { noSuchAlert } from "./find-alert.ts";

export const status: Command = {
  usage: "/sla status [severity or alert]",
  help: "Open alerts, the most urgent first, and how everything stands.",
  example: "/sla status critical",
  async run({ counter: { desk }, words: [word] }) {
    const severity = Severity.safeParse(word?.toLowerCase()).data;
    if (word === undefined || severity !== undefined) {
      await desk.prepareBoard();
      return boardMessage(desk.board(), { page: 0, severity });
    }
    const id = desk.find(word);
    const facts = id && desk.facts(id);
    return facts === undefined ? noSuchAlert(word) : alertCard(facts);
  },
};
