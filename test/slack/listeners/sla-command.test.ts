import { expect, test } from "vitest";
import { hours } from "../../../src/lib/time.ts";
import { beacon, now } from "../cards.ts";
import { another, fakeDesk } from "../fake-desk.ts";
import { listening } from "../workspace.ts";

const ann = "U0ANN00001";
const bob = "U0BOB00001";

/** Types a command and reads the answer. */
async function typed(line: string, { user = ann, desk = fakeDesk() } = {}) {
  const { server } = await listening(desk);
  const outcome = await server.command(user, line);
  expect(outcome.error).toBeUndefined();
  return {
    desk,
    server,
    outcome,
    text: outcome.messages.map((message) => server.plainText(message)).join("\n"),
  };
}

test.each(["/sla help", "/sla", "/sla HELP"])("%s lists every command with an example", async (line) => {
  const { text, outcome } = await typed(line);
  for (const name of ["status", "ack", "ignore", "promote", "why", "audit", "pause", "resume", "test"]) {
    expect(text).toContain(`/sla ${name}`);
  }
  expect(outcome.messages.every(({ visibleTo }) => visibleTo === ann)).toBe(true);
});

test.each([
  ["/sla staus", "There is no /sla staus. Did you mean /sla status?"],
  ["/sla acknowledgement", "There is no /sla acknowledgement. See /sla help."],
  ["/sla constructor", "There is no /sla constructor. See /sla help."],
])("%s is answered with the nearest command, if any is near", async (line, answer) => {
  expect((await typed(line)).text).toBe(answer);
});

test("status shows what is open, who is on call and how everything stands", async () => {
  const { text } = await typed("/sla status");
  expect(text).toContain("1 open alert:  🟥 CRITICAL 1");
  expect(text).toContain("#17  Beacon to a known C2 host");
  expect(text).toContain("TheHive  ✓ 5.4");
  expect(text).toContain("Twilio  ✗ refuses the credentials");
  expect(text).toContain("On call  oncall: alice until");
});

test("status of a severity shows that severity alone", async () => {
  const desk = fakeDesk([another(1, "low"), another(2, "high")]);
  const { text } = await typed("/sla status HIGH", { desk });
  expect(text).toContain("Alert number 2");
  expect(text).not.toContain("Alert number 1");
});

test.each(["17", "#17", "~4096", "https://thehive.example.org/alerts/~4096/details"])(
  "status of %s shows that alert's card",
  async (name) => {
    expect((await typed(`/sla status ${name}`)).text).toContain("[Promote to case]");
  },
);

test("what names no alert is said", async () => {
  expect((await typed("/sla status nonsense")).text).toContain("There is no alert nonsense here");
  expect((await typed("/sla ack")).text).toContain("Which alert?");
});

test("the board is turned page by page in place", async () => {
  const desk = fakeDesk(Array.from({ length: 25 }, (_, i) => another(i + 1)));
  const { server } = await listening(desk);
  const [board] = (await server.command(ann, "/sla status")).messages;
  if (board === undefined) throw new Error("no board");
  expect(server.plainText(board)).toContain("Alert number 10");
  expect(server.plainText(board)).not.toContain("Alert number 11");
  await server.press(ann, board, "Page 2 of 3");
  expect(server.plainText(board)).toContain("Alert number 11");
  await server.press(ann, board, "Page 1 of 3");
  expect(server.plainText(board)).toContain("Alert number 10");
  expect(server.ephemerals(ann)).toHaveLength(1);
});

test("an alert chosen from the board is shown as a card", async () => {
  const { server } = await listening(fakeDesk());
  const [board] = (await server.command(ann, "/sla status")).messages;
  if (board === undefined) throw new Error("no board");
  const { messages } = await server.choose(ann, board, "Show an alert", "#17 Beacon to a known C2 host");
  expect(messages.map((message) => server.plainText(message))).toEqual([
    expect.stringContaining("[I'm on it]"),
  ]);
});

test.each([
  [
    "/sla ack #17",
    { kind: "acknowledge" },
    "✅ Yours: Alert #17 until 2026-03-02 02:30 UTC, 30 min from now.",
  ],
  ["/sla ignore 17 known", { kind: "ignore", reason: "known" }, "🔕 Ignored: Alert #17 until"],
  [
    "/sla ignore 17 2h planned failover",
    { kind: "ignore", for: hours(2), reason: "planned failover" },
    "🔕 Ignored: Alert #17 until",
  ],
  ["/sla take 17", { kind: "take" }, "✅ Yours: Alert #17"],
  ["/sla give 17 <@U0ANN00001>", { kind: "give", to: ann }, "🤝 Alert #17 is handed on."],
  ["/sla escalate 17", { kind: "escalate" }, "📣 Alert #17: tier 2 of 3 is being told now."],
  ["/sla promote ~4096", { kind: "promote" }, "✅ Alert #17 is now case"],
  ["/sla resume #17", { kind: "resume" }, "▶ Alert #17: its clock runs again."],
])("%s does what the button does", async (line, response, said) => {
  const { desk, text } = await typed(line, { user: bob });
  expect(text).toContain(said);
  expect(desk.asked).toMatchObject([
    { id: beacon.id, response, person: { actor: bob, email: "bob@example.org" } },
  ]);
});

test.each(["/sla ignore 17", "/sla ignore 17 2h", "/sla ignore 17 2x", "/sla ignore 17 0s"])(
  "%s of a critical alert is explained and does nothing",
  async (line) => {
    const { desk, text } = await typed(line);
    expect(desk.asked).toEqual([]);
    expect(text).toContain("Usage: /sla ignore ALERT [1h]");
  },
);

test("pause asks for a length and a reason", async () => {
  const { desk, text } = await typed("/sla pause 2h TheHive upgrade");
  expect(desk.calls).toEqual([`pause 2026-03-02T04:00:00.000Z TheHive upgrade ${ann}`]);
  expect(text).toContain("Paused until 2026-03-02 04:00 UTC");
  expect((await typed("/sla pause")).text).toContain("For how long?");
  expect((await typed("/sla pause 2h")).text).toContain("Please say why");
  expect((await typed("/sla pause 8d moving")).text).toContain("Seven days at most");
});

test("who is no admin may not pause, nor end a pause, and is told who may", async () => {
  for (const line of ["/sla pause 2h because", "/sla resume"]) {
    const { desk, text } = await typed(line, { user: bob });
    expect(desk.calls).toEqual([]);
    expect(text).toMatch(/^You may not (pause the monitor|end a pause)\. Those who may: admins and owners/);
  }
});

test("why tells the policy, the deadlines, who was on call and what came of it", async () => {
  const { text } = await typed("/sla why #17");
  expect(text).toContain("Runs  round the clock, policy critical");
  expect(text).toContain("Tier 3  +45 min = 2026-03-02 02:13 UTC, Slack, Call to seniors");
  expect(text).toContain("Tier 2 of 3  ");
  expect(text).toContain("• Call to alice: no answer");
  expect(text).toContain("SLA time so far  32 min");
});

test("readiness tells when it was looked and that all is well, or what is not", async () => {
  expect((await typed("/sla readiness")).text).toMatch(/All is ready for the next 14 days.*Looked at 2026-/s);
  const desk = fakeDesk();
  desk.readiness = async () => ({
    ...{ at: now, until: now },
    findings: [{ kind: "slack-user", person: "bob", standing: "guest" }],
  });
  expect((await typed("/sla readiness", { desk })).text).toContain("bob is a guest in Slack");
});

test("audit shows the latest events, of everything or of one alert", async () => {
  const all = await typed("/sla audit");
  expect(all.text).toContain("Tier 2 was told of #17.");
  expect(all.desk.calls).toEqual(["audit all 25"]);
  const one = await typed("/sla audit 17");
  expect(one.desk.calls).toEqual(["audit ~4096 25"]);
  expect(one.text).toContain("What happened to #17, latest first");
});

test.each([
  ["/sla test", `test slack on call ${ann}`],
  ["/sla test sms", `test sms on call ${ann}`],
])("%s sends a real test and tells how it went", async (line, call) => {
  const { desk, text } = await typed(line);
  expect(desk.calls).toEqual([call]);
  expect(text).toContain("the number has opted out");
});

test("every answer is acknowledged before anything else is done", async () => {
  const desk = fakeDesk();
  let done: () => void = () => {};
  desk.answer = (facts) =>
    new Promise((resolve) => {
      done = () => resolve({ kind: "done", response: "promote", facts });
    });
  const { outcome } = await typed("/sla promote 17", { desk });
  expect(outcome.ackMs).toBeLessThan(500);
  expect(outcome.messages).toHaveLength(1);
  done();
});
