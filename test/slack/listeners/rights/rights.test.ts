import { expect, test } from "vitest";
import type { UserSeed } from "../../../../sandbox/slack/workspace/seed.ts";
import { minutes, seconds } from "../../../../src/lib/time.ts";
import { beacon } from "../../cards.ts";
import { fakeDesk } from "../../fake-desk.ts";
import { governed } from "../../governance.ts";
import { team } from "../../modals/settings.ts";
import { eventually, listening } from "../../workspace.ts";

const [ann, bob, eve] = ["U0ANN00001", "U0BOB00001", "U0EVE00001"];

async function scene({
  eve: outsider = { isGuest: "multi-channel" },
  file = team,
}: {
  eve?: Partial<UserSeed>;
  file?: typeof team;
} = {}) {
  const desk = fakeDesk();
  const { governance, live, events } = await governed(file);
  const users: UserSeed[] = [
    { id: ann, name: "ann", isAdmin: true },
    { id: bob, name: "bob" },
    { id: eve, name: "eve", ...outsider },
  ];
  const all = await listening(desk, { users }, governance);
  const said = (user: string) =>
    all.server
      .ephemerals(user)
      .map((message) => all.server.plainText(message))
      .join("\n");
  const typed = async (user: string, line: string) => {
    const { messages } = await all.server.command(user, line);
    return messages.map((message) => all.server.plainText(message)).join("\n");
  };
  const seen = (user: string) => {
    const view = all.server.modal(user);
    return view === undefined ? "" : all.server.plainText(view);
  };
  return { ...all, desk, live, events, said, typed, seen };
}

test.each([
  "status",
  "why 17",
  "audit",
  "report",
  "ack 17",
  "ignore 17 2h",
  "promote 17",
  "resume 17",
  "pause 2h no reason",
  "resume",
  "test",
  "oncall",
  "oncall take 4h",
  "config",
  "config reset",
])("a guest who types /sla %s is refused and told who may", async (words) => {
  const { typed, desk, events } = await scene();
  expect(await typed(eve, `/sla ${words}`)).toContain(
    "guests may do nothing here. Full members of this workspace may.",
  );
  expect([desk.asked, desk.calls, events]).toEqual([[], [], []]);
});

test.each<[string, Partial<UserSeed>]>([
  ["a guest", { isGuest: "single-channel" }],
  ["somebody of a shared channel", { team: "T0OTHER001" }],
  ["a deactivated account", { isDeactivated: true }],
])("%s who presses under an alert is refused, and nobody else sees it", async (_who, outsider) => {
  const { server, typed, desk, said } = await scene({ eve: outsider });
  await typed(ann, "/sla status 17");
  const [card] = server.ephemerals(ann);
  if (card === undefined) throw new Error("no card");
  await server.press(eve, card, "I'm on it");
  await eventually(() => said(eve) !== "", "the refusal");
  expect(said(eve)).toMatch(/You may not answer alerts: .* may do nothing here/);
  expect(desk.asked).toEqual([]);
});

test("App Home shows a guest nothing", async () => {
  const { server } = await scene();
  await server.openHome(eve);
  const home = server.home(eve);
  expect(home === undefined ? "" : server.plainText(home)).toContain("guests may do nothing here");
});

test("only responders answer alerts, and admins are none by being admins", async () => {
  const { typed, desk } = await scene({ file: { ...team, responders: [bob] } });
  expect(await typed(ann, "/sla ack 17")).toMatch(/You may not answer alerts\. Those who may: @bob/);
  await typed(bob, "/sla ack 17");
  expect(desk.asked).toMatchObject([{ id: beacon.id, person: { actor: bob } }]);
});

test("a form opens for nobody who may not save it", async () => {
  const { server, time, typed, seen, events } = await scene();
  await typed(ann, "/sla config");
  await eventually(() => seen(ann).includes("[Change]"), "the settings");
  const known = server.store.users.get(ann);
  if (known !== undefined) known.isAdmin = false;
  time.moveTo(time.now() + seconds(60));
  await server.pressInView(ann, "modal", { actionId: "settings.open-section", value: "general" });
  await eventually(() => seen(ann).includes("You may not"), "the refusal");
  expect(seen(ann)).toContain("You may not change the settings");
  expect(seen(ann)).not.toContain("[Save]");
  expect(events).toEqual([]);
});

test.each<[string, string | undefined]>([
  ["people.edit", "bob.smith"],
  ["people.add", undefined],
])("%s opens no form for who lost the right to change people", async (actionId, value) => {
  const { server, time, typed, seen } = await scene();
  await typed(ann, "/sla oncall");
  const [list] = server.ephemerals(ann);
  if (list === undefined) throw new Error("no answer");
  await server.press(ann, list, { actionId: "people.open" });
  await eventually(() => seen(ann).includes("alice"), "the people");
  const known = server.store.users.get(ann);
  if (known !== undefined) known.isAdmin = false;
  time.moveTo(time.now() + seconds(60));
  if (value === undefined) await server.pressInView(ann, "modal", { actionId });
  else await server.chooseInView(ann, "modal", { actionId }, value);
  await eventually(() => seen(ann).includes("You may not"), "the refusal");
  expect(seen(ann)).not.toContain("[Save]");
});

test.each([
  ["/sla test", "test slack on call"],
  ["/sla test sms alice", "test sms alice"],
  ["/sla test sms @ann", "test sms alice"],
  ["/sla test sms @bob", "test sms bob.smith"],
  ["/sla test slack bob.smith", "test dm bob.smith"],
  ["/sla test call", "test call on call"],
])("%s of an admin tells whom it names", async (line, call) => {
  const { typed, desk } = await scene();
  expect(await typed(ann, line)).toContain("Test by");
  expect(desk.calls).toEqual([`${call} ${ann}`]);
});

test.each([
  ["a member may test their own phone", "/sla test sms bob.smith", /Test by sms/, 1],
  ["a member may test nobody else's", "/sla test sms alice", /You may not send tests to others/, 0],
  ["a member may not wake whoever is on call", "/sla test call", /You may not send tests to others/, 0],
  ["who is unknown is told as unknown", "/sla test sms mallory", /Nobody is called mallory/, 0],
  ["more than one word is no person", "/sla test sms bob smith", /One person at a time/, 0],
])("%s", async (_rule, line, said, calls) => {
  const { typed, desk } = await scene();
  expect(await typed(bob, line)).toMatch(said);
  expect(desk.calls).toHaveLength(calls);
});

test("one person is sent three tests in ten minutes at most, by whatever way", async () => {
  const { typed, desk, time } = await scene();
  for (const via of ["sms", "call", "slack"]) await typed(ann, `/sla test ${via} bob.smith`);
  expect(await typed(ann, "/sla test sms bob.smith")).toContain("was sent three tests within ten minutes");
  expect(desk.calls).toHaveLength(3);
  await typed(ann, "/sla test sms alice");
  expect(desk.calls).toHaveLength(4);
  time.moveTo(time.now() + minutes(10));
  await typed(ann, "/sla test sms bob.smith");
  expect(desk.calls).toHaveLength(5);
});
