import { expect, test } from "vitest";
import { minutes } from "../../src/lib/time.ts";
import { slackRights } from "../../src/slack/admin.ts";
import { slackPeople } from "../../src/slack/people.ts";
import { slackWeb } from "../../src/slack/web.ts";
import { appClock, workspace } from "./workspace.ts";

const [ann, bob, carol] = ["U0ANN00001", "U0BOB00001", "U0CAROL001"];

async function rightsOf(admins: readonly string[]) {
  const { server, time, log } = await workspace({
    users: [
      { id: ann, name: "ann", isAdmin: true },
      { id: bob, name: "bob" },
      { id: carol, name: "carol", isOwner: true },
    ],
    userGroups: [{ id: "S0LEADS001", handle: "leads", name: "Leads", users: [bob] }],
  });
  const clock = appClock(time);
  const web = slackWeb({ botToken: server.botToken, apiUrl: server.url, clock, log });
  return { rights: slackRights(slackPeople(web, clock), () => admins, log), server, time };
}

test.each([
  ["the workspace's admins and owners, when nobody is named", [], [true, false, true]],
  ["who is named", [bob], [false, true, false]],
  ["who is in a named group", ["S0LEADS001"], [false, true, false]],
  ["who is named or in a named group", [ann, "S0LEADS001"], [true, true, false]],
])("admins are %s", async (_, admins, expected) => {
  const { rights } = await rightsOf(admins);
  expect(await Promise.all([ann, bob, carol].map((user) => rights.isAdmin(user)))).toEqual(expected);
});

test("a group is asked again after five minutes, and remembered when Slack fails then", async () => {
  const { rights, server, time } = await rightsOf(["S0LEADS001"]);
  const leads = server.store.userGroups.get("S0LEADS001");
  if (leads === undefined) throw new Error("no group");
  expect(await rights.isAdmin(bob)).toBe(true);
  leads.users = [carol];
  expect(await rights.isAdmin(bob)).toBe(true);
  time.moveTo(time.now() + minutes(5));
  const mend = server.faults.add({
    method: "usergroups.users.list",
    effect: { kind: "error", error: "internal_error" },
  });
  expect(await rights.isAdmin(bob)).toBe(true);
  mend();
  expect(await rights.isAdmin(bob)).toBe(false);
});

test("who cannot be looked up may not", async () => {
  const { rights, server } = await rightsOf([]);
  server.faults.add({ method: "users.info", effect: { kind: "error", error: "internal_error" } });
  expect(await rights.isAdmin(ann)).toBe(false);
});

test("a refusal names those who may", async () => {
  const { rights } = await rightsOf([ann, "S0LEADS001"]);
  expect(rights.refusal("pause the monitor").text).toBe(
    "You may not pause the monitor. <@U0ANN00001>, <!subteam^S0LEADS001> may.",
  );
});
