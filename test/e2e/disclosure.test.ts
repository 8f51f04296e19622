import { expect, test } from "vitest";
import { minutes, type Night, night, seconds } from "./harness.ts";

const tiers = [{ after: "5m", notify: ["slack", "sms", "call"] }];
const settings = {
  sla: Object.fromEntries(["low", "medium", "high", "critical"].map((name) => [name, { tiers }])),
  highRisk: { words: ["zqrisk"], severities: ["medium", "high"] },
  limits: { sms: "2000 per 15m", call: "2000 per 15m" },
};

/** An alert with a planted word in every field that holds text. */
const draft = (nth: number, marks: { tlp: number; pap: number }) => ({
  title: `zqtitle${nth} zqrisk`,
  description: `zqdescription${nth}`,
  type: `zqtype${nth}`,
  source: `zqsource${nth}`,
  sourceRef: `zqref${nth}`,
  tags: [`zqtag${nth}`],
  severity: 1 + (nth % 4),
  observables: [
    {
      dataType: "other",
      data: `zqobservable${nth} zqrisk`,
      message: `zqmessage${nth}`,
      tags: [`zqown${nth}`],
    },
  ],
  customFields: { businessUnit: `zqfield${nth}` },
  ...marks,
});

const strict = [
  { tlp: 4, pap: 0 },
  { tlp: 3, pap: 2 },
  { tlp: 1, pap: 3 },
];

/** All that can make a phone ring or hum, and all that tells of alerts elsewhere. */
const everything = {
  ...settings,
  sla: Object.fromEntries(
    Object.keys(settings.sla).map((name) => [
      name,
      { tiers, warn: { before: "1m", notify: ["sms", "call"] } },
    ]),
  ),
  storm: { window: "60s", threshold: 10 },
  cases: Object.fromEntries(
    Object.keys(settings.sla).map((name) => [
      name,
      { assigned: "5m", closed: "20m", notify: ["sms", "call"] },
    ]),
  ),
  unattended: { every: "30m" },
  writeBack: "comment",
  reports: [{ every: "day 04:00", timezone: "UTC", since: "1d", field: "businessUnit" }],
};

test("no word of a thousand alerts that are red or amber+strict reaches a phone, alone or in a digest", async () => {
  const soc = await night({ settings: everything, replies: true });
  const raise = (nth: number) => soc.hive.raise(draft(nth, strict[nth % 3] ?? { tlp: 4, pap: 3 }));
  // Some are told as themselves, and what follows of them is told too: a case that nobody takes, an answer by text.
  for (let nth = 0; nth < 6; nth++) {
    const { id } = raise(nth);
    await soc.advance(minutes(6));
    if (nth % 3 === 0) soc.hive.import(id);
    if (nth % 3 === 1) soc.phone("alice").reply(codeIn(soc.phone("alice").sms.at(-1)?.body));
    await soc.advance(seconds(10));
  }
  // And most of them together.
  for (let nth = 6; nth < 1000; nth++) raise(nth);
  await soc.advance(minutes(15));
  const phones = [soc.phone("alice"), soc.phone("bob"), soc.phone("carol"), soc.phone("dave")];
  const texts = phones.flatMap(({ sms }) => sms.map(({ body }) => body));
  const calls = phones.flatMap(({ calls: got }) =>
    got.map(({ twiml, spoken }) => [twiml, ...spoken].join(" ")),
  );
  const told = (all: string[], kinds: readonly RegExp[]) =>
    kinds.filter((kind) => !all.some((words) => kind.test(words)));
  const kinds = [
    /at risk/,
    /missed/,
    /\d alerts/,
    /Case #\d+ still open/,
    /^You have #/,
    /TLP:RED/,
    /PAP:RED/,
  ];
  expect(told(texts, kinds), texts.join("\n")).toEqual([]);
  expect(told(calls, [/Soon late/, /alert, nobody on it/, /\d alerts/, /Case \d/]), calls.join("\n")).toEqual(
    [],
  );
  expect([...texts, ...calls].filter((words) => /zq/i.test(words))).toEqual([]);
}, 60_000);

const codeIn = (text = "") => /Reply (\w{4}) /.exec(text)?.[1] ?? expect.fail(text);

const alice = "U0ALICE";

/** All that Slack holds and shows. */
function slackHolds(soc: Night): string {
  const { channels } = soc.slack.store;
  return JSON.stringify([
    [...channels.values()].flatMap(({ byTs, ephemerals }) => [...byTs.values(), ...ephemerals.values()]),
    soc.slack.modal(alice),
    soc.slack.home(alice),
  ]);
}

test("what Slack may not carry is on no card, in no window and no answer, and amber goes everywhere", async () => {
  const soc = await night({ settings: { ...settings, disclosure: { red: { slack: "number" } } } });
  await soc.slack.openHome(alice);
  soc.hive.raise(draft(1, { tlp: 4, pap: 0 }));
  await soc.advance(minutes(7));
  await soc.press(alice, soc.cards()[0] ?? expect.fail(), "Details");
  const window = () => JSON.stringify(soc.slack.modal(alice) ?? "");
  await soc.letPass(
    soc.slack.until(() => /in TheHive only/.test(window()), { within: 20_000, what: "details" }),
  );
  for (const line of ["why #1", "audit #1", "status", "show #1"])
    await soc.letPass(soc.slack.command(alice, `/sla ${line}`));
  expect(slackHolds(soc)).not.toMatch(/zq/i);
  expect(slackHolds(soc)).toContain("by text the number only, as it is TLP:RED");
  await soc.press(alice, soc.cards()[0] ?? expect.fail(), "I'm on it");
  await soc.advance(minutes(70));
  expect(slackHolds(soc)).not.toMatch(/zq/i);
  expect(slackHolds(soc)).toContain("TLP:RED, see TheHive");

  soc.hive.raise(draft(2, { tlp: 2, pap: 0 }));
  await soc.advance(minutes(7));
  expect(slackHolds(soc)).toMatch(/zqtitle2/);
  expect(soc.phone("alice").sms.some(({ body }) => /zqtitle2/.test(body))).toBe(true);
});
