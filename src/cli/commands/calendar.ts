import { z } from "zod";
import { after, before, days } from "../../lib/time.ts";
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
const LONGEST_SHIFT = days(35);

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
      // Whole from its beginning: the event of a shift that runs is to be the same each time.
      const from = before(now, LONGEST_SHIFT);
      const roster = await rosterFor(setup, edge, { from, until: end }, group);
      const running = joined(shifts(roster, group, from, end)).filter(({ to }) => to > now);
      const { writeCalendar } = await import("../../calendars/write.ts");
      const text = writeCalendar(group, running, people, now);
      edge.out.write(json ? `${JSON.stringify({ group, calendar: text })}\n` : text);
      return 0;
    },
  });
}
