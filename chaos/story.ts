import { writeFile } from "node:fs/promises";
import type { Message } from "../sandbox/slack/workspace/model.ts";
import type { CallBehaviour } from "../sandbox/twilio/model.ts";
import type { Dice } from "./dice.ts";
import { type Name, names, people, version } from "./settings.ts";
import { wait } from "./troubles.ts";
import type { Truth } from "./truth.ts";
import type { World } from "./world.ts";

/** What may happen at a SOC, and how often beside the others. */
type Event = readonly [weight: number, happen: (story: Story) => unknown];

interface Story {
  readonly world: World;
  readonly truth: Truth;
  readonly chance: Dice;
  raised: number;
  /** After a storm nothing new comes until then, so that it can end. */
  quietUntil: number;
}

const events: readonly Event[] = [
  [20, (story) => raise(story, 1)],
  [3, (story) => raise(story, 2)],
  [0.12, storm],
  [4, (story) => press(story, "alert.ignore")],
  [4, (story) => press(story, "alert.acknowledge")],
  [1, (story) => press(story, "alert.resume")],
  [2, (story) => press(story, "alert.promote")],
  [4, (story) => hold(story, "ignore", "2s")],
  [2, (story) => hold(story, "ack", "")],
  [5, ({ world, chance, truth }) => onOpen(truth, chance, (id) => world.hive.close(id))],
  [2, ({ world, chance, truth }) => onOpen(truth, chance, (id) => world.hive.startProgress(id))],
  [1, ({ world, chance, truth }) => onOpen(truth, chance, (id) => void world.hive.import(id))],
  [1, ({ world, chance, truth }) => onOpen(truth, chance, (id) => world.hive.update(id, { tags: ["seen"] }))],
  [1, reopen],
  [6, behave],
  [9, reply],
  [0.2, guess],
  [14, pressKey],
  [1, changeSettings],
  [0.7, ({ world, chance }) => say(world, chance, "/sla pause 3s chaos")],
  [0.7, ({ world, chance }) => say(world, chance, "/sla resume")],
  // He is one of the group: the judge need not know who took what when.
  [1, ({ world }) => sayAs(world, "bob", "/sla oncall take 5s oncall")],
  [1, ({ world, chance }) => say(world, chance, "/sla status")],
];

/** Plays until the signal comes: one thing after the other, without waiting for how the app takes it. */
export async function play(world: World, truth: Truth, chance: Dice, over: AbortSignal): Promise<void> {
  const story: Story = { world, truth, chance, raised: 10_000, quietUntil: 0 };
  while (!over.aborted) {
    const [, happen] = drawn(chance);
    try {
      await happen(story);
    } catch {
      // A control that is gone, an alert closed meanwhile: people try such things.
    }
    await wait(world, chance.between(150, 1100), over);
  }
}

/** What comes when all is well again, one after the other: how late it is told says how fast the app is by itself. */
export async function playCalmly(world: World, chance: Dice, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    world.hive.raise({ severity: 1 + (index % 4), title: `Odd thing number ${90_000 + index}.` });
    await wait(world, chance.between(100, 500), new AbortController().signal);
  }
}

/** The settings at first, and again now and then. */
export async function changeSettings({
  world,
  truth,
  chance,
}: Pick<Story, "world" | "truth" | "chance">): Promise<void> {
  const first = truth.versions[0];
  const next = version(chance, first?.at ?? world.clock.now());
  await writeFile(world.settingsFile, next.text);
  truth.versions.push({ at: world.clock.now(), version: next });
}

function drawn(chance: Dice): Event {
  let rest = chance.between(
    0,
    events.reduce((sum, [weight]) => sum + weight, 0),
  );
  for (const event of events) {
    rest -= event[0];
    if (rest < 0) return event;
  }
  throw new Error("nothing happens");
}

/** Many alerts at once, and then a while without any. */
function storm(story: Story): void {
  raise(story, 45);
  story.quietUntil = story.world.clock.now() + QUIET;
}

const QUIET = 9000;

function raise(story: Story, count: number): void {
  const { world, chance } = story;
  if (world.clock.now() < story.quietUntil) return;
  world.hive.raiseMany(count, () => {
    const severity = chance.oneOf([1, 2, 3, 3, 4]);
    const urgent = severity === 2 && chance.happens(0.5) ? "URGENT: " : "";
    return { severity, title: `${urgent}Odd thing number ${story.raised++}.` };
  });
}

function press({ world, truth, chance }: Story, actionId: string): void {
  const cards = world.slack
    .channel("soc")
    .messages.slice(-25)
    .filter((message) => isOpenCard(message, truth));
  const [first, ...others] = cards;
  if (first === undefined) return;
  // As in life, nobody waits for the answer.
  world.slack
    .press(chance.oneOf([people.alice.slack, people.carol.slack]), chance.oneOf([first, ...others]), {
      actionId,
    })
    .catch(() => {});
}

/** By command, which needs no card. */
function hold({ world, truth, chance }: Story, word: string, rest: string): void {
  onOpen(truth, chance, (id) => say(world, chance, `/sla ${word} ${id} ${rest}`.trim()));
}

function isOpenCard({ metadata }: Message, truth: Truth): boolean {
  const id = String(metadata?.event_payload.id ?? "").split("/")[0] ?? "";
  return isOpen(truth, id);
}

export function isOpen({ alerts }: Truth, id: string): boolean {
  const known = alerts.get(id);
  return known !== undefined && known.handled.at(-1)?.until !== Number.POSITIVE_INFINITY;
}

function onOpen(truth: Truth, chance: Dice, act: (id: string) => void): void {
  const [first, ...others] = [...truth.alerts.keys()].filter((id) => isOpen(truth, id)).slice(-15);
  if (first !== undefined) act(chance.oneOf([first, ...others]));
}

function reopen({ world, truth, chance }: Story): void {
  const closed = [...truth.alerts.values()].slice(-30).filter(({ stored }) => stored.status === "Ignored");
  const [first, ...others] = closed;
  if (first !== undefined) world.hive.reopen(chance.oneOf([first, ...others]).stored.id);
}

function behave({ world, chance }: Story): void {
  const phone = world.twilio.phone(people[chance.oneOf(names)].phone);
  phone.behaviour.call = chance.oneOf<CallBehaviour>([
    { kind: "answer", after: 300, duration: 600 },
    { kind: "answer", after: 1500, duration: 600 },
    { kind: "answer", after: 300, duration: 2500 },
    { kind: "busy", after: 200 },
    { kind: "no-answer" },
  ]);
}

const CODE = /\bReply ([A-Z0-9]{4}) to\b/;
const US = "+12025550100";

/** Somebody takes what one of their latest texts is about; now and then what they took before. */
function reply({ world, truth, chance }: Story): void {
  const from = chance.oneOf(names);
  const phone = world.twilio.phone(people[from].phone);
  const [first, ...others] = phone.sms.slice(-6).flatMap(({ body }) => CODE.exec(body)?.[1] ?? []);
  if (first === undefined) return;
  const code = chance.oneOf([first, ...others]);
  const { sid } = phone.reply(chance.oneOf([code, code.toLowerCase(), `"${code}" ack`]), US);
  truth.answers.push({ at: world.clock.now(), by: "sms", from, ref: sid, isRight: true });
}

/** With a code that went to somebody else. */
function guess({ world, truth }: Story): void {
  const code = world.twilio
    .phone(people.alice.phone)
    .sms.flatMap(({ body }) => CODE.exec(body)?.[1] ?? [])
    .at(-1);
  if (code === undefined) return;
  const { sid } = world.twilio.phone(people.dave.phone).reply(code, US);
  truth.answers.push({ at: world.clock.now(), by: "sms", from: "dave", ref: sid, isRight: false });
}

function pressKey({ world, truth }: Story): void {
  for (const from of names) {
    const phone = world.twilio.phone(people[from].phone);
    const call = phone.calls.findLast(({ status }) => status === "in-progress");
    if (call === undefined || !phone.press(call.sid)) continue;
    truth.answers.push({ at: world.clock.now(), by: "call", from, ref: call.sid, isRight: true });
  }
}

function say(world: World, chance: Dice, line: string): void {
  sayAs(world, chance.oneOf(["bob", "carol"]), line);
}

function sayAs(world: World, who: Name, line: string): void {
  world.slack.command(people[who].slack, line).catch(() => {});
}
