import { expect, test } from "vitest";
import { type Night, night, people } from "./harness.ts";

const userGroups = [{ id: "S0ONCALL1", handle: "oncall", name: "On call", users: ["U0EVE"] }];

const settings = {
  people,
  groups: {
    oncall: {
      rotation: {
        members: ["alice", "bob"],
        timezone: "Europe/London",
        start: "2026-01-05T09:00",
        every: "1w",
      },
      userGroup: "S0ONCALL1",
    },
  },
};

const inGroup = (soc: Night) => soc.slack.store.userGroups.get("S0ONCALL1")?.users;
const updates = (soc: Night) =>
  soc.slack.requests.filter(({ method }) => method === "usergroups.users.update");

async function until(soc: Night, users: readonly string[]): Promise<void> {
  await soc.slack.until(() => JSON.stringify(inGroup(soc)) === JSON.stringify(users), {
    what: String(users),
  });
}

test("a user group follows the rotation and its overrides, and is changed only then", async () => {
  const soc = await night({ at: "2026-03-09T08:50Z", settings, slack: { userGroups } });
  await until(soc, ["U0ALICE"]);
  await soc.until("2026-03-09T09:00:10Z");
  await until(soc, ["U0BOB"]);
  await soc.slack.command("U0CAROL", "/sla oncall override @alice 4h");
  await until(soc, ["U0ALICE"]);
  await soc.slack.command("U0CAROL", "/sla oncall clear");
  await until(soc, ["U0BOB"]);
  const before = updates(soc).length;
  await soc.app.live.change({ ignoreFor: "45m" }, "U0CAROL");
  await soc.until("2026-03-09T09:30:00Z");
  expect(updates(soc)).toHaveLength(before);
}, 30_000);

test("a user group is never emptied", async () => {
  const soc = await night({ settings, slack: { userGroups } });
  await until(soc, ["U0ALICE"]);
  await soc.app.live.change({ "people.alice": { phone: "+12025550111" } }, "U0CAROL");
  await soc.slack.command("U0CAROL", "/sla oncall");
  expect(inGroup(soc)).toEqual(["U0ALICE"]);
  expect(updates(soc)).toHaveLength(1);
});

test.each([
  ["a plan without user groups", { behaviour: { plan: "free" as const } }, "paid plan of Slack"],
  [
    "a missing scope",
    { scopes: ["chat:write", "commands", "channels:read", "users:read"] },
    "Add the scope usergroups",
  ],
])("%s is said once and then let be", async (_, slack, why) => {
  const soc = await night({ settings, slack: { userGroups, ...slack } });
  const said = () =>
    soc.slack.channel("soc").messages.filter((message) => soc.read(message).includes("cannot follow it"));
  await soc.slack.until(() => said().length === 1, { what: "the reason" });
  expect(
    said()
      .map((message) => soc.read(message))
      .join(),
  ).toContain(why);
  await soc.app.live.change({ ignoreFor: "45m" }, "U0CAROL");
  await soc.slack.command("U0CAROL", "/sla oncall");
  expect(said()).toHaveLength(1);
  expect(inGroup(soc)).toEqual(["U0EVE"]);
});

test("a group that Slack could not be reached for is filled later", async () => {
  const soc = await night({ at: "2026-03-03T02:00Z", settings, slack: { userGroups }, start: false });
  const mend = soc.slack.faults.add({
    method: "usergroups.users.update",
    effect: { kind: "http", status: 503 },
  });
  await soc.start();
  await soc.slack.until(() => updates(soc).length > 0, { what: "the attempt" });
  mend();
  await soc.until("2026-03-03T02:06Z");
  await until(soc, ["U0ALICE"]);
});
