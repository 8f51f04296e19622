import { setTimeout as pause } from "node:timers/promises";
import { AppProcess } from "./app-process.ts";
import type { House } from "./database.ts";
import type { Dice } from "./dice.ts";
import type { Options } from "./options.ts";
import type { Truth } from "./truth.ts";
import type { World } from "./world.ts";

/** How long nobody led after a fault, by its kind. */
export type Takeovers = Map<string, number[]>;

interface Copies {
  readonly world: World;
  readonly truth: Truth;
  readonly house: House;
  readonly app: string;
  readonly all: AppProcess[];
  readonly takeovers: Takeovers;
}

type Fault = (copies: Copies, leader: number, chance: Dice) => Promise<void>;

/** A lease lasts 8 s; whoever is away for longer is replaced. */
const LONG = [9000, 14_000] as const;
/** Shorter and far longer than a lease, more often short: so a run has time for many. */
const frozenFor = (chance: Dice) => 5000 + chance.between(0, 1) ** 2 * 55_000;
const LED_WITHIN = 40_000;

const faults: Readonly<Record<string, Fault>> = {
  async "leader killed"(copies, leader) {
    await copies.all[leader]?.kill();
    await succession(copies, "leader killed", leader);
    begin(copies, leader);
  },
  async "standby killed"(copies, leader) {
    const other = (leader + 1) % copies.all.length;
    await copies.all[other]?.kill();
    begin(copies, other);
  },
  async "leader stopped"(copies, leader) {
    const from = Date.now();
    const ended = copies.all[leader]?.stop();
    await succession(copies, "leader stopped", leader, from);
    await ended;
    begin(copies, leader);
  },
  async "all restarted, one after the other"(copies, leader) {
    for (let nth = 0; nth < copies.all.length; nth++) {
      const which = (leader + nth) % copies.all.length;
      await copies.all[which]?.stop();
      begin(copies, which);
      await pause(500);
    }
  },
  async "leader frozen"(copies, leader, chance) {
    const { truth, world } = copies;
    const frozen = copies.all[leader];
    const span = { from: world.clock.now(), until: Number.POSITIVE_INFINITY };
    truth.frozen.push(span);
    frozen?.freeze();
    await pause(frozenFor(chance));
    frozen?.thaw();
    await pause(1500);
    span.until = world.clock.now();
  },
  async "leader cut off"(copies, leader, chance) {
    await cutOff(copies, chance, async (length) => {
      const wire = copies.house.wires[leader];
      if (wire !== undefined) wire.mood = "stall";
      await pause(length);
      if (wire !== undefined) wire.mood = "open";
    });
  },
  async "database restarted"(copies) {
    await away(copies, "stop", 300);
  },
  async "database killed"(copies, _leader, chance) {
    await away(copies, "kill", chance.between(500, 12_000));
  },
  async "database frozen"(copies, _leader, chance) {
    await cutOff(copies, chance, async (length) => {
      await copies.house.server.freeze();
      await pause(length);
      await copies.house.server.thaw();
    });
  },
};

/** Keeps all copies running while one fault after the other befalls them, until it was often or long enough. */
export async function befall(
  world: World,
  truth: Truth,
  house: House,
  chance: Dice,
  { kills, lasts, app, copies: count }: Options,
): Promise<{ readonly copies: Copies; stop(): Promise<void> }> {
  const copies: Copies = { world, truth, house, app, all: [], takeovers: new Map() };
  for (let which = 0; which < count; which++) begin(copies, which);
  const end = lasts === undefined ? Number.POSITIVE_INFINITY : Date.now() + lasts - 40_000;
  const kinds = Object.entries(faults);
  for (let nth = 0; nth < kills && Date.now() < end; nth++) {
    const leader = await leading(copies);
    await pause(chance.between(1000, 3000));
    const [kind, fault] = kinds[(nth + chance.whole(0, kinds.length - 1)) % kinds.length] ?? [];
    const from = Date.now();
    await fault?.(copies, leader, chance);
    process.stdout.write(`${nth + 1} ${kind} ${((Date.now() - from) / 1000).toFixed(1)} s\n`);
  }
  await leading(copies);
  return {
    copies,
    async stop() {
      await Promise.all(copies.all.map((one) => one.stop()));
    },
  };
}

/** Starts a copy in the place of one that has ended. */
function begin({ world, truth, house, app, all }: Copies, which: number): void {
  const own = { STATE_URL: house.stateUrls[which] ?? "", DYNO: `copy.${which + 1}` };
  const child = new AppProcess(world, app, {}, own);
  all[which] = child;
  truth.lives.push(child.life);
}

/** Waits until one leads. @returns which. @throws Error when nobody does */
async function leading({ all, world }: Copies, without?: number): Promise<number> {
  for (const end = Date.now() + LED_WITHIN; Date.now() < end; await pause(50)) {
    const led = all
      .map((one, which) => ({ since: one.runs ? one.leadsSince : undefined, which }))
      .filter(({ since, which }) => since !== undefined && which !== without);
    const [last] = led.sort((one, other) => (other.since ?? 0) - (one.since ?? 0));
    if (last !== undefined) return last.which;
  }
  throw new Error(`nobody leads for ${LED_WITHIN / 1000} s: see ${world.folder}/app.log`);
}

/** Notes how long it takes until another leads. */
async function succession(copies: Copies, kind: string, without: number, from = Date.now()): Promise<void> {
  await leading(copies, without);
  copies.takeovers.set(kind, [...(copies.takeovers.get(kind) ?? []), Date.now() - from]);
}

async function cutOff(
  { truth, world }: Copies,
  chance: Dice,
  during: (length: number) => Promise<void>,
): Promise<void> {
  const span = { from: world.clock.now(), until: Number.POSITIVE_INFINITY };
  truth.cutOffs.push(span);
  await during(chance.between(...LONG));
  // Until it has heard of the other, and the other has caught up.
  await pause(4000);
  span.until = world.clock.now();
}

async function away(copies: Copies, how: "stop" | "kill", length: number): Promise<void> {
  const { truth, world, house } = copies;
  const span = { from: world.clock.now(), until: Number.POSITIVE_INFINITY };
  truth.cutOffs.push(span);
  await house.server.down(how);
  await pause(length);
  await house.server.start();
  await pause(4000);
  span.until = world.clock.now();
}

/** One line of figures for each kind of takeover. */
export function takeoverLines(takeovers: Takeovers): string[] {
  return [...takeovers].map(([kind, all]) => {
    const inOrder = [...all].sort((one, other) => one - other);
    const at = (share: number) =>
      inOrder[Math.min(inOrder.length - 1, Math.floor(inOrder.length * share))] ?? 0;
    return `${kind}: another led after p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, of ${all.length}`;
  });
}
