import { z } from "zod";
import { after, days } from "../../lib/time.ts";
import { zoneOf } from "../../oncall/roster.ts";
import { joined, shifts } from "../../oncall/shifts.ts";
import { timeGiven } from "../arguments.ts";
import { Common, defineCommand } from "../command.ts";
import { usage } from "../failure.ts";
import { groupGiven, rosterFor } from "../roster.ts";
import { settingsSetup } from "../setup.ts";
import { summaries } from "../summaries.ts";

const Options = Common.extend({
  group: z.string({ error: "expected the name of a group" }),
  until: z.string().optional(),
});

const UNLESS_SAID = days(90);

/** `calendar`: the shifts of a group for other people's calendars. */
export function calendarCommand() {
  return defineCommand({
    name: "calendar",
    summary: summaries.calendar,
    positional: ["group"],
    flags: [["--until <iso>", "until this time; 90 days from now unless given"]],
    examples: ["thehive-sla-monitor calendar oncall --until 2026-12-31 > oncall.ics"],
    schema: Options,
    async run({ config, json, group: wanted, until }, edge) {
      const setup = await settingsSetup(edge, config);
      const { people, groups } = setup.loaded.settings;
      const group = groupGiven(Object.keys(groups), wanted, "group");
      const now = edge.clock.now();
      const zone = zoneOf({ people, groups, overrides: [] }, group);
      const end = until === undefined ? after(now, UNLESS_SAID) : timeGiven("--until", until, zone);
      if (end <= now) throw usage(`--until: found "${until}", expected a time that is still to come`);
      const roster = await rosterFor(setup, edge, { from: now, until: end }, group);
      const { writeCalendar } = await import("../../calendars/write.ts");
      const text = writeCalendar(group, joined(shifts(roster, group, now, end)), people, now);
      edge.out.write(json ? `${JSON.stringify({ group, calendar: text })}\n` : text);
      return 0;
    },
  });
}
