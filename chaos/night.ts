import { setTimeout as pause } from "node:timers/promises";
import { AppProcess, type Sabotage } from "./app-process.ts";
import { type Dice, dice } from "./dice.ts";
import { judge, type Verdict } from "./judge/judge.ts";
import type { Options } from "./options.ts";
import { isOpen, playCalmly } from "./story.ts";
import type { Telling } from "./told.ts";
import type { Truth } from "./truth.ts";
import type { World } from "./world.ts";

/** What is still to come when nobody is killed any more: back-offs, calls that ring in vain, the second round. */
const CALM_AT_LEAST = 14_000;
const CALM_AT_MOST = 90_000;

const print = (line: string) => void process.stdout.write(`${line}\n`);

/** Kills and starts, until it was often or long enough. */
export async function kill(
  world: World,
  truth: Truth,
  chance: Dice,
  { kills, lasts, app }: Options,
): Promise<void> {
  const end =
    lasts === undefined ? Number.POSITIVE_INFINITY : world.clock.now() + lasts - CALM_AT_LEAST - 10_000;
  let unwilling = 0;
  for (let count = 0; count < kills && world.clock.now() < end; count++) {
    const child = new AppProcess(world, app, sabotage(chance));
    truth.lives.push(child.life);
    if (chance.happens(0.1)) await pause(chance.between(50, 600));
    else {
      // It cannot be ready while TheHive is away.
      await Promise.race([child.ready(), pause(2000)]);
      const long = chance.happens(0.06) ? 5000 : 0;
      await Promise.race([child.ended, pause(long + chance.between(50, 1300))]);
    }
    const byItself = child.life.diedAt !== undefined && child.life.sabotage.dieAt === undefined;
    unwilling = byItself ? unwilling + 1 : 0;
    if (unwilling > 4) throw new Error(`the app does not run: see ${world.folder}/app.log`);
    if (byItself && child.life.diedAt !== undefined)
      print(
        `the app ended by itself after ${child.life.diedAt - child.life.bornAt} ms: see app.log with --keep`,
      );
    await child.kill();
    if (count % 50 === 49) print(`${count + 1} kills`);
  }
}

const places = ["hive", "slack", "twilio", "sqlite", "audit"] as const;

function sabotage(chance: Dice): Sabotage {
  const place = chance.oneOf(places);
  const moment = chance.oneOf(
    place === "sqlite" || place === "audit" ? ["before", "after"] : ["before", "left", "answered"],
  );
  const dieAt = `${place}:${moment}:${chance.whole(1, place === "sqlite" ? 30 : 12)}`;
  const from = chance.whole(300, 1500);
  const diskFull = {
    what: chance.oneOf(["state", "audit", "both"]),
    from,
    until: from + chance.whole(200, 1500),
  };
  return {
    ...(chance.happens(0.3) ? { dieAt } : {}),
    ...(chance.happens(0.06) ? { diskFull } : {}),
  };
}

/** Closes what is old and was told, so that the night does not end with everything open. */
export async function tidy(
  world: World,
  truth: Truth,
  told: readonly Telling[],
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    await world.clock.sleep(2000, over).catch(() => {});
    const { fates } = await judge(world, truth, told);
    const lost = new Set(fates.filter(({ fate }) => fate === "lost").map(({ due }) => due.alertId));
    const old = [...truth.alerts.values()].filter(({ raisedAt }) => raisedAt < world.clock.now() - 20_000);
    for (const { stored } of old)
      if (isOpen(truth, stored.id) && !lost.has(stored.id) && Number(stored.id.slice(-1)) % 8 > 0)
        world.hive.close(stored.id);
  }
}

/** All is well again, and the app, or whatever runs already, may catch up. @returns the verdict, once it is good or there is no more hope */
export async function calm(
  world: World,
  truth: Truth,
  told: readonly Telling[],
  { app }: Options,
  running?: { stop(): Promise<void> },
): Promise<Verdict> {
  const child = running === undefined ? new AppProcess(world, app) : undefined;
  if (child !== undefined) truth.lives.push(child.life);
  await child?.ready();
  await playCalmly(world, dice(1), 20);
  const start = world.clock.now();
  let verdict: Verdict;
  do {
    await pause(1000);
    verdict = await judge(world, truth, told);
    const waiting = verdict.fates.some(({ fate }) => fate === "lost");
    if (!waiting && world.clock.now() - start > CALM_AT_LEAST) break;
  } while (world.clock.now() - start < CALM_AT_MOST);
  await running?.stop();
  const code = (await child?.stop()) ?? 0;
  if (code !== 0) print(`the app ended with ${code} after SIGTERM`);
  return verdict;
}
