import { z } from "zod";
import { after, days } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { onCallAt, onCallUntil } from "../../oncall/report.ts";
import { zoneOf } from "../../oncall/roster.ts";
import { timeGiven } from "../arguments.ts";
import { Common, defineCommand } from "../command.ts";
import { usage } from "../failure.ts";
import { groupGiven, rosterFor } from "../roster.ts";
import { settingsSetup } from "../setup.ts";
import { summaries } from "../summaries.ts";
import { table } from "../table.ts";

const Options = Common.extend({
  at: z.string().optional(),
  until: z.string().optional(),
  group: z.string().optional(),
});

// A calendar is read for more than an instant.
const A_WHILE = days(1);

/** `oncall`: who is on call, or the shifts of a stretch of time. */
export function oncallCommand() {
  return defineCommand({
    name: "oncall",
    summary: summaries.oncall,
    flags: [
      ["--at <iso>", "at this time instead of now; without an offset in the rotation's zone"],
      ["--until <iso>", "the shifts from then on until this time, half-open"],
      ["--group <name>", "this group only"],
    ],
    examples: [
      "thehive-sla-monitor oncall --at 2026-03-29T03:00+02:00",
      "thehive-sla-monitor oncall --group oncall --until 2026-12-31",
    ],
    schema: Options,
    async run({ config, json, at, until, group: wanted }, edge) {
      const setup = await settingsSetup(edge, config);
      const { people, groups } = setup.loaded.settings;
      const group = wanted === undefined ? undefined : groupGiven(Object.keys(groups), wanted, "--group");
      const zone = zoneOfGiven({ people, groups, overrides: [] }, group);
      const from = at === undefined ? edge.clock.now() : timeGiven("--at", at, zone);
      const end = until === undefined ? undefined : timeGiven("--until", until, zone);
      if (end !== undefined && end <= from)
        throw usage(`--until: found "${until}", expected a later time than --at`);
      const roster = await rosterFor(setup, edge, { from, until: after(end ?? from, A_WHILE) }, group);
      if (end === undefined) edge.out.write(print(onCallAt(roster, from, group), json, momentText));
      else edge.out.write(print(onCallUntil(roster, from, end, group), json, shiftsText));
      return 0;
    },
  });
}

/** The zone of times without an offset: the group's, or that of the first group. */
function zoneOfGiven(roster: Roster, group: string | undefined) {
  const name = group ?? Object.keys(roster.groups).find((one) => roster.groups[one]?.rotation !== undefined);
  return name === undefined ? undefined : zoneOf(roster, name);
}

function print<Report>(report: Report, json: boolean, words: (report: Report) => string): string {
  return json ? `${JSON.stringify(report)}\n` : words(report);
}

function momentText({ at, groups }: ReturnType<typeof onCallAt>): string {
  const rows = Object.entries(groups).map(([name, people]) => [
    name,
    people.map((person) => person.name).join(", ") || "nobody",
  ]);
  return rows.length === 0 ? `There are no groups yet (${at})\n` : `On call at ${at}\n${table(rows)}`;
}

function shiftsText({ shifts }: ReturnType<typeof onCallUntil>): string {
  if (shifts.length === 0) return "Nobody is on call in that time\n";
  return table(shifts.map(({ from, to, group, name }) => [from, to, group, name]));
}
