import type { Dice } from "./dice.ts";
import type { Mood } from "./relay.ts";
import type { Trouble, Truth } from "./truth.ts";
import type { Provider, World } from "./world.ts";

/** Begins a trouble; what it returns ends it. */
type Begin = (world: World, chance: Dice) => () => unknown;

const moods: readonly [Mood, ...Mood[]] = ["refuse", "stall", "mute", "drip", "cut"];
const POST = "POST" as const;

/** What the servers themselves can do wrong. */
const atServer: Readonly<Record<Provider, Readonly<Record<string, Begin>>>> = {
  hive: {
    "503": ({ hive }) => hive.faults.add({ kind: "status", status: 503 }),
    garbage: ({ hive }) => hive.faults.add({ kind: "html200" }),
    truncated: ({ hive }) => hive.faults.add({ kind: "truncatedJson" }),
    "lists that lag": ({ hive }, chance) => {
      hive.faults.indexLag = chance.whole(300, 1500);
      return () => {
        hive.faults.indexLag = 0;
      };
    },
    "case made, answer lost": ({ hive }) => hive.faults.dropNextPromote("afterEffect"),
  },
  slack: {
    "429": ({ slack }, chance) =>
      slack.faults.add({
        method: "*",
        effect: { kind: "rate-limit", retryAfter: chance.whole(1, 3) },
        times: chance.whole(1, 4),
      }),
    "503": ({ slack }) => slack.faults.add({ method: "*", effect: { kind: "http", status: 503 } }),
    "posted, answer lost": ({ slack }, chance) =>
      slack.faults.add({
        method: "chat.postMessage",
        effect: { kind: "reset", when: "after" },
        times: chance.whole(1, 4),
      }),
    "posted, then 503": ({ slack }, chance) =>
      slack.faults.add({
        method: "chat.postMessage",
        effect: { kind: "http", status: 503, when: "after" },
        times: chance.whole(1, 4),
      }),
    garbage: ({ slack }) => slack.faults.add({ method: "*", effect: { kind: "html" } }),
    "history that lags": ({ slack }, chance) => {
      slack.behaviour.historyDelay = chance.whole(200, 1500);
      return () => {
        slack.behaviour.historyDelay = 0;
      };
    },
    "token revoked": ({ slack }) => {
      void slack.workspace.revoke("bot");
      return () => slack.workspace.restore("bot");
    },
    "app removed": ({ slack }) => {
      void slack.workspace.removeApp();
      return () => slack.workspace.reinstallApp();
    },
    archived: ({ slack }) => {
      const channel = slack.channel("soc");
      void slack.workspace.setArchived(channel, true);
      return () => slack.workspace.setArchived(channel, false);
    },
  },
  twilio: {
    "429": ({ twilio }, chance) =>
      twilio.faults.add({
        kind: "status",
        status: 429,
        retryAfter: chance.oneOf(["1", "2", "soon"]),
        times: chance.whole(1, 4),
      }),
    "503": ({ twilio }) => twilio.faults.add({ kind: "status", status: 503 }),
    "taken, answer lost": ({ twilio }, chance) =>
      twilio.faults.add({ kind: "reset", method: POST, when: "after", times: chance.whole(1, 4) }),
    "taken, then 500": ({ twilio }, chance) =>
      twilio.faults.add({
        kind: "status",
        status: 500,
        method: POST,
        when: "after",
        times: chance.whole(1, 4),
      }),
    "half an answer": ({ twilio }, chance) =>
      twilio.faults.add({ kind: "cut", method: POST, times: chance.whole(1, 4) }),
    "null dates": ({ twilio }) => {
      twilio.quirks.undatedWhileQueued = "all";
      return () => {
        twilio.quirks.undatedWhileQueued = "calls";
      };
    },
    garbage: ({ twilio }) => twilio.faults.add({ kind: "html" }),
    "lists that lag": ({ twilio }, chance) => {
      twilio.faults.listDelay = chance.whole(300, 1500);
      return () => {
        twilio.faults.listDelay = 0;
      };
    },
  },
};

/** Providers go wrong, one at a time or two, each for a while, until the signal comes. Then all is well again. */
export async function troubles(world: World, truth: Truth, chance: Dice, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await wait(world, chance.between(800, 3500), over);
    if (over.aborted) return;
    const some = chance.happens(0.2) ? 2 : 1;
    await Promise.all(Array.from({ length: some }, () => trouble(world, truth, chance, over)));
  }
}

async function trouble(world: World, truth: Truth, chance: Dice, over: AbortSignal): Promise<void> {
  const where = chance.oneOf<Provider>(["hive", "slack", "slack", "twilio", "twilio"]);
  if (truth.troubles.some((one) => one.where === where && one.until === Number.POSITIVE_INFINITY)) return;
  const wire = chance.happens(0.4);
  const mood = chance.oneOf(moods);
  const [kind, begin] = wire
    ? [mood, (): (() => void) => onWire(world, where, mood)]
    : chance.oneOf(choices(atServer[where]));
  const record: Trouble = { where, kind, from: world.clock.now(), until: Number.POSITIVE_INFINITY };
  truth.troubles.push(record);
  const end = begin(world, chance);
  await wait(world, chance.between(300, kind === "archived" ? 6000 : 3000), over);
  await end();
  record.until = world.clock.now();
}

function onWire({ wires }: World, where: Provider, mood: Mood): () => void {
  wires[where].mood = mood;
  return () => {
    wires[where].mood = "open";
  };
}

function choices<T>(table: Readonly<Record<string, T>>): readonly [[string, T], ...[string, T][]] {
  const [first, ...others] = Object.entries(table);
  if (first === undefined) throw new Error("nothing to choose from");
  return [first, ...others];
}

/** Sleeps, or until the signal comes. */
export async function wait(world: World, length: number, signal: AbortSignal): Promise<void> {
  await world.clock.sleep(length, signal).catch(() => {});
}
