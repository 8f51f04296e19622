import { expect, test } from "vitest";
import type { Tree } from "../../../src/config/tree.ts";
import { days, hours, minutes } from "../../../src/lib/time.ts";
import { engineWorld, memory } from "../world.ts";

const people = {
  alice: { phone: "+12025550111", slack: "U0ALICE" },
  bob: { phone: "+12025550112", slack: "U0BOB" },
  carol: { phone: "+12025550113" },
  dave: { slack: "U0DAVE" },
};
const rotation = { members: ["alice", "bob"], timezone: "UTC", start: "2026-03-02T09:00", every: "1w" };
const groups = { oncall: { rotation }, seniors: { members: ["carol", "dave"] } };
const settings = (test = "wed 10:00"): Tree => ({
  ...{ people, groups, poll: { every: "6h" } },
  readiness: { at: "off", test },
});

type Soc = ReturnType<typeof engineWorld>;
/** The night of 3 March, a Tuesday; the test comes on Wednesday. */
async function begun(text: Tree = settings(), disk = memory()): Promise<Soc> {
  const soc = engineWorld(text, disk);
  await soc.engine.start();
  return soc;
}
const untilTest = hours(32);
const texts = (soc: Soc) => soc.phone.sent.filter(({ about }) => about.kind === "test");
const verdicts = (soc: Soc) => soc.posted.filter(({ id }) => id.startsWith("drill/"));
const silent = (soc: Soc) =>
  soc.audit
    .filter(({ event }) => event === "test.unanswered")
    .map(({ to, detail }) => `${to} ${Object(detail).how}`);

function answer(soc: Soc, name: "alice" | "carol"): void {
  const code = texts(soc).findLast(({ to }) => to === name)?.code ?? "";
  soc.phone.inbox.push({ sid: `SM${name}`, from: people[name].phone, body: code, at: soc.clock.now() });
}

test("nobody gets a test text unless it is asked for", async () => {
  const soc = await begun(settings("off"));
  await soc.advance(days(8));
  expect(texts(soc)).toEqual([]);
});

test("whoever is on duty in the coming week gets one, and who has not answered in half an hour is named once", async () => {
  const soc = await begun();
  await soc.advance(untilTest);
  expect(texts(soc).map(({ to }) => to)).toEqual(["alice", "bob", "carol"]);
  answer(soc, "alice");
  await soc.advance(minutes(29));
  expect(soc.posted.filter(({ id }) => /^(answered|drill)/.test(id))).toEqual([]);
  await soc.advance(hours(24));
  expect(verdicts(soc)).toMatchObject([{ at: soc.start + untilTest + minutes(30) }]);
  expect(silent(soc)).toEqual(["bob silent", "carol silent"]);
});

test("when all answer nothing is said, and the next one comes in a week", async () => {
  const soc = await begun({ ...settings(), groups: { oncall: { members: ["alice"] } } });
  await soc.advance(untilTest);
  answer(soc, "alice");
  await soc.advance(days(6));
  expect([verdicts(soc), silent(soc), texts(soc).length]).toEqual([[], [], 1]);
  await soc.advance(days(1));
  expect(texts(soc)).toHaveLength(2);
});

test("a restart between text and verdict loses nothing: what was answered meanwhile counts", async () => {
  const disk = memory();
  const first = await begun(settings(), disk);
  await first.advance(untilTest + minutes(5));
  await first.engine.stop();
  const second = engineWorld(settings(), disk);
  second.phone.inbox.push(...first.phone.inbox);
  await second.advance(untilTest + minutes(20));
  answerAs(first, second, "alice");
  await second.advance(minutes(20));
  await second.engine.start();
  await second.advance(minutes(5));
  expect(texts(second)).toEqual([]);
  expect(verdicts(second)).toHaveLength(1);
  expect(silent(second)).toEqual(["bob silent", "carol silent"]);
});

/** By the code that an earlier run has sent. */
function answerAs(first: Soc, second: Soc, name: "alice" | "carol"): void {
  const code = texts(first).findLast(({ to }) => to === name)?.code ?? "";
  second.phone.inbox.push({ sid: "SM1", from: people[name].phone, body: code, at: second.clock.now() });
}

test("a text that did not get out is said as that, and not as silence", async () => {
  const soc = await begun();
  soc.phone.script.answer = ({ to }) =>
    to === "bob" ? { state: "failed", scope: "person", detail: "bob has opted out" } : undefined;
  await soc.advance(untilTest + minutes(31));
  expect(silent(soc)).toEqual(["alice silent", "bob unsent", "carol silent"]);
});

test("while replies cannot be read nobody is called silent", async () => {
  const soc = await begun();
  await soc.advance(untilTest);
  soc.phone.script.inboxFails = true;
  await soc.advance(hours(1));
  expect(verdicts(soc)).toEqual([]);
  await soc.advance(hours(2));
  expect(silent(soc)).toEqual(["alice unknown", "bob unknown", "carol unknown"]);
});

test("texts count in limits, and hold back no alert's beyond what those allow", async () => {
  const soc = await begun({ ...settings(), limits: { sms: "2 per 15m" }, poll: { every: "2m" } });
  await soc.advance(untilTest);
  soc.raise(1, { createdAt: (soc.clock.now() - minutes(30)) as never });
  await soc.advance(minutes(3));
  expect(soc.phone.sent.filter(({ to }) => to === "alice").map(({ about }) => about.kind)).toEqual([
    "test",
    "alert",
  ]);
});

test("nobody is texted during a pause, or for a time that is long past", async () => {
  const soc = await begun();
  await soc.engine.desk.pause((soc.start + days(2)) as never, "upgrade", "U0ALICE");
  await soc.advance(days(3));
  expect(texts(soc)).toEqual([]);
  const disk = memory();
  const first = await begun(settings(), disk);
  await first.engine.stop();
  const second = engineWorld(settings(), disk);
  await second.advance(untilTest + minutes(61));
  await second.engine.start();
  await second.advance(days(1));
  expect(texts(second)).toEqual([]);
});
