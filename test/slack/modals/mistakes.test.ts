import { expect, test } from "vitest";
import { admin, windows } from "./doors.ts";

type Entered = Readonly<Record<string, string | string[] | null>>;

// form, what was entered, under which field it is said, and how
const settings: readonly [string, Entered, string, RegExp][] = [
  ["general", { "Look at TheHive every": "soon" }, "poll.every", /duration such as .*found "soon"/],
  ["general", { "Look at TheHive every": "0s" }, "poll.every", /at least 1s/],
  ["general", { "Look at TheHive every": "90" }, "poll.every", /add a unit, 90s, 90m or 90h/],
  ["general", { "Never tell of alerts older than": "never" }, "poll.maxAge", /7d, or off; found "never"/],
  ["general", { "Ignore lasts": "half an hour" }, "ignoreFor", /duration such as .*found "half an hour"/],
  ["general", { "I'm on it lasts": "-5m" }, "acknowledgeFor", /duration such as .*found "-5m"/],
  ["general", { "SMS to one person: at most": "many" }, "limits.sms", /5 per 15m.*found "many"/],
  ["general", { "Calls to one person: at most": "3 in 15m" }, "limits.call", /found "3 in 15m"/],
  ["general", { "Told one by one: at most": "0" }, "storm.threshold", /found 0/],
  ["general", { "… within": "2w" }, "storm.window", /1s to 24h/],
  ["high", { "Tier 1: after": "soon" }, "sla.high.tiers[0].after", /duration such as .*found "soon"/],
  ["high", { "Tier 2: tell": null }, "sla.high.tiers[1].notify", /required/],
  ["high", { "Tier 3: after": "10m" }, "sla.high.tiers[2].after", /more than the 45m of the tier before/],
  ["high", { "Tell again every": "0s" }, "sla.high.repeat.every", /at least 1s/],
  [
    "high",
    { "Warn this long before the first deadline": "45m", "Warn how": ["slack"] },
    "sla.high.warn.before",
    /30m/,
  ],
  ["high", { "Warn how": ["slack"] }, "sla.high.warn.before", /found nothing/],
  ["high", { "Warn this long before the first deadline": "5m" }, "sla.high.warn.notify", /at least one/],
  [
    "cases",
    {
      "High: somebody has the case within": "2h",
      "High: the case is closed within": "1h",
      "High: otherwise tell": ["slack"],
    },
    "cases.high.closed",
    /2h/,
  ],
  ["cases", { "Low: otherwise tell": ["slack"] }, "cases.low.assigned", /assigned, closed or both/],
  ["voice", { Language: "British" }, "voice.language", /a language such as en-GB/],
  ["voice", { "Say it, times": "0" }, "voice.repeat", /found 0/],
  ["voice", { "Let it ring for": "1s" }, "voice.ringFor", /5s to 10m/],
  ["voice", { "Call again, times": "99" }, "voice.retries", /found 99/],
  [
    "rights",
    { "Who may change settings: users (U…), user groups (S…)": "@ann" },
    "admins",
    /a Slack id of a user/,
  ],
  [
    "rights",
    { "Who may change settings: users (U…), user groups (S…)": "U0BOB00001" },
    "admins",
    /could then change nothing any more/,
  ],
  [
    "rights",
    { "Who may answer alerts: users (U…), user groups (S…)": "#soc" },
    "responders",
    /a Slack id of a user/,
  ],
];

test.each(settings)("%s with %j: said under the field, and nothing is saved", async (...row) => {
  const [section, entered, field, said] = row;
  const { server, live, events, section: open } = await windows();
  await open(section);
  const { errors, closed } = await server.submitModal(admin, entered);
  expect(errors[`${field}@${live.revision()}`]).toMatch(said);
  expect([closed, events]).toEqual([false, []]);
});

const people: readonly [Entered, string, RegExp][] = [
  [{ Name: "Erin Smith", Phone: "+12025550114" }, "name", /Lower-case letters and digits/],
  [{ Name: "alice", Phone: "+12025550114" }, "name", /alice is taken/],
  [{ Name: "erin", Phone: "07700 900123" }, "phone", /E\.164|country code/i],
  [{ Name: "erin", Phone: "+44 call me" }, "phone", /E\.164|country code/i],
  [{ Name: "erin", "E-mail": "erin" }, "email", /e-mail/i],
];

test.each(people)("a person with %j: said under the field, and nothing is saved", async (...row) => {
  const [entered, field, said] = row;
  const { server, live, events, list, shows } = await windows();
  await list("people");
  await server.pressInView(admin, "modal", "Add a person");
  await shows("[Save]");
  const { errors, closed } = await server.submitModal(admin, entered);
  expect(errors[`${field}@${live.revision()}`]).toMatch(said);
  expect([closed, events]).toEqual([false, []]);
});

const groups: readonly [Entered, string, RegExp][] = [
  [{ Name: "night", "Members, in the order of their turns": "mallory" }, "members", /mallory/],
  [{ Name: "night", "Members, in the order of their turns": "," }, "members", /./],
  [
    { Name: "night", "Members, in the order of their turns": "alice", "Time zone of the turns": "London" },
    "zone",
    /London/,
  ],
  [
    { Name: "night", "Members, in the order of their turns": "alice", "First turn begins": "9 o'clock" },
    "start",
    /9 o'clock/,
  ],
  [
    { Name: "night", "Members, in the order of their turns": "alice", "Each turn lasts": "0d" },
    "every",
    /0d/,
  ],
];

test.each(groups)("a group with %j: said under the field, and nothing is saved", async (...row) => {
  const [entered, field, said] = row;
  const { server, live, events, list, shows } = await windows();
  await list("groups");
  await server.pressInView(admin, "modal", "Add a group");
  await shows("[Save]");
  const { errors, closed } = await server.submitModal(admin, entered);
  expect(errors[`${field}@${live.revision()}`]).toMatch(said);
  expect([closed, events]).toEqual([false, []]);
});

test("the form of a person who is gone does not open", async () => {
  const { server, live, events, list, seen, shows } = await windows();
  await list("people");
  await live.change({ "people.carol": null, "groups.seniors": null }, admin);
  events.length = 0;
  await server.chooseInView(admin, "modal", "Change a person", "carol");
  await shows("There is no carol any more");
  expect(seen()).not.toContain("[Save]");
  expect(events).toEqual([]);
});

test("taking out a person who is gone changes and audits nothing", async () => {
  const { server, live, events, list, shows } = await windows();
  await list("people");
  await server.chooseInView(admin, "modal", "Change a person", "carol");
  await shows("[Save]");
  await live.change({ "people.carol": null, "groups.seniors": null }, admin);
  events.length = 0;
  const revision = live.revision();
  await server.pressInView(admin, "modal", "Take carol out");
  await shows("There is no carol any more, so nothing was changed.");
  expect([events, live.revision()]).toEqual([[], revision]);
});

test.each([[{ "people.nobody": null }], [{ "groups.nowhere": null, ignoreFor: "30m" }]])(
  "a change to what is so already, %j, changes and audits nothing",
  async (values) => {
    const { live, events } = await windows();
    const revision = live.revision();
    expect(await live.change(values, admin)).toEqual({ kind: "unchanged" });
    expect([events, live.revision(), live.origins().get("ignoreFor")]).toEqual([[], revision, "default"]);
  },
);
