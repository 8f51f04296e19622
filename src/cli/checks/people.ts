import { pino } from "pino";
import { lookAhead, usesSetUp } from "../../engine/alarms/look-ahead.ts";
import { faultsIn, numbersKey } from "../../engine/alarms/numbers.ts";
import type { Check } from "../../lib/check.ts";
import { after, before, days, iso } from "../../lib/time.ts";
import { findingWords } from "../../oncall/finding-words.ts";
import type { Roster } from "../../oncall/model.ts";
import { concerned, type Finding, LOOK_AHEAD } from "../../oncall/readiness.ts";
import { type PersonalVia, ways } from "../../oncall/ways.ts";
import { outsideOf } from "../../outside.ts";
import type { Edge } from "../edge.ts";
import { staleText } from "../feeds.ts";
import { holidayLine, type ReadHolidays, readHolidayFeeds } from "../holidays.ts";
import { feedLine, type ReadFeed, readFeeds } from "../roster.ts";
import { fromState } from "../saved-state.ts";
import type { FullSetup } from "../setup.ts";

/** Whether everybody can be told in the coming two weeks, as the service looks each morning: a line for each group and person. */
export async function peopleChecks(setup: FullSetup, edge: Edge): Promise<Check[]> {
  const { environment, loaded, places } = setup;
  const { settings } = loaded;
  const now = edge.clock.now();
  const { roster, feeds } = await rosterNow(setup, edge);
  const { setUp, takesReplies } = await abilities(setup);
  const slack = await slackIn(setup, edge);
  try {
    const kept = await fromState(places.state, edge.cwd, (store) => store.read(numbersKey), undefined);
    const known = { now, roster, settings, setUp, takesReplies, feeds, numbers: faultsIn(kept, roster) };
    const { findings } = await lookAhead(known, outsideOf(environment, slack?.standing));
    const wrong = findings.map(lineOf);
    const named = new Set(wrong.map(({ name }) => name));
    const all = [...fine(known).filter(({ name }) => !named.has(name)), ...wrong];
    return all.length > 0 ? all : [nobody];
  } finally {
    await slack?.close();
  }
}

const nobody: Check = { name: "people", ok: true, detail: "no groups are set up: nobody is on call" };

/** As people changed it in Slack and calendars have it; those that cannot be read are told apart. */
async function rosterNow(setup: FullSetup, edge: Edge): Promise<{ roster: Roster; feeds: string[] }> {
  const now = edge.clock.now();
  const { people, groups } = setup.loaded.settings;
  // A shift that began before counts too.
  const time = { from: before(now, days(1)), until: after(now, LOOK_AHEAD) };
  const [found, holidays] = await Promise.all([
    readFeeds(setup, edge, time),
    readHolidayFeeds(setup, edge, time),
  ]);
  const duties = found.flatMap((one) => ("reading" in one ? [[one.group, one.reading.duty] as const] : []));
  return {
    roster: { people, groups, overrides: [...setup.saved.onCall], duties: Object.fromEntries(duties) },
    feeds: [
      ...found.flatMap((one) => notFresh(one).map((why) => feedLine(one, why))),
      ...holidays.flatMap((one) => notFresh(one).map((why) => holidayLine(one, why))),
    ],
  };
}

function notFresh(feed: ReadFeed | ReadHolidays): string[] {
  if ("why" in feed) return [feed.why];
  return feed.stale === undefined ? [] : [staleText(feed.stale)];
}

async function abilities({ environment: { twilio, slack } }: FullSetup) {
  const dm: readonly PersonalVia[] = slack === undefined ? [] : ["dm"];
  if (twilio === undefined) return { setUp: new Set(dm), takesReplies: false };
  const { canBeRepliedTo, methodsOf } = await import("../../twilio/abilities.ts");
  return { setUp: new Set([...methodsOf(twilio), ...dm]), takesReplies: canBeRepliedTo(twilio) };
}

async function slackIn({ environment: { slack, proxy } }: FullSetup, { clock }: Edge) {
  if (slack === undefined) return undefined;
  const { slackStandings } = await import("../../slack/connection/standings.ts");
  return slackStandings({ ...slack, proxy, clock, log: pino({ level: "silent" }) });
}

/** The lines of those with whom nothing is wrong. */
function fine({ roster, settings, setUp, now }: Parameters<typeof lookAhead>[0]): Check[] {
  const groups = Object.keys(roster.groups).map((group) => ({
    name: `people.groups.${group}`,
    ok: true,
    detail: "somebody is on call at all times in the next 14 days",
  }));
  const people = concerned(roster, usesSetUp(settings, setUp), now).map(({ person, ways: by }) => ({
    name: `people.${person}`,
    ok: true,
    detail: `can be reached: ${by.map((via) => ways[via].name).join(", ")}`,
  }));
  return [...groups, ...people];
}

function lineOf(finding: Finding): Check {
  const { what, todo } = findingWords(finding);
  const text = what.map(partText).join("");
  return { name: nameOf(finding), ok: false, detail: todo === undefined ? text : `${text}: ${todo}` };
}

function partText(part: ReturnType<typeof findingWords>["what"][number]): string {
  if (typeof part === "string") return part;
  return typeof part === "number" ? iso(part) : part.theirs;
}

function nameOf(finding: Finding): string {
  if (finding.kind === "gap") return `people.groups.${finding.group}`;
  if ("person" in finding && finding.person !== undefined) return `people.${finding.person}`;
  switch (finding.kind) {
    case "feed":
      return "people.calendars";
    case "no-replies":
      return "people.test";
    default:
      return "people.certificates";
  }
}
