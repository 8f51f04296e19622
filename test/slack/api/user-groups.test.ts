import { expect, onTestFinished, test } from "vitest";
import { settingsFrom } from "../../../src/config/settings-from.ts";
import { after, days, instant, minutes } from "../../../src/lib/time.ts";
import type { Roster } from "../../../src/oncall/model.ts";
import { atHandoffs } from "../../../src/slack/api/at-handoffs.ts";
import { userGroups } from "../../../src/slack/api/user-groups.ts";
import { slackWeb } from "../../../src/slack/api/web.ts";
import { appClock, eventually, workspace } from "../workspace.ts";

const [ann, bob] = ["U0ANN00001", "U0BOB00001"];
const handoff = instant("2026-03-02T09:00Z");
const group = "S0ONCALL01";

function rosterOf(): Roster {
  const judged = settingsFrom({
    file: {
      people: { ann: { slack: ann }, bob: { slack: bob } },
      groups: {
        oncall: {
          rotation: { members: ["ann", "bob"], timezone: "UTC", start: "2026-03-01T09:00", every: "1d" },
          userGroup: group,
        },
      },
    },
  });
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return { ...judged.settings, overrides: [] };
}

/** A workspace whose group is to follow the rotation. */
async function following(say: (group: string, why: string) => Promise<void> = async () => {}) {
  const all = await workspace({
    users: [
      { id: ann, name: "ann" },
      { id: bob, name: "bob" },
    ],
    userGroups: [{ id: group, handle: "oncall", name: "On call", users: [] }],
  });
  const { server, time, log } = all;
  const clock = appClock(time);
  const web = slackWeb({ botToken: server.botToken, apiUrl: server.url, clock, log });
  const roster = { now: rosterOf };
  const groups = userGroups({ web, clock, log, roster: () => roster.now(), say });
  onTestFinished(() => groups.stop());
  const holds = (user: string) =>
    eventually(() => server.store.userGroups.get(group)?.users.join() === user, `${user} in the group`);
  return { ...all, groups, roster, holds };
}

test("the group changes at each handoff, and at no other time", async () => {
  const { server, time, groups, holds } = await following();
  groups.follow();
  await holds(ann);
  await eventually(() => time.nextWake() === handoff, "the wait for the first handoff");
  time.moveTo(handoff - 1);
  expect(server.store.userGroups.get(group)?.users).toEqual([ann]);
  time.moveTo(handoff);
  await holds(bob);
  await eventually(() => time.nextWake() === after(handoff, days(1)), "the wait for the next handoff");
  time.moveTo(after(handoff, days(1)));
  await holds(ann);
});

test("a run that throws is not the last one", async () => {
  const { time, groups, roster, holds, log } = await following();
  roster.now = () => {
    roster.now = rosterOf;
    throw new Error("the roster cannot be read just now");
  };
  groups.follow();
  await eventually(() => log.lines.some((line) => line.includes("could not be followed")), "the failure");
  await restUntil(time, time.now() + minutes(5));
  time.moveTo(time.now() + minutes(5));
  await holds(ann);
});

test("what the workspace does not have is said once, and followed when it has it", async () => {
  const said: string[] = [];
  const { server, time, groups, holds } = await following(async (_, why) => void said.push(why));
  server.behaviour.plan = "free";
  groups.follow();
  await eventually(() => said.length === 1, "the reason");
  time.moveTo(handoff);
  const asked = () => server.requests.filter(({ method }) => method === "usergroups.users.list").length;
  await eventually(() => asked() === 2, "another try at the handoff");
  server.behaviour.plan = "paid";
  await eventually(() => time.nextWake() === after(handoff, days(1)), "the wait for the next handoff");
  time.moveTo(after(handoff, days(1)));
  await holds(ann);
  expect(said).toHaveLength(1);
});

test("a handoff is acted on although the one before failed", async () => {
  const { time, log } = await following();
  const acted: number[] = [];
  const handoffs = atHandoffs({
    clock: appClock(time),
    log,
    roster: rosterOf,
    act() {
      acted.push(time.now());
      throw new Error("no");
    },
  });
  onTestFinished(() => handoffs.stop());
  handoffs.plan();
  for (const at of [handoff, after(handoff, days(1))]) {
    await restUntil(time, at);
    time.moveTo(at);
    await eventually(() => acted.at(-1) === at, "the handoff");
  }
});

test("a changed roster is heeded at once, and nothing after the end", async () => {
  const { time, log } = await following();
  const acted: number[] = [];
  const roster = { now: { ...rosterOf(), groups: {} } as Roster };
  const act = () => void acted.push(time.now());
  const handoffs = atHandoffs({ clock: appClock(time), log, roster: () => roster.now, act });
  handoffs.plan();
  expect(time.nextWake()).toBeUndefined();
  roster.now = rosterOf();
  handoffs.plan();
  await eventually(() => time.nextWake() === handoff, "the wait for a handoff");
  handoffs.stop();
  time.moveTo(handoff);
  await eventually(() => time.nextWake() === undefined, "the end");
  expect(acted).toEqual([]);
});

/** Lets the rest after a failure pass, until somebody waits for `at` or later. */
async function restUntil(time: { nextWake(): number | undefined; moveTo(at: number): void }, at: number) {
  await eventually(() => {
    const wake = time.nextWake();
    if (wake === undefined) return false;
    if (wake < at) time.moveTo(wake);
    return wake >= at;
  }, "the wait after a rest");
}
