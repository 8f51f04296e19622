import { parseDuration } from "../../../lib/duration-text.ts";
import { before, days, type Instant } from "../../../lib/time.ts";
import { reported, reporting } from "../../../report/report.ts";
import { reportZone } from "../../../report/zone.ts";
import { sendPicture } from "../../api/report-picture.ts";
import { plainAnswer } from "../../blocks/answers.ts";
import { usageMessage } from "../../blocks/help.ts";
import { reportMessage } from "../../blocks/report.ts";
import type { Command } from "./command.ts";

const USUAL = days(7);
const LONGEST = days(400);

/** The text at once, to whoever asks; the picture follows where it was asked for. */
export const report: Command = {
  usage: "/sla report [7d]",
  help: "How well the SLA was kept: in time or late, time to triage, breaches by tier and hour.",
  example: "/sla report 30d",
  underWay: "⏳ The report is being worked out…",
  async run({ counter, user, channel, words: [length] }) {
    const { control, clock } = counter;
    if (control === undefined) return plainAnswer("There is no report here.");
    const span = length === undefined ? USUAL : parseDuration(length);
    if (span === undefined || span === 0) return usageMessage("For which time?", report);
    if (span > LONGEST) return usageMessage("400 days at most.", report);
    const now: Instant = clock.now();
    const since = before(now, span);
    const making = reporting(since, now, reportZone(control.live.roster()));
    for await (const events of control.events(since, reported)) making.add(events);
    const made = making.report();
    // Nobody waits for the picture: it says for itself when it cannot be had.
    void sendPicture(counter, { report: made, channel, user });
    return reportMessage(made);
  },
};
