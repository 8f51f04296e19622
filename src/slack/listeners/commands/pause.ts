import { parseDuration } from "../../../lib/duration-text.ts";
import { after, days } from "../../../lib/time.ts";
import { plainAnswer } from "../../blocks/answers.ts";
import { fitMessage } from "../../blocks/fit.ts";
import { usageMessage } from "../../blocks/help.ts";
import { lines, moment, words } from "../../blocks/rich.ts";
import { timeText } from "../../blocks/text.ts";
import type { Command } from "./command.ts";
import { respond } from "./respond.ts";

// A pause for ever is a monitor that somebody forgot to start again.
const LONGEST = days(7);

export const pause: Command = {
  usage: "/sla pause 2h REASON",
  help: "Maintenance: nobody is told of anything, and the channel is told so.",
  example: "/sla pause 2h TheHive upgrade",
  needs: { right: "change", to: "pause the monitor" },
  async run({ counter, user, words: [length, ...reason] }) {
    const duration = parseDuration(length ?? "");
    if (duration === undefined || duration === 0) return usageMessage("For how long?", pause);
    if (duration > LONGEST) return usageMessage("Seven days at most.", pause);
    if (reason.length === 0) return usageMessage("Please say why, everybody will want to know.", pause);
    const { until } = await counter.desk.pause(after(counter.clock.now(), duration), reason.join(" "), user);
    counter.boardChanged();
    return fitMessage({
      text: `⏸ Paused until ${timeText(until)}. The channel is told.`,
      blocks: [lines([words("⏸ Paused until "), moment(until), words(". The channel is told.")])],
    });
  },
};

/** Without an alert it ends the pause, with one that alert's hold. */
export const resume: Command = {
  usage: "/sla resume [ALERT]",
  help: "Ends the pause; with an alert, ends its ignore.",
  example: "/sla resume",
  async run(request) {
    if (request.words.length > 0) return respond(request, { kind: "resume" });
    const { counter, user } = request;
    const refused = await counter.rights.objection("change", user, "end a pause");
    if (refused !== undefined) return refused;
    const ended = await counter.desk.resume(user);
    counter.boardChanged();
    return plainAnswer(
      ended ? "▶ The monitor runs again. The channel is told." : "The monitor is not paused.",
    );
  },
};
