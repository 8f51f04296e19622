import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../src/lib/time.ts";
import { AlertId } from "../../src/sla/model.ts";
import { overrideOf } from "../oncall/rosters.ts";
import { at, lines, pressed, replay, row, settings } from "./world.ts";

const FIRST = ["09:30 1 slack #soc", "09:30 1 sms alice@oncall"];
const SECOND = ["09:45 2 slack #soc", "09:45 2 call alice@oncall"];
const THIRD = ["10:00 3 slack #soc", "10:00 3 call carol@seniors", "10:00 3 call dave@seniors"];

describe("the ladder", () => {
  test("tells each tier at its deadline, every member of a group without a rotation", () => {
    expect(lines(replay([row()]))).toEqual([...FIRST, ...SECOND, ...THIRD]);
  });

  test("writes notifications as the outside reads them", () => {
    expect(replay([row()]).notifications.slice(0, 2)).toEqual([
      { at: "2026-03-02T09:30:00.000Z", alertId: "~1", tier: 1, via: "slack", group: null, to: "#soc" },
      { at: "2026-03-02T09:30:00.000Z", alertId: "~1", tier: 1, via: "sms", group: "oncall", to: "alice" },
    ]);
  });

  test("does not count the time in a status of poll.pause", () => {
    const taken = row({
      inProgressDate: at("09:10"),
      stage: "Closed",
      status: "Closed",
      closedDate: at("12:00"),
    });
    expect(lines(replay([taken], { settings: settings({ poll: { pause: ["InProgress"] } }) }))).toEqual([]);
    expect(
      replay([row({ stage: "InProgress", status: "InProgress", inProgressDate: at("09:40") })], {
        settings: settings({ poll: { pause: ["InProgress"] } }),
      }).summary.open,
    ).toMatchObject([{ next: null, why: "standing-still" }]);
  });

  test("counts the time in which a clock that stood was closed, once it is opened again", () => {
    const taken = row({
      inProgressDate: at("09:10"),
      stage: "Closed",
      status: "Closed",
      closedDate: at("09:15"),
    });
    const request = {
      settings: settings({ poll: { pause: ["InProgress"] } }),
      responses: [pressed("09:25", "reopen")],
    };
    expect(lines(replay([taken], request))[0]).toBe("09:35 1 slack #soc");
  });

  test("says where a way carries less than all of the alert", () => {
    const carried = replay([row({ tlp: 4 })]).notifications.slice(0, 2);
    expect(carried.map(({ via, carries }) => [via, carries])).toEqual([
      ["slack", undefined],
      ["sms", "number"],
    ]);
  });

  test("orders notifications of several alerts by time", () => {
    const rows = [row(), row({ _id: "~2", _createdAt: at("08:50"), severity: 4 })];
    const times = replay(rows).notifications.map((one) => `${one.at.slice(11, 16)} ${one.alertId}`);
    expect(times).toEqual(times.toSorted((a, b) => a.localeCompare(b)));
    expect(new Set(times)).toContain("09:05 ~2");
  });

  test.each([
    ["includes the first instant", at("09:30"), at("09:45"), FIRST],
    ["leaves out the last instant", at("00:00"), at("09:30"), []],
    ["does not tell again what fired before the window", at("09:31"), at("09:46"), SECOND],
  ])("the window %s", (_rule, from, to, expected) => {
    expect(lines(replay([row()], { from, to }))).toEqual(expected);
  });

  test("uses Slack alone while no groups are set up", () => {
    const plain = settings({ people: {}, groups: {} });
    expect(lines(replay([row()], { settings: plain }))).toEqual([FIRST[0], SECOND[0], THIRD[0]]);
  });

  test("follows a route to its channel and policy", () => {
    const routed = settings({
      routes: [
        {
          match: { source: "wazuh" },
          channel: "#red",
          policy: { tiers: [{ after: "5m", notify: ["slack"] }] },
        },
      ],
    });
    expect(lines(replay([row()], { settings: routed }))).toEqual(["09:05 1 slack #red"]);
  });
});

describe("responses", () => {
  test.each([
    [
      "ignoring skips what falls due meanwhile, and the highest of it fires at its end",
      [pressed("09:40", "ignore")],
      [...FIRST, "10:10 3 slack #soc", "10:10 3 call carol@seniors", "10:10 3 call dave@seniors"],
    ],
    [
      "ignoring for a given time",
      [pressed("09:40", "ignore", { for: minutes(10) })],
      [...FIRST, "09:50 2 slack #soc", "09:50 2 call alice@oncall", ...THIRD],
    ],
    ["acknowledging holds for an hour", [pressed("09:00", "acknowledge")], THIRD],
    [
      "resuming fires what fell due at once",
      [pressed("09:40", "ignore"), pressed("09:50", "resume")],
      [...FIRST, "09:50 2 slack #soc", "09:50 2 call alice@oncall", ...THIRD],
    ],
    ["promoting ends the ladder", [pressed("09:31", "promote")], FIRST],
    ["promoting at the very deadline tells nobody", [pressed("09:30", "promote")], []],
    ["closing ends the ladder", [pressed("09:31", "close")], FIRST],
    [
      "opening again goes on with the tiers that have not fired",
      [pressed("09:31", "close"), pressed("09:50", "reopen")],
      [...FIRST, "09:50 2 slack #soc", "09:50 2 call alice@oncall", ...THIRD],
    ],
  ])("%s", (_rule, responses, expected) => {
    expect(lines(replay([row()], { responses }))).toEqual(expected);
  });

  test.each([
    ["promoting twice", [pressed("09:31", "promote"), pressed("09:32", "promote")], "it was handled already"],
    ["resuming what was not ignored", [pressed("09:31", "resume")], "it was not ignored"],
    ["opening what is open", [pressed("09:31", "reopen")], "it was open"],
    ["responding before there was an alert", [pressed("08:00", "ignore")], "there was no such alert yet"],
  ])("%s has no effect and says so", (_rule, responses, why) => {
    const { refusedResponses } = replay([row()], { responses }).summary;
    expect(refusedResponses.map((refused) => refused.why)).toEqual([why]);
  });

  test("counts skipped tiers", () => {
    const { summary } = replay([row()], { responses: [pressed("09:10", "acknowledge")] });
    expect(summary.skippedTiers).toBe(2);
  });
});

describe("what became of an alert in TheHive", () => {
  test.each([
    [
      "imported later counts as open until then",
      { stage: "Imported", status: "Imported", caseId: "~9", importedDate: at("09:40") },
      FIRST,
    ],
    [
      "closed later counts as open until then",
      { stage: "Closed", status: "FalsePositive", closedDate: at("09:50") },
      [...FIRST, ...SECOND],
    ],
    [
      "taken up later counts as waiting until then",
      { stage: "InProgress", status: "InProgress", inProgressDate: at("09:31") },
      FIRST,
    ],
    [
      "taken up and then closed",
      { stage: "Closed", status: "Ignored", inProgressDate: at("09:31"), closedDate: at("11:00") },
      FIRST,
    ],
    ["closed at the very deadline", { stage: "Closed", status: "Ignored", closedDate: at("09:30") }, []],
    ["closed, and does not say when", { stage: "Closed", status: "Duplicate" }, []],
    ["closed by its stage alone", { stage: "Closed", status: undefined }, []],
    ["imported, and does not say when", { status: "Imported", stage: "Imported", caseId: "~9" }, []],
  ])("%s", (_rule, parts, expected) => {
    expect(lines(replay([row(parts)]))).toEqual(expected);
  });

  test("an alert of API v0 is read too", () => {
    const old = {
      id: "a1",
      createdAt: at("09:00"),
      title: "CRITICAL",
      severity: 3,
      status: "New",
      artifacts: [],
    };
    expect(lines(replay([old]))).toEqual([...FIRST, ...SECOND, ...THIRD]);
  });
});

describe("high risk", () => {
  const risky = row({ severity: 2, title: "URGENT: ransom note" });
  const atOnce = ["09:00 high-risk slack #soc", "09:00 high-risk call alice@oncall"];

  test.each([
    ["tells at once, and the tiers go on", risky, {}, [...atOnce, ...FIRST, ...SECOND, ...THIRD]],
    [
      "ends there in the earlier tool's way",
      risky,
      { highRisk: { words: ["URGENT"], then: "stop" } },
      atOnce,
    ],
    [
      "finds the word in an observable",
      row({ severity: 2, observables: [{ dataType: "other", data: "disk FAILURE" }] }),
      {},
      [...atOnce, ...FIRST, ...SECOND, ...THIRD],
    ],
    ["passes over other severities", row({ title: "URGENT" }), {}, [...FIRST, ...SECOND, ...THIRD]],
  ])("%s", (_rule, alert, changes, expected) => {
    expect(lines(replay([alert], { settings: settings(changes) }))).toEqual(expected);
  });
});

test("a warning comes before the first tier", () => {
  const warned = settings({ sla: { high: { warn: { before: "5m", notify: ["slack"] } } } });
  expect(lines(replay([row()], { settings: warned }))).toEqual([
    "09:25 at-risk slack #soc",
    ...FIRST,
    ...SECOND,
    ...THIRD,
  ]);
});

test("a severity that is switched off stays silent", () => {
  expect(
    replay([row()], { settings: settings({ sla: { high: { enabled: false } } }) }).notifications,
  ).toEqual([]);
});

test("a calendar's hours alone count", () => {
  const office = settings({
    calendars: { office: { timezone: "UTC", hours: { "mon-fri": "09:00-17:00" } } },
    sla: { high: { calendar: "office", tiers: [{ after: "30m", notify: ["slack"] }] } },
  });
  const evening = row({ _createdAt: at("2026-02-27T16:50") });
  expect(lines(replay([evening], { settings: office }))).toEqual(["09:20 1 slack #soc"]);
});

test("an alert older than the maximum age is never told", () => {
  const strict = settings({ poll: { maxAge: "40m" } });
  expect(lines(replay([row()], { settings: strict }))).toEqual(FIRST);
});

test("the last tier is told again while nobody responds", () => {
  const insistent = settings({
    sla: { high: { tiers: [{ after: "30m", notify: ["slack"] }], repeat: { every: "10m", times: 2 } } },
  });
  expect(lines(replay([row()], { settings: insistent }))).toEqual(
    ["09:30", "09:40", "09:50"].map((time) => `${time} 1 slack #soc`),
  );
});

describe("who is on call", () => {
  test.each([
    ["until the handoff alice", "08:25", "alice"],
    ["from the handoff on bob", "08:30", "bob"],
  ])("%s", (_rule, created, name) => {
    const { notifications } = replay([row({ _createdAt: at(`2026-03-09T${created}`) })], {
      from: at("2026-03-09T00:00"),
      to: at("2026-03-09T09:01"),
    });
    expect(notifications.map(({ to }) => to)).toEqual(["#soc", name]);
  });

  test("counts overrides made in Slack", () => {
    const overrides = [overrideOf("dave", "2026-03-02T09:00Z", "2026-03-02T10:00Z")];
    expect(lines(replay([row()], { overrides }))).toContain("09:30 1 sms dave@oncall");
  });

  test("tells what reached nobody", () => {
    const early = row({ _createdAt: at("2026-01-01T00:00") });
    const { summary, notifications } = replay([early], {
      from: at("2026-01-01T00:00"),
      to: at("2026-01-01T00:40"),
    });
    expect(notifications.map(({ via }) => via)).toEqual(["slack"]);
    expect(summary.unreached).toEqual([
      expect.objectContaining({ tier: 1, via: "sms", group: "oncall", why: "nobody is on call in oncall" }),
    ]);
  });
});

test("the summary counts by tier, method, person and severity", () => {
  const rows = [row(), row({ _id: "~2", severity: 4, stage: "Closed", closedDate: at("09:20") })];
  expect(replay(rows).summary).toMatchObject({
    alerts: 2,
    handled: 1,
    notifications: 9,
    byTier: { "1": 4, "2": 2, "3": 3 },
    byVia: { slack: 4, sms: 2, call: 3 },
    byPerson: { alice: 3, carol: 1, dave: 1 },
    bySeverity: { high: 7, critical: 2 },
    skippedTiers: 0,
  });
});

describe("ways that are switched off", () => {
  test("tell nobody: without Twilio the ladder goes to Slack alone", () => {
    expect(lines(replay([row()], { setUp: new Set(["dm"]) }))).toEqual([FIRST[0], SECOND[0], THIRD[0]]);
  });

  test("tell nobody: without Slack the people are told, and no route's channel is", () => {
    const routed = settings({ routes: [{ match: { source: "wazuh" }, channel: "#red" }] });
    const off = { settings: routed, channel: undefined, setUp: new Set(["sms", "call"] as const) };
    expect(lines(replay([row()], off))).toEqual([FIRST[1], SECOND[1], ...THIRD.slice(1)]);
  });
});

describe("what is still open at the end", () => {
  const brief = settings({ sla: { high: { tiers: [{ after: "30m", notify: ["slack"] }] } } });

  test.each<[rule: string, parts: Partial<Parameters<typeof replay>[1]>, expected: unknown]>([
    [
      "is told with the time of the last word, and that nothing more comes",
      { settings: brief },
      {
        heardLast: "2026-03-02T09:30:00.000Z",
        since: "2026-03-02T09:30:00.000Z",
        next: null,
        why: "exhausted",
      },
    ],
    [
      "names the next word when there will be one",
      { to: at("09:35") },
      { since: "2026-03-02T09:30:00.000Z", next: "2026-03-02T09:45:00.000Z", why: "not-due" },
    ],
    [
      "names the end of a hold",
      { to: at("09:35"), responses: [pressed("09:31", "ignore")] },
      { next: "2026-03-02T10:01:00.000Z", why: "ignored" },
    ],
    [
      "counts from its creation when nobody ever heard of it",
      { settings: settings({ sla: { high: { enabled: false } } }) },
      { heardLast: null, since: "2026-03-02T09:00:00.000Z", next: null, why: "disabled" },
    ],
    [
      "does not count what reached nobody",
      { settings: brief, channel: undefined, setUp: new Set() },
      { heardLast: null, since: "2026-03-02T09:00:00.000Z", why: "exhausted" },
    ],
  ])("%s", (_rule, changes, expected) => {
    expect(replay([row()], changes).summary.open).toEqual([expect.objectContaining(expected)]);
  });

  test("leaves out what was handled, and puts the worst first", () => {
    const rows = [
      row(),
      row({ _id: "~2", severity: 4 }),
      row({ _id: "~3", stage: "Closed", closedDate: at("09:20") }),
    ];
    expect(replay(rows).summary.open.map(({ alertId }) => alertId)).toEqual(["~2", "~1"]);
  });
});

test("breaches that would have become a digest are pointed out", () => {
  const rows = Array.from({ length: 12 }, (_, index) =>
    row({ _id: `~${index}`, _createdAt: at("09:00") + index * 1000 }),
  );
  const { storms } = replay(rows, { to: at("09:40") }).summary;
  expect(storms).toEqual([
    { from: "2026-03-02T09:30:00.000Z", to: "2026-03-02T09:30:11.000Z", breaches: 12 },
  ]);
});

test("a thousand alerts of a week are replayed within a second or two", () => {
  const rows = Array.from({ length: 1000 }, (_, index) =>
    row({
      _id: `~${index}`,
      _createdAt: at("2026-03-02T00:00") + index * minutes(10),
      severity: (index % 4) + 1,
    }),
  );
  const responses = [pressed("09:00", "ignore", { alertId: AlertId.parse("~1"), for: hours(1) })];
  const { summary } = replay(rows, { to: at("2026-03-10T00:00"), responses });
  expect(summary.byTier).toMatchObject({ "1": expect.any(Number), "3": expect.any(Number) });
}, 5000);

describe("the case after a promotion", () => {
  const cases = { high: { assigned: "15m", closed: "4h", notify: ["slack", "sms"] } };
  const followed = (...responses: Parameters<typeof pressed>[]) =>
    lines(
      replay([row()], {
        settings: settings({ cases }),
        responses: responses.map((response) => pressed(...response)),
      }),
    );
  const unassigned = ["09:25 case-assigned slack #soc", "09:25 case-assigned sms alice@oncall"];
  const open = ["13:10 case-closed slack #soc", "13:10 case-closed sms alice@oncall"];

  test("is told of while nobody has it, and while it is open", () => {
    expect(followed(["09:10", "promote"])).toEqual([...unassigned, ...open]);
  });

  test("is told of no more once somebody has it, or it is closed", () => {
    expect(followed(["09:10", "promote"], ["09:24", "assign"])).toEqual(open);
    expect(followed(["09:10", "promote"], ["09:25", "close-case"])).toEqual([]);
  });

  test("can be changed only when it is there", () => {
    const replayed = replay([row()], {
      settings: settings({ cases }),
      responses: [pressed("09:10", "assign"), pressed("09:20", "promote"), pressed("09:21", "close-case")],
    });
    expect(replayed.summary.refusedResponses.map(({ why }) => why)).toEqual(["it was not promoted"]);
    expect(lines(replayed)).toEqual([]);
  });
});
