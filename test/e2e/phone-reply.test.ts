import { expect, test } from "vitest";
import { type Night, type NightOptions, night, type PersonName, people, seconds } from "./harness.ts";

/* A text is answered with the phone in hand: the code takes the alert, everything else changes nothing. */

const settings = {
  poll: { every: "1m" },
  sla: {
    high: {
      tiers: [
        { after: "5m", notify: ["slack", "sms"] },
        { after: "20m", notify: ["slack", "call"] },
      ],
    },
  },
  highRisk: { words: [] },
};

async function texted(options: NightOptions = {}): Promise<{ soc: Night; id: string; code: string }> {
  const soc = await night({ settings, replies: true, ...options });
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon seen" });
  await soc.until("2026-03-03T02:05:10Z");
  return { soc, id, code: codeFor(soc, "alice") };
}

function codeFor(soc: Night, name: PersonName): string {
  const text = soc.phone(name).sms.findLast(({ direction }) => direction !== "inbound");
  const code = /Reply (\w{4}) /.exec(text?.body ?? "")?.[1];
  if (code === undefined) throw new Error(`no code in "${text?.body}"`);
  return code;
}

const refused = async (soc: Night) =>
  (await soc.audit("reply.refused")).map(({ to, detail }) => ({ to, ...Object(detail), ref: "SM" }));
const taken = (soc: Night) => soc.audit("alert.acknowledged");
const answers = (soc: Night, name: PersonName = "alice") =>
  soc
    .phone(name)
    .sms.filter(({ direction }) => direction !== "inbound")
    .slice(1)
    .map(({ body }) => body);

test("a reply takes the alert within ten seconds, is confirmed by one text, and rings nobody", async () => {
  const { soc, code } = await texted();
  soc.phone("alice").reply(code.toLowerCase());
  await soc.advance(seconds(10));
  expect(await taken(soc)).toMatchObject([{ actor: "U0ALICE", via: "sms" }]);
  expect(soc.read(soc.card("Beacon seen"))).toContain("@alice is on it until 2026-03-03 03:05 UTC");
  expect(answers(soc)).toEqual([expect.stringMatching(/^You have #1 until 03:0\d\./)]);
  await soc.until("2026-03-03T02:59:00Z");
  expect(soc.pages().filter((line) => line.includes("call"))).toEqual([]);
  expect(answers(soc)).toHaveLength(1);
});

test("somebody without Slack takes it too, in their own name", async () => {
  const tiers = [{ after: "5m", notify: ["slack", "sms:seniors"] }];
  const soc = await night({ replies: true, settings: { ...settings, sla: { high: { tiers } } } });
  soc.hive.raise({ severity: 3, title: "Beacon seen" });
  await soc.until("2026-03-03T02:05:10Z");
  soc.phone("dave").reply(`"${codeFor(soc, "dave")}" ack`);
  await soc.advance(seconds(10));
  expect(await taken(soc)).toMatchObject([{ actor: "dave", via: "sms" }]);
  expect(soc.read(soc.card("Beacon seen"))).toContain("dave");
});

test("times are told by the clock of whoever reads them, as Slack knows it", async () => {
  const alice = { id: "U0ALICE", name: "alice", realName: "Alice", tz: "America/New_York" };
  const { soc, code } = await texted({ slack: { users: [alice] } });
  expect(soc.phone("alice").sms[0]?.body).toContain("or you are called at 21:20.");
  soc.phone("alice").reply(code);
  await soc.advance(seconds(10));
  expect(answers(soc)).toEqual([expect.stringMatching(/^You have #1 until 22:0\d\. /)]);
});

const forgeries: [what: string, why: string, send: (soc: Night, code: string) => void][] = [
  [
    "the right code from a stranger's number",
    "unknown-number",
    (soc, code) => soc.twilio.phone("+12025550199").reply(code, "+12025550100"),
  ],
  [
    "the right code from a colleague's number",
    "anothers-code",
    (soc, code) => soc.phone("bob").reply(code, "+12025550100"),
  ],
  [
    "a wrong code",
    "wrong-code",
    (soc, code) => soc.phone("alice").reply(code.replace(/^./, (c) => (c === "2" ? "3" : "2"))),
  ],
  ["no code", "no-code", (soc) => soc.phone("alice").reply("ok, I am on it")],
  ["STOP", "opt-out", (soc) => soc.phone("alice").reply("STOP")],
  ["STOP with the code", "opt-out", (soc, code) => soc.phone("alice").reply(`${code} stop`)],
];

test.each(forgeries)("%s changes nothing and is audited", async (_what, why, send) => {
  const { soc, code } = await texted();
  send(soc, code);
  await soc.advance(seconds(30));
  expect(await taken(soc)).toEqual([]);
  expect(await refused(soc)).toMatchObject([{ why }]);
  const trail = JSON.stringify(await soc.audit());
  expect(trail).not.toContain("2025550199");
  // Strangers get no answer.
  expect(soc.twilio.phone("+12025550199").sms.filter(({ direction }) => direction !== "inbound")).toEqual([]);
  await soc.until("2026-03-03T02:20:30Z");
  expect(soc.pages()).toContain("02:20 call alice");
});

test("a restart between text and reply, and between reply and look, loses nothing", async () => {
  const { soc, code } = await texted();
  await soc.stop();
  soc.phone("alice").reply(code);
  await soc.start();
  await soc.advance(seconds(10));
  expect(await taken(soc)).toHaveLength(1);
  await soc.stop();
  await soc.start();
  await soc.advance(seconds(70));
  expect(await taken(soc)).toHaveLength(1);
  expect(answers(soc)).toHaveLength(1);
  expect(await refused(soc)).toEqual([]);
});

test("the same reply, listed twice and sent twice, acts once", async () => {
  const { soc, code } = await texted();
  const { sid } = soc.phone("alice").reply(code);
  const row = {
    sid,
    direction: "inbound",
    from: people.alice.phone,
    to: "+12025550100",
    body: code,
    date_sent: null,
  };
  soc.twilio.faults.add({ kind: "rows", method: "GET", path: "Messages.json", rows: [row, row] });
  soc.phone("alice").reply(code);
  await soc.advance(seconds(70));
  expect(await taken(soc)).toHaveLength(1);
  expect(await refused(soc)).toMatchObject([{ why: "repeat" }]);
  expect(answers(soc)).toHaveLength(1);
});

test("five replies without a code of theirs: then silence, and a word in Slack", async () => {
  const { soc, code } = await texted();
  for (let count = 0; count < 7; count++) {
    soc.phone("alice").reply("22AA");
    await soc.advance(seconds(10));
  }
  soc.phone("alice").reply(code);
  await soc.advance(seconds(10));
  expect(await taken(soc)).toEqual([]);
  expect(answers(soc)).toHaveLength(5);
  expect((await refused(soc)).map(({ why }) => why)).toEqual([
    ...Array(5).fill("no-code"),
    ...Array(3).fill("too-many-guesses"),
  ]);
  const said = soc.slack.channel("soc").messages.map((message) => soc.read(message));
  expect(said.filter((text) => text.includes("Five replies from alice"))).toHaveLength(1);
});

const lists: [what: string, options: NightOptions, arrange: (soc: Night) => void][] = [
  [
    "lag behind",
    {},
    (soc) => {
      soc.twilio.faults.listDelay = 4000;
    },
  ],
  ["give what came in no date", { twilio: { quirks: { inboundDateSent: false } } }, () => {}],
  ["know days only", { twilio: { quirks: { dateSentGranularity: "day" } } }, () => {}],
  ["give what waits no date at all", { twilio: { quirks: { undatedWhileQueued: "all" } } }, () => {}],
  [
    "run over several pages",
    {},
    (soc) => {
      for (let count = 0; count < 230; count++)
        soc.twilio.phone("+12025550199").reply("hello", "+12025550100");
    },
  ],
];

test.each(lists)("lists that %s: the reply is found all the same", async (_what, options, arrange) => {
  const { soc, code } = await texted(options);
  soc.phone("alice").reply(code);
  arrange(soc);
  await soc.advance(seconds(10));
  expect(await taken(soc)).toHaveLength(1);
  await soc.advance(seconds(20));
  expect(answers(soc)).toHaveLength(1);
});

test("a number whose texts are not listed: nobody is taken for anything, and the tiers go on", async () => {
  const { soc, code } = await texted({ twilio: { quirks: { inboundListed: false } } });
  soc.phone("alice").reply(code);
  await soc.until("2026-03-03T02:20:30Z");
  expect(await taken(soc)).toEqual([]);
  expect(soc.pages()).toContain("02:20 call alice");
});

test("it is looked for every five seconds while nobody has it, each minute while somebody does, and not at all without a text", async () => {
  const soc = await night({ settings, replies: true });
  const looks = () =>
    soc.twilio.requests.filter(
      ({ method, path, query }) =>
        method === "GET" && path.endsWith("Messages.json") && query.To === "+12025550100",
    ).length;
  soc.hive.raise({ severity: 3, title: "Beacon seen" });
  await soc.until("2026-03-03T02:04:59Z");
  expect(looks()).toBe(0);
  await soc.until("2026-03-03T02:05:10Z");
  const before = looks();
  await soc.advance(seconds(60));
  expect(looks() - before).toBe(12);
  soc.phone("alice").reply(codeFor(soc, "alice"));
  await soc.advance(seconds(10));
  const held = looks();
  await soc.advance(seconds(300));
  expect(looks() - held).toBe(5);
});

test("an alert that was handled meanwhile: told so, and audited", async () => {
  const { soc, id, code } = await texted();
  soc.hive.close(id);
  await soc.advance(seconds(70));
  soc.phone("alice").reply(code);
  await soc.advance(seconds(70));
  expect(await refused(soc)).toMatchObject([{ why: "handled", to: "alice" }]);
  expect(answers(soc)).toEqual([expect.stringMatching(/^It was handled already\. Nothing to do\./)]);
});

test("a test text accepts the reply, and Slack shows it", async () => {
  const soc = await night({ settings, replies: true });
  await soc.letPass(soc.app.engine.desk.test("sms", "alice", "U0CAROL"));
  await soc.advance(seconds(5));
  soc.phone("alice").reply(codeFor(soc, "alice"));
  await soc.advance(seconds(10));
  const said = soc.slack.channel("soc").messages.map((message) => soc.read(message));
  expect(said.join("\n")).toContain("Reply arrived");
  expect(answers(soc)).toEqual([expect.stringContaining("Your reply arrived")]);
});
