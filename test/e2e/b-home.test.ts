import { expect, test } from "vitest";
import { minutes, type Night, night, seconds } from "./harness.ts";

const carol = "U0CAROL";
const eve = "U0EVE";

function homeOf(soc: Night, user: string): string {
  const home = soc.slack.home(user);
  return home === undefined ? "" : soc.slack.plainText(home);
}

function seen(soc: Night, user = carol): string {
  const view = soc.slack.modal(user);
  return view === undefined ? "" : soc.slack.plainText(view);
}

async function until(soc: Night, holds: () => boolean, what: string): Promise<void> {
  await soc.slack.until(holds, { what });
}

test("App Home shows the board, who is on call, health, and the ways to everything else", async () => {
  const soc = await night();
  soc.hive.raise({ severity: 4, title: "Beacon to a known C2 host" });
  await soc.advance(minutes(2));
  await soc.slack.openHome(eve);
  expect(homeOf(soc, eve)).toContain("Beacon to a known C2 host");
  expect(homeOf(soc, eve)).toContain("On call  oncall: alice until 2026-03-09 09:00 UTC, then bob");
  expect(homeOf(soc, eve)).toContain("[On call] [Settings] [All commands]");
  expect(homeOf(soc, eve)).not.toContain("critical: 15m Slack channel");
  await soc.slack.openHome(carol);
  expect(homeOf(soc, carol)).toContain(
    "critical: 15m Slack channel, SMS to oncall · 30m Slack channel, Call to oncall · 45m Slack channel, Call to seniors  (default)",
  );
});

test("App Home follows alerts, settings and the duty", async () => {
  const soc = await night();
  await soc.slack.openHome(carol);
  expect(homeOf(soc, carol)).toContain("No open alerts");
  soc.hive.raise({ severity: 3, title: "Odd login" });
  await soc.advance(minutes(2) + seconds(5));
  await until(soc, () => homeOf(soc, carol).includes("Odd login"), "the alert");
  await soc.app.live.change({ "sla.high.enabled": false }, carol);
  await soc.advance(seconds(3));
  await until(soc, () => homeOf(soc, carol).includes("high: off  (changed in Slack)"), "the settings");
  await soc.slack.command(carol, "/sla oncall take 4h");
  await soc.advance(seconds(3));
  await until(soc, () => homeOf(soc, carol).includes("On call  oncall: carol (stands in)"), "the duty");
});

test("App Home follows a pause and a handoff, though no alert changes", async () => {
  const soc = await night({ at: "2026-03-09T08:58Z" });
  await soc.slack.openHome(eve);
  await soc.slack.command(carol, "/sla pause 2h TheHive upgrade");
  await soc.advance(seconds(3));
  await until(soc, () => homeOf(soc, eve).includes("Paused until"), "the pause");
  await soc.slack.command(carol, "/sla resume");
  await soc.advance(seconds(3));
  await until(soc, () => !homeOf(soc, eve).includes("Paused until"), "its end");
  expect(homeOf(soc, eve)).toContain("On call  oncall: alice");
  await soc.until("2026-03-09T09:00:05Z");
  await until(soc, () => homeOf(soc, eve).includes("On call  oncall: bob"), "the handoff");
});

test("the settings, the duty and every command open from App Home", async () => {
  const soc = await night();
  await soc.slack.openHome(carol);
  await soc.slack.pressInView(carol, "home", "Settings");
  await until(soc, () => seen(soc).includes("[Change]"), "the settings");
  await soc.slack.pressInView(carol, "modal", { actionId: "settings.open-section", value: "general" });
  await soc.slack.submitModal(carol, { "Ignore lasts": "45m" });
  await until(soc, () => seen(soc).includes("✓ Saved and in force: ignoreFor"), "the change");
  await soc.slack.closeModal(carol, { all: true });
  await soc.slack.pressInView(carol, "home", "On call");
  await until(soc, () => seen(soc).includes("Now  alice"), "the duty");
  await soc.slack.pressInView(carol, "modal", "Edit people");
  await until(soc, () => seen(soc).includes("[Add a person]"), "the people");
  await soc.slack.chooseInView(carol, "modal", "Change a person", "dave");
  await soc.slack.submitModal(carol, { "E-mail": "dave@example.org" });
  await until(soc, () => seen(soc).includes("✓ Saved and in force: people.dave"), "the person");
  await soc.slack.closeModal(carol, { all: true });
  await soc.slack.pressInView(carol, "home", "All commands");
  await until(soc, () => seen(soc).includes("/sla oncall"), "the commands");
  for (const name of [
    "status",
    "ack",
    "ignore",
    "promote",
    "why",
    "audit",
    "pause",
    "resume",
    "test",
    "config",
  ]) {
    expect(seen(soc)).toContain(`/sla ${name}`);
  }
});

test("who may not change anything looks at settings and duty without buttons", async () => {
  const soc = await night();
  await soc.slack.openHome(eve);
  await soc.slack.pressInView(eve, "home", "Settings");
  await until(soc, () => seen(soc, eve).includes("You may not change them"), "the settings");
  expect(seen(soc, eve)).not.toContain("[Change]");
  await soc.slack.closeModal(eve);
  await soc.slack.pressInView(eve, "home", "On call");
  await until(soc, () => seen(soc, eve).includes("Now  alice"), "the duty");
  expect(seen(soc, eve)).not.toContain("[Edit");
});

test("a window that comes too late is said above the board", async () => {
  const soc = await night();
  await soc.slack.openHome(carol);
  soc.slack.faults.add({
    method: "views.open",
    effect: { kind: "error", error: "expired_trigger_id" },
    times: 1,
  });
  await soc.slack.pressInView(carol, "home", "Settings");
  await until(soc, () => homeOf(soc, carol).startsWith("Slack gives three seconds"), "the excuse");
});

test("App Home that another copy drew meanwhile is drawn over", async () => {
  const soc = await night();
  await soc.slack.openHome(carol);
  soc.slack.faults.add({
    method: "views.publish",
    effect: { kind: "error", error: "hash_conflict" },
    times: 1,
  });
  soc.hive.raise({ severity: 3, title: "Odd login" });
  await soc.advance(minutes(2) + seconds(5));
  await until(soc, () => homeOf(soc, carol).includes("Odd login"), "the alert");
});

test("an alert promoted elsewhere since App Home was drawn is not promoted again", async () => {
  const soc = await night();
  const { id } = soc.hive.raise({ severity: 3, title: "Odd login" });
  await soc.advance(minutes(2));
  await soc.slack.openHome(eve);
  soc.hive.import(id);
  await soc.slack.pressInView(eve, "home", "Promote to case");
  await until(soc, () => homeOf(soc, eve).includes("already"), "the refusal");
  expect(soc.hive.cases.size).toBe(1);
});
