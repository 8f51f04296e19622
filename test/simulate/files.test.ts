import { describe, expect, test } from "vitest";
import { problemLine } from "../../src/config/problem.ts";
import { hours } from "../../src/lib/time.ts";
import { replayedAlerts } from "../../src/simulate/alerts-file.ts";
import { replayedResponses } from "../../src/simulate/responses-file.ts";
import { timeline } from "../../src/simulate/timeline.ts";
import { at, replay, row } from "./world.ts";

describe("alerts", () => {
  test("one that cannot be read is skipped and named, the others are replayed", () => {
    const { alerts, skipped } = replayedAlerts([row(), row({ _id: "~2", severity: 9 }), "nonsense", row()]);
    expect(alerts.map(({ alert }) => alert.id)).toEqual(["~1"]);
    expect(skipped).toEqual([
      expect.stringMatching(/^alerts\[1\]: .*severity.*~2/),
      expect.stringMatching(/^alerts\[2\]: /),
      "alerts[3]: found ~1 a second time",
    ]);
  });

  test("observables come with the alert, also under their old name", () => {
    const observables = [{ dataType: "ip", data: "192.0.2.1" }];
    const [fresh, old] = replayedAlerts([
      row({ observables }),
      row({ _id: "~2", artifacts: observables }),
    ]).alerts;
    expect(fresh?.alert.observables).toEqual(observables);
    expect(old?.alert.observables).toEqual(observables);
  });
});

describe("responses", () => {
  const known = new Set(["~1"]);
  const good = { at: "2026-03-02T10:10:00+01:00", alertId: "~1", action: "ignore", by: "alice", for: "1h" };

  test("times carry an offset or are UTC", () => {
    const read = replayedResponses([good, { ...good, at: "2026-03-02T09:10" }], known);
    expect(read).toMatchObject({ responses: [{ at: at("09:10") }, { at: at("09:10") }] });
  });

  test.each([
    [
      { ...good, at: "yesterday" },
      'responses[0].at: found "yesterday", expected a time such as 2026-03-02T02:10:00Z',
    ],
    [{ ...good, action: "snooze" }, /^responses\[0\]\.action: found "snooze", expected .*ignore/],
    [{ ...good, alertId: "~7" }, 'responses[0].alertId: found "~7", expected the id of one of the alerts'],
    [{ ...good, for: "soon" }, /^responses\[0\]\.for: found "soon", expected a duration/],
    [{ ...good, action: "promote" }, /^responses\[0\]\.for: found "1h", expected no duration here/],
    [{ ...good, by: undefined }, /^responses\[0\]\.by: found nothing/],
    [{ ...good, who: "alice" }, /^responses\[0\]\.who: found an unknown key/],
  ])("%o is refused in one clear line", (entry, line) => {
    const read = replayedResponses([entry], known);
    const lines = "problems" in read ? read.problems.map(problemLine) : [];
    expect(lines).toEqual([typeof line === "string" ? line : expect.stringMatching(line)]);
  });

  test("all problems are told at once", () => {
    const read = replayedResponses(
      [
        { ...good, at: "x" },
        { ...good, action: "y" },
      ],
      known,
    );
    expect("problems" in read && read.problems.map(({ path }) => path)).toEqual([
      "responses[0].at",
      "responses[1].action",
    ]);
  });
});

test("people read when who is told of what", () => {
  const rows = [row({ title: "Beacon\u001b[31m to\u202e a host" })];
  const text = timeline(replay(rows), replayedAlerts(rows).alerts, hours(4));
  expect(text).toContain(
    "2026-03-02T09:30:00Z  tier 1     sms    alice (oncall)  ~1 high, 30 min old: Beacon",
  );
  expect(text).toContain("7 notifications about 1 alert, 0 of them handled");
  expect(text).not.toContain("\u001b");
  expect(text).not.toContain("\u202e");
});
