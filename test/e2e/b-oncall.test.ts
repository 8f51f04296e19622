import { expect, test } from "vitest";
import { minutes, type Night, night, people } from "./harness.ts";

const carol = "U0CAROL";
const eve = "U0EVE";

/** Types a command and reads the answer. */
async function typed(soc: Night, line: string, user = carol): Promise<string> {
  const { messages } = await soc.slack.command(user, line);
  return messages.map((message) => soc.read(message)).join("\n");
}

function seen(soc: Night, user = carol): string {
  const view = soc.slack.modal(user);
  return view === undefined ? "" : soc.slack.plainText(view);
}

async function until(soc: Night, text: string, user = carol): Promise<void> {
  await soc.slack.until(() => seen(soc, user).includes(text), { what: `a window with "${text}"` });
}

/** Opens a list from the answer to /sla oncall. */
async function openList(soc: Night, button: "Edit people" | "Edit groups and rotations", user = carol) {
  const { messages } = await soc.slack.command(user, "/sla oncall");
  const [answer] = messages;
  if (answer === undefined) throw new Error("no answer");
  await soc.slack.press(user, answer, button);
  await until(soc, "Add a", user);
}

const now = (soc: Night, group = "oncall") =>
  soc.app.engine.desk.onCall().find((one) => one.group === group)?.now;

test("oncall tells who is on call now and next in the rotation's zone, and offers admins to edit", async () => {
  const soc = await night();
  const answer = await typed(soc, "/sla oncall");
  expect(answer).toContain("📟 oncall  times in Europe/London");
  expect(answer).toContain("Now  alice until Mon 9 Mar 09:00, then bob");
  expect(answer).toContain("[Edit people] [Edit groups and rotations]");
  expect(await typed(soc, "/sla oncall", eve)).not.toContain("[Edit people]");
});

test("take puts whoever asks on call, at once and for so long", async () => {
  const soc = await night();
  expect(await typed(soc, "/sla oncall take 4h")).toContain(
    "✓ carol is on call for oncall: Tue 3 Mar 02:00 to Tue 3 Mar 06:00 (Europe/London)",
  );
  expect(now(soc)).toEqual(["carol"]);
  expect(await soc.audit("oncall.changed")).toMatchObject([
    { actor: carol, detail: { change: "take", group: "oncall", person: "carol" } },
  ]);
  soc.hive.raise({ severity: 3, title: "Beacon" });
  await soc.advance(minutes(32));
  expect(soc.phone("carol").sms).toHaveLength(1);
  expect(soc.phone("alice").sms).toHaveLength(0);
});

test.each([["<@U0BOB>"], ["@bobby"], ["@bob"], ["bob"], ["@Bobby"], ["Robert"]])(
  "override understands %s",
  async (who) => {
    const users = [
      { id: "U0CAROL", name: "carol", isAdmin: true },
      { id: "U0BOB", name: "bobby", realName: "Robert" },
    ];
    const soc = await night({ slack: { users } });
    expect(await typed(soc, `/sla oncall override ${who} 6h`)).toBe(
      "✓ bob is on call for oncall: Tue 3 Mar 02:00 to Tue 3 Mar 08:00 (Europe/London).\nIt relieves alice.",
    );
    expect(now(soc)).toEqual(["bob"]);
  },
);

test("override and clear of a group by name, in the rotation's summer time", async () => {
  const soc = await night({ at: "2026-06-01T12:00Z" });
  expect(await typed(soc, "/sla oncall override bob 22:00 - 08:00 seniors")).toContain(
    "✓ bob is on call for seniors: Mon 1 Jun 22:00 to Tue 2 Jun 08:00 (UTC)",
  );
  expect(await typed(soc, "/sla oncall override bob 22:00-08:00 oncall")).toContain(
    "Mon 1 Jun 22:00 to Tue 2 Jun 08:00 (Europe/London)",
  );
  expect(await typed(soc, "/sla oncall clear seniors")).toContain(
    "✓ Called off for seniors: bob (from Mon 1 Jun 22:00, UTC). On call now: carol, dave.",
  );
  expect(await typed(soc, "/sla oncall clear seniors")).toContain("There is no override of seniors");
});

test.each([
  ["/sla oncall take", "For how long?"],
  ["/sla oncall take soon", "For how long?"],
  ["/sla oncall take 4h nonsense", 'There is no group "nonsense". Groups: oncall, seniors'],
  ["/sla oncall override", "Who, and when?"],
  ["/sla oncall override bob", "Who, and when?"],
  ["/sla oncall override nobody 22:00-08:00", "Nobody is called nobody. People: alice, bob, carol, dave"],
  ["/sla oncall override <@U0EVE> 4h", "@eve is not one of the people who can be on call"],
  ["/sla oncall override bob midnight", "is not a time such as"],
  ["/sla oncall override bob 22:00-08:00 nonsense", 'There is no group "nonsense"'],
  ["/sla oncall clear nonsense", 'There is no group "nonsense"'],
  ["/sla oncall what", "I do not know that word."],
])("%s is explained and changes nothing", async (line, answer) => {
  const soc = await night();
  expect(await typed(soc, line)).toContain(answer);
  expect(await soc.audit("oncall.changed")).toEqual([]);
});

test("an admin who is none of the people cannot take the duty and learns why", async () => {
  const soc = await night({ settings: { admins: [eve] } });
  expect(await typed(soc, "/sla oncall take 4h", eve)).toContain(
    "You are not one of the people who can be on call",
  );
});

test.each(["take 4h", "override bob 4h", "clear"])("only admins may %s", async (words) => {
  const soc = await night();
  expect(await typed(soc, `/sla oncall ${words}`, eve)).toMatch(
    /^You may not change who is on call\. Those who may: admins and owners/,
  );
  expect(await soc.audit("oncall.changed")).toEqual([]);
});

test("a person is added with a number that nobody sees again", async () => {
  const soc = await night();
  await openList(soc, "Edit people");
  await soc.slack.pressInView(carol, "modal", "Add a person");
  await soc.slack.submitModal(carol, {
    Name: "erin",
    "In Slack": eve,
    Phone: "+1 (202) 555-0114",
    "E-mail": "erin@example.org",
  });
  await until(soc, "✓ Saved and in force: people.erin");
  expect(seen(soc)).toContain("erin  @eve  +12…14  erin@example.org");
  expect(soc.app.live.settings().people.erin).toEqual({
    phone: "+12025550114",
    slack: eve,
    email: "erin@example.org",
  });
  expect(JSON.stringify(await soc.audit("config.changed"))).not.toContain("12025550114");
});

test("a changed person keeps the number that was not typed anew", async () => {
  const soc = await night();
  await openList(soc, "Edit people");
  await soc.slack.chooseInView(carol, "modal", "Change a person", "alice");
  expect(seen(soc)).toContain("Now +12…11. Leave it empty to keep it");
  expect(seen(soc)).not.toContain(people.alice.phone);
  await soc.slack.submitModal(carol, { "E-mail": "a@example.org" });
  await until(soc, "✓ Saved");
  expect(soc.app.live.settings().people.alice).toEqual({ ...people.alice, email: "a@example.org" });
  await soc.slack.chooseInView(carol, "modal", "Change a person", "alice");
  await soc.slack.submitModal(carol, { Phone: "-" });
  await until(soc, "no phone");
  expect(soc.app.live.settings().people.alice).not.toHaveProperty("phone");
});

test("faults of a person are shown under their fields, without the number", async () => {
  const soc = await night();
  await openList(soc, "Edit people");
  await soc.slack.pressInView(carol, "modal", "Add a person");
  const wrong = await soc.slack.submitModal(carol, {
    Name: "Erin Smith",
    Phone: "020 7946 0000",
    "E-mail": "erin",
  });
  expect(wrong.errors).toMatchObject({
    [`name@${soc.app.live.revision()}`]: expect.stringContaining("Lower-case letters and digits"),
    [`phone@${soc.app.live.revision()}`]: expect.stringContaining("E.164"),
    [`email@${soc.app.live.revision()}`]: expect.stringContaining("an e-mail address"),
  });
  expect(JSON.stringify(wrong.errors)).not.toContain("7946");
  const taken = await soc.slack.submitModal(carol, { Name: "bob", Phone: null, "E-mail": null });
  expect(taken.errors).toEqual({
    [`name@${soc.app.live.revision()}`]: expect.stringContaining("The name bob is taken"),
  });
});

test("a person is taken out only when no group needs them", async () => {
  const soc = await night();
  await openList(soc, "Edit people");
  await soc.slack.chooseInView(carol, "modal", "Change a person", "alice");
  await soc.slack.pressInView(carol, "modal", "Take alice out");
  await until(soc, "✗ Not taken out, it is still needed. groups.oncall.rotation.members[0]");
  await soc.app.live.change({ "groups.seniors": { members: ["carol"] } }, carol);
  await soc.slack.closeModal(carol);
  await soc.slack.chooseInView(carol, "modal", "Change a person", "dave");
  await soc.slack.pressInView(carol, "modal", "Take dave out");
  await until(soc, "✓ Saved and in force: people.dave");
  await soc.slack.closeModal(carol);
  expect(seen(soc)).not.toContain("dave");
});

test("a rotation is changed, and the duty with it at once", async () => {
  const soc = await night();
  await openList(soc, "Edit groups and rotations");
  expect(seen(soc)).toContain("oncall  alice, bob: in turns of 1w from 2026-01-05T09:00, Europe/London");
  await soc.slack.chooseInView(carol, "modal", "Change a group", "oncall");
  await soc.slack.submitModal(carol, {
    "Members, in the order": ["U0CAROL", "U0ALICE", "U0BOB"],
    "First turn begins": "2026-03-02T08:00",
    "Each turn lasts": "1d",
    "Time zone of the turns": "America/New_York",
  });
  await until(soc, "✓ Saved and in force: groups.oncall");
  expect(now(soc)).toEqual(["carol"]);
  expect(await typed(soc, "/sla oncall")).toContain("Now  carol until Tue 3 Mar 08:00, then alice");
});

test("faults of a group are shown under their fields", async () => {
  const soc = await night();
  await openList(soc, "Edit groups and rotations");
  await soc.slack.chooseInView(carol, "modal", "Change a group", "oncall");
  const { errors } = await soc.slack.submitModal(carol, {
    Members: "alice, mallory",
    "Time zone of the turns": "Atlantis",
    "First turn begins": "2026-02-30T09:00",
    "Each turn lasts": "often",
    "Slack user group": "@oncall",
  });
  expect(errors).toMatchObject({
    [`members@${soc.app.live.revision()}`]: expect.stringContaining("mallory"),
    [`zone@${soc.app.live.revision()}`]: expect.stringContaining("IANA name"),
    [`start@${soc.app.live.revision()}`]: expect.stringContaining("wall-clock time"),
    [`every@${soc.app.live.revision()}`]: expect.stringContaining("12h, 1d, 1w or 1mo"),
    [`userGroup@${soc.app.live.revision()}`]: expect.stringContaining("Slack user group"),
  });
});

test("a group is added and taken out", async () => {
  const soc = await night();
  await openList(soc, "Edit groups and rotations");
  await soc.slack.pressInView(carol, "modal", "Add a group");
  await soc.slack.submitModal(carol, { Name: "desk", "Who is told": "Everybody in it", Members: "bob" });
  await until(soc, "desk  bob: everybody in it");
  await soc.slack.chooseInView(carol, "modal", "Change a group", "desk");
  await soc.slack.pressInView(carol, "modal", "Take desk out");
  await until(soc, "✓ Saved and in force: groups.desk");
  expect(Object.keys(soc.app.live.settings().groups)).toEqual(["oncall", "seniors"]);
});

test("who is no admin any more is refused in every window of people and groups", async () => {
  const soc = await night({ settings: { admins: [carol, eve] } });
  const { messages } = await soc.slack.command(eve, "/sla oncall");
  await openList(soc, "Edit people", eve);
  await soc.slack.chooseInView(eve, "modal", "Change a person", "dave");
  await soc.app.live.change({ admins: [carol] }, carol);
  await soc.slack.pressInView(eve, "modal", "Take dave out");
  await until(soc, "You may not change people and groups", eve);
  await soc.slack.closeModal(eve, { all: true });
  for (const button of ["Edit people", "Edit groups and rotations"]) {
    const [answer] = messages;
    if (answer === undefined) throw new Error("no answer");
    await soc.slack.press(eve, answer, button);
    await until(soc, "You may not change", eve);
    await soc.slack.closeModal(eve, { all: true });
  }
  expect(soc.app.live.settings().people).toHaveProperty("dave");
});

test("the second of two admins at one person sees that it has changed", async () => {
  const soc = await night({ settings: { admins: [carol, eve] } });
  for (const user of [carol, eve]) {
    await openList(soc, "Edit people", user);
    await soc.slack.chooseInView(user, "modal", "Change a person", "bob");
  }
  await soc.slack.submitModal(carol, { "E-mail": "b1@example.org" });
  await until(soc, "✓ Saved");
  await soc.slack.submitModal(eve, { "E-mail": "b2@example.org" });
  expect(seen(soc, eve)).toContain("The settings were changed while this window was open");
  expect(seen(soc, eve)).toContain("E-mail: [b1@example.org]");
});

test("a window that comes too late is said in words, from a message and over another window", async () => {
  const soc = await night();
  const { messages } = await soc.slack.command(carol, "/sla oncall");
  const [answer] = messages;
  if (answer === undefined) throw new Error("no answer");
  const tooLate = { kind: "error", error: "expired_trigger_id" } as const;
  soc.slack.faults.add({ method: "views.open", effect: tooLate, times: 1 });
  const pressed = await soc.slack.press(carol, answer, "Edit people");
  expect(pressed.messages.map((message) => soc.read(message))).toEqual([
    expect.stringContaining("Slack gives three seconds"),
  ]);
  await openList(soc, "Edit people");
  soc.slack.faults.add({ method: "views.push", effect: tooLate, times: 1 });
  await soc.slack.pressInView(carol, "modal", "Add a person");
  await until(soc, "Slack gives three seconds");
});
