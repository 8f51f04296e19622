import { auditMessage } from "../../blocks/trail/audit.ts";
import { whyMessage } from "../../blocks/why.ts";
import type { Command } from "./command.ts";
import { findAlert, noSuchAlert } from "./find-alert.ts";

export const why: Command = {
  usage: "/sla why ALERT",
  help: "Why people were told: policy, deadlines, who was on call, how each delivery went.",
  example: "/sla why #17",
  async run(request) {
    const found = findAlert(request);
    if ("say" in found) return found.say;
    const reasons = await request.counter.desk.why(found.id);
    return reasons === undefined ? noSuchAlert(request.words[0] ?? "") : whyMessage(reasons);
  },
};

const EVENTS_SHOWN = 25;

export const audit: Command = {
  usage: "/sla audit [ALERT]",
  help: "What happened lately, latest first.",
  example: "/sla audit #17",
  async run(request) {
    const { desk } = request.counter;
    const numberOf = (id: string) => {
      const known = desk.find(id);
      return known && desk.record(known)?.number;
    };
    if (request.words.length === 0) {
      return auditMessage(await desk.audit(undefined, EVENTS_SHOWN), "the monitor", numberOf);
    }
    const found = findAlert(request);
    if ("say" in found) return found.say;
    const number = desk.record(found.id)?.number;
    return auditMessage(
      await desk.audit(found.id, EVENTS_SHOWN),
      number === undefined ? "this alert" : `#${number}`,
      numberOf,
    );
  },
};
