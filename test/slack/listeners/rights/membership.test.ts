import { expect, test } from "vitest";
import type { UserSeed } from "../../../../sandbox/slack/workspace/seed.ts";
import { seconds, systemClock } from "../../../../src/lib/time.ts";
import { slackPeople } from "../../../../src/slack/api/people.ts";
import { slackWeb } from "../../../../src/slack/api/web.ts";
import { type Right, slackRights } from "../../../../src/slack/listeners/rights/rights.ts";
import { appClock, workspace } from "../../workspace.ts";

const [ann, bob, carol] = ["U0ANN00001", "U0BOB00001", "U0CAROL001"];
const leads = "S0LEADS001";
const usual: UserSeed[] = [
  { id: ann, name: "ann", isAdmin: true },
  { id: bob, name: "bob" },
  { id: carol, name: "carol", isOwner: true },
];

async function rightsOf(
  { admins = [], responders = [] }: { admins?: string[]; responders?: string[] } = {},
  more: UserSeed[] = [],
) {
  const { server, time, log } = await workspace({
    users: [...usual, ...more],
    userGroups: [{ id: leads, handle: "leads", name: "Leads", users: [bob] }],
  });
  const clock = appClock(time);
  const web = slackWeb({ botToken: server.botToken, apiUrl: server.url, clock, log });
  const rights = slackRights({
    people: slackPeople(web, clock),
    admins: () => admins,
    responders: () => responders,
    realTime: systemClock,
    log,
  });
  const may = async (right: Right, user: string) =>
    (await rights.objection(right, user, "do it")) === undefined;
  return { rights, may, server, time };
}

const failing = (method: string) => ({ method, effect: { kind: "error", error: "internal_error" } }) as const;

test.each([
  ["the workspace's admins and owners, when nobody is named", [], [true, false, true]],
  ["who is named", [bob], [false, true, false]],
  ["who is in a named group", [leads], [false, true, false]],
  ["who is named or in a named group", [ann, leads], [true, true, false]],
])("admins are %s", async (_, admins, expected) => {
  const { rights } = await rightsOf({ admins });
  expect(await Promise.all([ann, bob, carol].map((user) => rights.isAdmin(user)))).toEqual(expected);
});

test.each([
  ["every full member, when nobody is named", [], [true, true, true]],
  ["who is named", [carol], [false, false, true]],
  ["who is named or in a named group", [ann, leads], [true, true, false]],
])("alerts are answered by %s", async (_, responders, expected) => {
  const { may } = await rightsOf({ responders });
  expect(await Promise.all([ann, bob, carol].map((user) => may("respond", user)))).toEqual(expected);
});

const eve = "U0EVE00001";
test.each<[string, Partial<UserSeed>, RegExp]>([
  ["a guest", { isGuest: "multi-channel" }, /guests may do nothing here/],
  ["a guest of one channel", { isGuest: "single-channel" }, /guests may do nothing here/],
  ["a bot", { isBot: true }, /bots may do nothing here/],
  ["a deactivated account", { isDeactivated: true }, /deactivated accounts may do nothing here/],
  ["somebody of a shared channel", { team: "T0OTHER001" }, /people of another workspace may do nothing here/],
])("%s may do nothing, however they are listed", async (_who, seed, said) => {
  const lists = { admins: [eve], responders: [eve] };
  const { rights } = await rightsOf(lists, [{ id: eve, name: "eve", isAdmin: true, ...seed }]);
  for (const right of ["look", "respond", "change"] as const) {
    expect((await rights.objection(right, eve, "do it"))?.text).toMatch(said);
  }
  expect(await rights.isAdmin(eve)).toBe(false);
});

test("a request of another workspace is refused, whatever the directory says", async () => {
  const { rights, may } = await rightsOf();
  rights.saw(bob, "T0OTHER001");
  expect(await may("look", bob)).toBe(false);
  expect(await may("respond", bob)).toBe(false);
});

test("who is taken out of a group loses the right within a minute", async () => {
  const { rights, server, time } = await rightsOf({ admins: [leads] });
  const group = server.store.userGroups.get(leads);
  if (group === undefined) throw new Error("no group");
  expect(await rights.isAdmin(bob)).toBe(true);
  group.users = [carol];
  time.moveTo(time.now() + seconds(59));
  expect(await rights.isAdmin(bob)).toBe(true);
  time.moveTo(time.now() + seconds(1));
  expect(await rights.isAdmin(bob)).toBe(false);
});

test("what was known before gives no right when Slack fails a minute later", async () => {
  const { rights, may, server, time } = await rightsOf({ admins: [leads] });
  expect(await rights.isAdmin(bob)).toBe(true);
  time.moveTo(time.now() + seconds(60));
  server.faults.add(failing("usergroups.users.list"));
  expect(await may("change", bob)).toBe(false);
});

test("who was deactivated stays refused when Slack fails afterwards", async () => {
  const { rights, may, server, time } = await rightsOf({}, [{ id: eve, name: "eve", isDeactivated: true }]);
  rights.saw(eve, server.store.team.id);
  expect(await may("respond", eve)).toBe(false);
  time.moveTo(time.now() + seconds(60));
  server.faults.add(failing("users.info"));
  expect(await may("respond", eve)).toBe(false);
});

test("a group that cannot be read keeps nobody else out, and the refusal says so", async () => {
  const { rights, may, server } = await rightsOf({ admins: ["S0GONE0001", leads, ann] });
  expect(await may("change", ann)).toBe(true);
  expect(await may("change", bob)).toBe(true);
  const refusal = await rights.objection("change", carol, "pause the monitor");
  expect(refusal?.text).toMatch(
    /^You may not pause the monitor\. <!subteam\^S0GONE0001>, <!subteam\^S0LEADS001>, <@U0ANN00001> may\. Who is in <!subteam\^S0GONE0001> cannot be read: .+/,
  );
  server.faults.add(failing("usergroups.users.list"));
  expect(await may("change", ann)).toBe(true);
});

test.each([
  ["may change nothing", "change", false],
  ["may answer an alert, if the request is of our workspace", "respond", true],
  ["may look", "look", true],
] as const)("while Slack's directory fails, whoever asks %s", async (_, right, expected) => {
  const { rights, may, server } = await rightsOf();
  server.faults.add(failing("users.info"));
  rights.saw(ann, server.store.team.id);
  expect(await may(right, ann)).toBe(expected);
});

test("a refusal names those who may", async () => {
  const { rights } = await rightsOf({ admins: [ann, leads] });
  expect((await rights.objection("change", carol, "pause the monitor"))?.text).toBe(
    "You may not pause the monitor. <@U0ANN00001>, <!subteam^S0LEADS001> may.",
  );
  const byRole = await rightsOf();
  expect((await byRole.rights.objection("change", bob, "pause the monitor"))?.text).toBe(
    "You may not pause the monitor. Admins and owners of this workspace may.",
  );
});
