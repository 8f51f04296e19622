import { plainAnswer } from "../../blocks/answers.ts";
import { usageMessage } from "../../blocks/help.ts";
import { onCallMessage } from "../../blocks/oncall.ts";
import type { Command } from "./command.ts";
import { changes } from "./duty-changes.ts";

/** Who is on call; and whoever may, changes it. */
export const oncall: Command = {
  usage: "/sla oncall [take 4h | override @bob 22:00-08:00 | swap @bob sat | clear] [GROUP]",
  help: "Who is on call now and next, gaps, and people, groups and rotations to edit. Swaps take effect when the other accepts.",
  example: "/sla oncall override @bob 22:00-08:00",
  async run(request) {
    const { counter, user } = request;
    const { control, rights, clock } = counter;
    if (control === undefined) return plainAnswer("Who is on call is not known here.");
    const [wish = "", ...rest] = request.words;
    if (wish === "") {
      const editable = await rights.isAdmin(user);
      return onCallMessage(control.live.roster(), clock.now(), { editable });
    }
    const change = Object.hasOwn(changes, wish.toLowerCase()) ? changes[wish.toLowerCase()] : undefined;
    if (change === undefined) return usageMessage("I do not know that word.", oncall);
    return change({ ...request, words: rest }, control, oncall);
  },
};
