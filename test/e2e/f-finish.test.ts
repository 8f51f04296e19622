import { expect, test } from "vitest";
import { minutes, type Night, night, seconds } from "./harness.ts";

const alice = "U0ALICE";
const noise = { severity: 3, source: "noisy-ids", type: "ids" } as const;

/** What somebody sees in the window on top. */
function seen(soc: Night, user = alice): string {
  const view = soc.slack.modal(user);
  return view === undefined ? "" : soc.slack.plainText(view);
}

async function until(soc: Night, text: string | RegExp, user = alice): Promise<void> {
  const shown = () =>
    typeof text === "string" ? seen(soc, user).includes(text) : text.test(seen(soc, user));
  await soc.letPass(
    soc.slack.until(shown, { within: 50_000, what: `a window with ${text}, not ${seen(soc, user)}` }),
  );
}

/** 200 alerts of one source and one of another, all overdue when the app first looks. */
async function storm(options = {}): Promise<Night> {
  const soc = await night({ start: false, ...options });
  const createdAt = soc.clock.now() - minutes(120);
  soc.hive.raiseMany(200, (index) => ({ ...noise, title: `Noise ${index}`, createdAt: createdAt + index }));
  soc.hive.raise({ severity: 4, title: "Ransom note", source: "edr", createdAt });
  await soc.start();
  await soc.advance(minutes(1));
  return soc;
}

async function preview(soc: Night, as: string, note = "known scanner"): Promise<void> {
  const digest = soc.slack.channel("soc").messages.find((message) => /201 alerts/.test(soc.read(message)));
  await soc.slack.press(alice, digest ?? expect.fail(), "Close many…");
  await until(soc, "[Preview]");
  const which = "source noisy-ids · 200 open";
  await soc.slack.submitModal(alice, { "Which alerts": which, "Close as": as, Note: note });
  await until(soc, "[Close 200 alerts]");
}

const handled = (soc: Night) => [...soc.hive.alerts.values()].filter(({ stage }) => stage === "Closed");

test("200 alerts of one source are closed from the digest: a preview, one confirmation", async () => {
  const soc = await storm();
  await preview(soc, "FalsePositive");
  expect(seen(soc)).toMatch(/200 alerts of source noisy-ids as FalsePositive/);
  expect(seen(soc)).toMatch(/and 195 more, none of them worse/);
  expect(handled(soc)).toEqual([]);
  // What comes after the preview was not looked at: it stays.
  soc.hive.raise({ ...noise, title: "After the preview" });
  await soc.advance(minutes(2));
  expect(soc.app.engine.desk.board().rows).toHaveLength(202);
  await soc.slack.submitModal(alice);
  await until(soc, "✅ 200 alerts are closed as FalsePositive");
  await soc.advance(seconds(5));
  expect(handled(soc).map(({ status, summary, assignee }) => [status, summary, assignee])).toEqual(
    Array.from({ length: 200 }, () => ["FalsePositive", "known scanner", "alice@example.org"]),
  );
  const audited = await soc.audit("alert.closed");
  expect(audited).toHaveLength(200);
  expect(new Set(audited.map(({ alertId }) => alertId)).size).toBe(200);
  expect(new Set(audited.map(({ actor, detail }) => JSON.stringify([actor, detail])))).toEqual(
    new Set([JSON.stringify([alice, { status: "FalsePositive", note: "known scanner" }])]),
  );
  const { rows } = soc.app.engine.desk.board();
  expect(rows.map(({ alert }) => alert.title).toSorted()).toEqual(["After the preview", "Ransom note"]);
}, 120_000);

test("a connection that drops in the middle closes none twice, and it is said which are left and why", async () => {
  const soc = await storm();
  await preview(soc, "Duplicate");
  const patches = () => soc.hive.requests.filter(({ method }) => method === "PATCH");
  // After some have been closed the answers are lost, then nobody is there at all.
  const PATCH = { method: "PATCH", path: /\/alert\/[^/]+$/ };
  const lost = { kind: "dropAfterEffect", when: PATCH, times: 6 } as const;
  const gone = { kind: "reset", when: PATCH } as const;
  const troubles = [
    { from: 80, fault: lost },
    { from: 120, fault: gone },
  ] as const;
  let next = 0;
  soc.hive.onRequest(() => {
    const trouble = troubles.at(next);
    if (trouble === undefined || patches().length < trouble.from) return;
    next++;
    soc.hive.faults.add(trouble.fault);
  });
  await soc.slack.submitModal(alice);
  await until(soc, "alerts not closed:");
  const closed = handled(soc);
  expect(closed.length).toBeGreaterThan(100);
  expect(closed.length).toBeLessThan(200);
  expect(seen(soc)).toContain(`✅ ${closed.length} alerts are closed as Duplicate`);
  expect(seen(soc)).toContain(`⚠ ${200 - closed.length} alerts not closed:`);
  expect(seen(soc)).toMatch(/not tried: TheHive did not answer for several others/);
  const left = soc.app.engine.desk.board().rows.filter(({ alert }) => alert.source === noise.source);
  expect(left).toHaveLength(200 - closed.length);
  for (const { record } of left) expect(seen(soc)).toMatch(new RegExp(`#${record.number}\\b`));
  const succeeded = patches()
    .filter(({ faults }) => !faults.includes("reset"))
    .map(({ path }) => path);
  expect(new Set(succeeded).size).toBe(succeeded.length);
  expect(await soc.audit("alert.closed")).toHaveLength(closed.length);
  soc.hive.faults.clear();
  await soc.slack.closeModal(alice);
  const outcome = await soc.slack.command(
    alice,
    `/sla close ${left.map(({ record }) => `#${record.number}`).join()} as duplicate`,
  );
  expect(outcome.error).toBeUndefined();
  await soc.letPass(soc.slack.until(() => handled(soc).length === 200, { within: 50_000, what: "the rest" }));
  await soc.advance(seconds(5));
  expect(await soc.audit("alert.closed")).toHaveLength(200);
}, 180_000);

test("two people close the same alerts at once: each is closed and audited once", async () => {
  const soc = await night();
  soc.hive.raiseMany(12, (index) => ({ ...noise, title: `Noise ${index}` }));
  await soc.advance(minutes(2));
  const all = Array.from({ length: 12 }, (_, index) => `#${index + 1}`).join();
  const asked = Promise.all([
    soc.slack.command(alice, `/sla close ${all} as Duplicate`),
    soc.slack.command("U0BOB", `/sla close ${all} as Ignored mine`),
  ]);
  await soc.letPass(asked);
  await soc.advance(seconds(5));
  expect(handled(soc)).toHaveLength(12);
  const patches = soc.hive.requests.filter(({ method }) => method === "PATCH").map(({ path }) => path);
  expect(new Set(patches).size).toBe(patches.length);
  expect(await soc.audit("alert.closed")).toHaveLength(12);
  expect(await soc.audit("alert.handled")).toEqual([]);
}, 60_000);

test("whoever may not respond gets no window that closes, and what they send is refused", async () => {
  const soc = await night({ settings: { responders: [alice] } });
  soc.hive.raise({ ...noise, title: "Beacon to C2" });
  await soc.advance(minutes(31));
  await soc.slack.press("U0EVE", soc.card("Beacon to C2"), "Close…");
  await until(soc, "You may not close alerts", "U0EVE");
  const outcome = await soc.slack.command("U0EVE", "/sla close #1 as Ignored");
  expect(outcome.messages.map((message) => soc.read(message)).join()).toMatch(/You may not answer alerts/);
  expect(handled(soc)).toEqual([]);
}, 30_000);

test("one alert is closed from its card's menu: its card says by whom, and its phone stops ringing", async () => {
  const soc = await night();
  soc.hive.raise({ ...noise, severity: 4, title: "Beacon to C2" });
  // The second tier of a critical alert calls whoever is on call.
  await soc.until("2026-03-03T02:30:01Z");
  const [call] = soc.phone("alice").calls;
  expect(call?.status).toMatch(/queued|initiated|ringing/);
  await soc.slack.press(alice, soc.card("Beacon to C2"), "Close…");
  await until(soc, "[Close alert]");
  await soc.slack.submitModal(alice, { "Close as": "FalsePositive", Note: "a test of ours" });
  await until(soc, "✅ Alert #1 is closed as FalsePositive.");
  await soc.advance(seconds(5));
  expect(soc.read(soc.card("Beacon to C2"))).toMatch(/Closed in TheHive \(FalsePositive\) by @alice/);
  expect(soc.hive.comments.map(({ message }) => message)).toEqual([
    "Alice closed this alert as FalsePositive from Slack.",
  ]);
  const told = soc.pages();
  await soc.advance(minutes(60));
  expect(soc.phone("alice").calls[0]?.status).toMatch(/canceled|completed/);
  expect(soc.pages()).toEqual(told);
}, 30_000);

test("a case number puts the alert into that case, once; whoever promotes becomes the assignee", async () => {
  const soc = await night();
  soc.hive.raiseMany(2, (index) => ({ ...noise, title: `Beacon ${index}` }));
  await soc.advance(minutes(2));
  await soc.slack.command("U0BOB", "/sla promote #1");
  await soc.advance(seconds(5));
  const [made] = [...soc.hive.cases.values()];
  expect(made?.assignee).toBe("bob@example.org");
  const outcome = await soc.slack.command(alice, `/sla promote #2 ${made?.number}`);
  expect(outcome.messages.map((message) => soc.read(message)).join()).toMatch(
    new RegExp(`Alert #2 is now part of case #${made?.number}`),
  );
  await soc.advance(seconds(5));
  expect(soc.hive.cases.size).toBe(1);
  expect((await soc.audit("alert.merged")).map(({ actor }) => actor)).toEqual([alice]);
  expect(soc.app.engine.desk.board().rows).toEqual([]);
}, 30_000);

test.each(["5", "4", "3"] as const)(
  "TheHive %s: /sla show opens enough to decide",
  async (version) => {
    const soc = await night({ version });
    const ip = { dataType: "ip", data: "203.0.113.7" };
    soc.hive.import(soc.hive.raise({ title: "Last week's beacon", observables: [ip] }).id);
    soc.hive.raise({
      ...noise,
      title: "Beacon to C2",
      description: "Call <!channel> at https://evil.example/x\n*now*",
      tlp: 1,
      tags: ["geo"],
      customFields: { unit: "Finance" },
      observables: [ip, { dataType: "domain", data: "evil.example" }],
    });
    await soc.advance(minutes(2));
    await soc.slack.command(alice, "/sla show #1");
    await until(soc, "History");
    const text = seen(soc);
    expect(text).toMatch(/203\[\.\]0\[\.\]113\[\.\]7/);
    expect(text).toMatch(/evil\[\.\]example/);
    expect(text).not.toMatch(/evil\.example|https:\/\/evil/);
    expect(text).toContain("TLP GREEN");
    expect(text).toMatch(/unit {2}Finance/);
    expect(text).toContain("Last week's beacon");
    if (version === "3") expect(text).toContain("does not tell whether it has seen");
    else expect(text).toMatch(/203\S+ {2}· {2}seen before[\s\S]*evil\S+ {2}· {2}not seen before/);
    expect(text.includes("does not tell similar alerts")).toBe(version !== "5");
    await soc.slack.chooseInView(alice, "modal", { actionId: "alert.promote-with" }, "malware");
    await until(soc, "is now case");
    const made = soc.hive.requests.find(({ path }) => /\/(case|createCase)$/.test(path));
    expect(made?.body).toMatchObject({ caseTemplate: "malware" });
  },
  30_000,
);
