import { expect, test } from "vitest";
import { hours, minutes, type Night, night } from "./harness.ts";

const carol = "U0CAROL";
const eve = "U0EVE";

/** Opens the settings and one of their forms. */
async function openForm(soc: Night, section: string, user = carol) {
  await soc.slack.command(user, "/sla config");
  await until(soc, "[Change]", user);
  await soc.slack.pressInView(user, "modal", { actionId: "settings.open-section", value: section });
  await until(soc, "[Save]", user);
}

/** What somebody sees in the window on top. */
function seen(soc: Night, user = carol): string {
  const view = soc.slack.modal(user);
  return view === undefined ? "" : soc.slack.plainText(view);
}

/** Waits until the window shows what follows the ack. */
async function until(soc: Night, text: string, user = carol): Promise<void> {
  await soc.slack.until(() => seen(soc, user).includes(text), { what: `a window with "${text}"` });
}

test("a change of tiers moves pending deadlines at once and does not page again what was paged", async () => {
  const soc = await night();
  soc.hive.raise({ severity: 3, title: "Beacon to a known C2 host" });
  await soc.advance(minutes(32));
  expect(soc.phone("alice").sms).toHaveLength(1);
  await openForm(soc, "high");
  const { closed } = await soc.slack.submitModal(carol, { "Tier 2: after": "33m" });
  expect(closed).toBe(true);
  await until(soc, "✓ Saved and in force: sla.high.tiers");
  await soc.advance(minutes(2));
  expect(soc.phone("alice").calls).toHaveLength(1);
  await soc.advance(minutes(5));
  expect(soc.phone("alice").sms).toHaveLength(1);
  expect(await soc.audit("config.changed")).toMatchObject([
    { actor: carol, detail: { path: "sla.high.tiers", from: expect.anything(), to: expect.anything() } },
  ]);
}, 30_000);

test("a warning that is asked for in the window is told, and one that is taken out there is not", async () => {
  const soc = await night();
  soc.hive.raise({ severity: 3, title: "Beacon to a known C2 host" });
  await openForm(soc, "high");
  await soc.slack.submitModal(carol, {
    "Warn this long before the first deadline": "10m",
    "Warn how": ["Slack channel"],
  });
  await until(soc, "✓ Saved and in force: sla.high.warn");
  await soc.advance(minutes(21));
  expect(soc.cards().map((card) => soc.read(card))).toEqual([expect.stringContaining("SLA at risk")]);
  soc.hive.raise({ severity: 3, title: "Odd login" });
  await openForm(soc, "high");
  await soc.slack.submitModal(carol, { "Warn this long before the first deadline": "" });
  await until(soc, "✓ Saved and in force: sla.high.warn");
  await soc.advance(minutes(25));
  expect(soc.cards()).toHaveLength(1);
  expect((await soc.audit("config.changed")).map(({ detail }) => detail)).toMatchObject([
    { path: "sla.high.warn", to: { before: "10m", notify: ["slack"] } },
    { path: "sla.high.warn", from: { before: "10m", notify: ["slack"] }, to: null },
  ]);
}, 30_000);

test("the settings say where each value comes from", async () => {
  const soc = await night({ settings: { ignoreFor: "20m" } });
  await soc.slack.command(carol, "/sla config");
  await until(soc, "Critical alerts");
  expect(seen(soc)).toContain("15m: Slack channel, SMS to oncall");
  await soc.slack.pressInView(carol, "modal", { actionId: "settings.open-section", value: "general" });
  expect(seen(soc)).toMatch(/Ignore lasts: \[20m\]\n.*\(from the file\)/);
  expect(seen(soc)).toMatch(/I'm on it lasts: \[1h\]\n.*\(default\)/);
  await soc.slack.submitModal(carol, { "I'm on it lasts": "2h" });
  await soc.slack.pressInView(carol, "modal", { actionId: "settings.open-section", value: "general" });
  expect(seen(soc)).toMatch(/I'm on it lasts: \[2h\]\n.*\(changed in Slack\)/);
});

test("every fault is shown under its field, and nothing is saved", async () => {
  const soc = await night();
  await openForm(soc, "high");
  const { errors, closed } = await soc.slack.submitModal(carol, {
    "Tier 1: after": "soon",
    "Tier 3: after": "10m",
    "Tell again every": "0s",
  });
  expect(closed).toBe(false);
  expect(errors).toMatchObject({
    [`sla.high.tiers[0].after@${soc.app.live.revision()}`]: expect.stringMatching(
      /duration such as .*found "soon"/,
    ),
    [`sla.high.tiers[2].after@${soc.app.live.revision()}`]: expect.stringContaining(
      "more than the 45m of the tier before",
    ),
    [`sla.high.repeat.every@${soc.app.live.revision()}`]: expect.stringContaining("at least 1s"),
  });
  expect(await soc.audit("config.changed")).toEqual([]);
});

test("tiers are taken out and added", async () => {
  const soc = await night();
  await openForm(soc, "critical");
  await soc.slack.submitModal(carol, {
    "Tier 1: after": "",
    "Tier 4: after": "2h",
    "Tier 4: tell": ["slack", "sms:seniors"],
  });
  await until(soc, "✓ Saved");
  expect(soc.app.live.settings().sla.critical.tiers).toEqual([
    { after: minutes(30), notify: [{ via: "slack" }, { via: "call", group: "oncall" }] },
    { after: minutes(45), notify: [{ via: "slack" }, { via: "call", group: "seniors" }] },
    { after: hours(2), notify: [{ via: "slack" }, { via: "sms", group: "seniors" }] },
  ]);
});

test("a tier that was added without a time is not lost in silence", async () => {
  const soc = await night();
  await openForm(soc, "critical");
  const { errors } = await soc.slack.submitModal(carol, { "Tier 4: tell": ["slack"] });
  expect(errors).toEqual({
    [`sla.critical.tiers[3].after@${soc.app.live.revision()}`]: expect.stringContaining("a duration such as"),
  });
});

test.each([
  [
    "high-risk",
    { Words: "RANSOMWARE\nwiper", "After that": "nothing more is sent" },
    (soc: Night) =>
      expect(soc.app.live.settings().highRisk).toMatchObject({
        words: ["RANSOMWARE", "wiper"],
        then: "stop",
      }),
  ],
  [
    "general",
    { "Look at TheHive every": "5m", "Told one by one: at most": "3" },
    (soc: Night) =>
      expect(soc.app.live.settings()).toMatchObject({ poll: { every: minutes(5) }, storm: { threshold: 3 } }),
  ],
  [
    "voice",
    { Language: "de-DE", "Call again, times": 2 },
    (soc: Night) => expect(soc.app.live.settings().voice).toMatchObject({ language: "de-DE", retries: 2 }),
  ],
  [
    "low",
    { Watched: "No: nobody is told of these alerts" },
    (soc: Night) => expect(soc.app.live.settings().sla.low.enabled).toBe(false),
  ],
])("the form of %s is saved and in force", async (section, entries, check) => {
  const soc = await night();
  await openForm(soc, section);
  await soc.slack.submitModal(carol, entries);
  await until(soc, "✓ Saved and in force");
  check(soc);
});

test("who may change things is changed there too, but nobody locks themselves out", async () => {
  const soc = await night();
  await openForm(soc, "rights");
  const { errors } = await soc.slack.submitModal(carol, { "Who may change settings": eve });
  expect(Object.values(errors)).toEqual([`You could then change nothing any more: add yourself, ${carol}.`]);
  await soc.slack.submitModal(carol, { "Who may change settings": `${eve}\n${carol}` });
  await until(soc, "✓ Saved and in force: admins");
  expect(seen(soc)).toContain("@eve, @carol");
  await soc.slack.command(eve, "/sla config");
  await until(soc, "[Change]", eve);
});

test("saving without a change says so and leaves no trace", async () => {
  const soc = await night();
  await openForm(soc, "medium");
  await soc.slack.submitModal(carol);
  await until(soc, "Nothing was changed.");
  expect(await soc.audit("config.changed")).toEqual([]);
});

test("of two admins the second sees that the settings have changed, and the values of now", async () => {
  const users = [
    { id: carol, name: "carol", isAdmin: true },
    { id: "U0DAN", name: "dan", isOwner: true },
  ];
  const soc = await night({ slack: { users } });
  await openForm(soc, "general");
  await openForm(soc, "general", "U0DAN");
  await soc.slack.submitModal(carol, { "Ignore lasts": "45m" });
  await until(soc, "✓ Saved");
  await soc.slack.submitModal("U0DAN", { "Ignore lasts": "50m" });
  expect(seen(soc, "U0DAN")).toContain("The settings were changed while this window was open");
  expect(seen(soc, "U0DAN")).toContain("Ignore lasts: [45m]");
  await soc.slack.submitModal("U0DAN", { "Ignore lasts": "50m" });
  await until(soc, "✓ Saved", "U0DAN");
  expect(soc.app.live.settings().ignoreFor).toBe(minutes(50));
});

test("reset puts back what the file says and names it", async () => {
  const soc = await night({ settings: { ignoreFor: "20m" } });
  await soc.app.live.change({ ignoreFor: "45m", "sla.low.enabled": false }, carol);
  const answer = async (line: string) =>
    (await soc.slack.command(carol, line)).messages.map((message) => soc.read(message)).join("\n");
  expect(await answer("/sla config reset low")).toBe("✓ Back to what the file says: sla.low.enabled");
  expect(await answer("/sla config reset")).toBe("✓ Back to what the file says: ignoreFor");
  expect(soc.app.live.settings().ignoreFor).toBe(minutes(20));
  expect(await answer("/sla config reset")).toContain("Nothing there was changed in Slack");
  expect(await answer("/sla config reset nonsense")).toContain("Put back what?");
  expect(await answer("/sla config please")).toContain("Usage: /sla config");
});

test("a form's own button puts its part back", async () => {
  const soc = await night();
  await soc.app.live.change({ ignoreFor: "45m" }, carol);
  await openForm(soc, "general");
  await soc.slack.pressInView(carol, "modal", "Undo changes from Slack");
  await until(soc, "Back to what the file says: ignoreFor");
  expect(seen(soc)).toContain("Ignore lasts: [30m]");
});

test("who may not change the settings may look at them, and is told who may", async () => {
  const soc = await night();
  await soc.slack.command(eve, "/sla config");
  await until(soc, "Critical alerts", eve);
  expect(seen(soc, eve)).toContain("You may not change them. Those who may: admins and owners");
  expect(seen(soc, eve)).not.toContain("[Change]");
  const { messages } = await soc.slack.command(eve, "/sla config reset");
  expect(messages.map((message) => soc.read(message))).toEqual([
    expect.stringContaining("You may not change the settings"),
  ]);
});

test("who was an admin when the form opened and is none any more cannot save it", async () => {
  const soc = await night({ settings: { admins: [carol, eve] } });
  await openForm(soc, "general", eve);
  await soc.app.live.change({ admins: [carol] }, carol);
  await soc.slack.submitModal(eve, { "Ignore lasts": "45m" });
  expect(seen(soc, eve)).toContain("You may not change the settings. Those who may: @carol");
  expect(soc.app.live.settings().ignoreFor).toBe(minutes(30));
  const reset = await soc.slack.command(eve, "/sla config reset");
  expect(reset.messages.map((message) => soc.read(message)).join()).toContain("You may not");
});

test("a window that comes too late is said in words", async () => {
  const soc = await night();
  soc.slack.faults.add({
    method: "views.open",
    effect: { kind: "error", error: "expired_trigger_id" },
    times: 1,
  });
  const { messages } = await soc.slack.command(carol, "/sla config");
  expect(messages.map((message) => soc.read(message))).toEqual([
    "Slack gives three seconds to open a window, and they were over. Please try again.",
  ]);
});
