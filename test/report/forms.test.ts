import { Resvg } from "@resvg/resvg-js";
import { expect, test } from "vitest";
import { instant, minutes } from "../../src/lib/time.ts";
import { TimeZone } from "../../src/lib/zoned.ts";
import { reportSvg } from "../../src/report/chart.ts";
import { reportCsv } from "../../src/report/csv.ts";
import { reportPng } from "../../src/report/png.ts";
import { reportAltText, reportText } from "../../src/report/words.ts";
import { reportZone } from "../../src/report/zone.ts";
import { rosterWith } from "../oncall/rosters.ts";
import { example, reportFrom } from "./example.ts";

const nothing = reportFrom(
  [],
  instant("2026-03-02T00:00Z"),
  instant("2026-03-09T00:00Z"),
  TimeZone.parse("UTC"),
);

test("people read it as text", () => {
  expect(reportText(example())).toBe(
    `SLA report, 2 Mar 01:00 to 3 Mar 01:00 (Europe/Paris)
Handled within SLA: 40 % (2 of 5 alerts, 1 more still within their time)

          alerts  in SLA  late  median        p90
critical  1       0       1     –             –
high      4       2       2     30 min        1 h
medium    0       0       0     –             –
low       1       0       0     –             –
all       6       2       3     30 min        1 h

Breaches: tier 1: 2, tier 2: 2, tier 3: 1; high risk: 1
Breaches by hour: 03:00: 1, 10:00: 1, 11:00: 1, 23:00: 2
Notifications: alice: 2 (1 at night), bob: 2 (2 at night)
Median and p90 are times to triage. Night is 22:00 to 07:00 in Europe/Paris.
`,
  );
});

test("against a target, and with the period before beside it", () => {
  const lines = (target: number, previous = example()) =>
    reportText(example(), { target, previous }).split("\n").slice(2, 4);
  expect(lines(95)).toEqual([
    "Target 95 %: missed, 3 alerts short",
    "The period before: 40 % of 6 alerts, median 30 min, p90 1 h",
  ]);
  expect(lines(40)[0]).toBe("Target 40 %: kept");
  expect(lines(50)[0]).toBe("Target 50 %: missed, 1 alert short");
  expect(reportText(nothing, { target: 95, previous: nothing }).split("\n").slice(2, 4)).toEqual([
    "Target 95 %: nothing to measure yet",
    "The period before: – of 0 alerts, median –, p90 –",
  ]);
});

test("by source, by a custom field, with who is due a rest and how long the clock stood", () => {
  const { all } = example();
  const share = (name: string) => ({ ...all, name });
  const text = reportText({
    ...example(),
    all: { ...all, stood: minutes(90) },
    bySource: [share("wazuh"), share("2 others")],
    byField: { field: "customer", shares: [share("Acme and Sons Limited")] },
    people: [
      { name: "alice", notifications: 9, atNight: 4, nights: 3, needsRest: true },
      { name: "bob", notifications: 1, atNight: 1, nights: 1, needsRest: false },
    ],
  });
  expect(text).toContain("\n\nBy source:\nwazuh     6       2");
  expect(text).toContain("\n\nBy customer:\nAcme and  6       2");
  expect(text).toContain("alice: 9 (4 at night, in 3 nights), bob: 1 (1 at night)\nDue a rest: alice (woken");
  expect(text).toContain("The clock stood still for 1 h 30 min in all (poll.pause)");
});

test("says so when nothing happened", () => {
  const text = reportText(nothing);
  expect(text).toContain("Handled within SLA: – (0 of 0 alerts)");
  expect(text).toContain("Breaches: none");
  expect(text).toContain("nobody was paged");
});

test("programs read it as one number per line", () => {
  const lines = reportCsv(example()).split("\r\n");
  const window = "2026-03-02T01:00:00+01:00,2026-03-03T01:00:00+01:00";
  expect(lines[0]).toBe("measure,by,key,value,since,until");
  for (const line of [
    "alerts,all,,6",
    "late,severity,critical,1",
    "triage_median_minutes,severity,high,30",
    "triage_median_minutes,severity,low,",
    "breaches,tier,3,1",
    "breaches,hour,23,2",
    "notifications_at_night,person,bob,2",
  ])
    expect(lines).toContain(`${line},${window}`);
  expect(new Set(lines.map((line) => line.split(",").length))).toEqual(new Set([6, 1]));
});

test("the picture's alternative says what it shows, within Slack's length", () => {
  const text = reportAltText(example());
  expect(text).toContain("40 % of 6 alerts handled within SLA.");
  expect(text).toContain("critical 0 in SLA, 1 late; high 2 in SLA, 2 late");
  expect(text).toContain("Breaches: tier 1 2, tier 2 2, tier 3 1.");
  expect(text).toContain("Most breaches fell in the hour from 23:00.");
  expect(text.length).toBeLessThan(2000);
});

test.each([
  ["the example", example()],
  ["nothing", nothing],
])("draws %s as a PNG of twice a phone's width", async (_what, report) => {
  const png = await reportPng(report);
  expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
  // Width, from the header
  expect(png.readUInt32BE(16)).toBe(720);
  expect(png.length).toBeLessThan(500_000);
});

test("draws the same twice", async () => {
  expect((await reportPng(example())).equals(await reportPng(example()))).toBe(true);
});

test("draws its words with the font it brings along", async () => {
  const svg = reportSvg(example());
  const bare = new Resvg(svg, { font: { loadSystemFonts: false } });
  const families = [...svg.matchAll(/font-family:\s*([^;"]+)|font-family="([^"]+)"/g)].map(
    (found) => found[1] ?? found[2],
  );
  expect(new Set(families.map((name) => name?.replaceAll("'", "").trim()))).toEqual(new Set(["DejaVu Sans"]));
  // Without it there would be no words at all.
  expect(bare.render().asPng().length).toBeLessThan((await reportPng(example())).length / 2);
});

test("stands on a card of its own, so that it can be read in the dark", () => {
  const pixels = new Resvg(reportSvg(example())).render();
  const alpha = (x: number, y: number) => pixels.pixels[(y * pixels.width + x) * 4 + 3];
  expect(alpha(0, 0)).toBe(0);
  expect(alpha(pixels.width / 2, 20)).toBe(255);
  expect(pixels.pixels[(20 * pixels.width + 100) * 4]).toBe(255);
});

test("the team's hours are those of its rotation", () => {
  expect(reportZone(rosterWith())).toBe("Europe/London");
  expect(reportZone({ people: {}, groups: {}, overrides: [] })).toBe("UTC");
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])(
  "no spreadsheet takes the name %j for a formula",
  (name) => {
    const report = {
      ...example(),
      people: [{ name, notifications: 1, atNight: 0, nights: 0, needsRest: false }],
    };
    const cells = reportCsv(report)
      .split("\r\n")
      .flatMap((line) => line.split(","));
    expect(cells.some((cell) => /^"?[=+\-@\t\r]/.test(cell))).toBe(false);
    expect(reportCsv(report)).toContain(`'${name}`);
  },
);
