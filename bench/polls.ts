import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Floor } from "./floor.ts";
import type { PollWish } from "./poll-cycle.ts";
import { backlogAlert, servers } from "./servers.ts";

interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

/** What the app's process spends on polls, in ms. */
export interface PollFigures {
  readonly open: number;
  readonly first: Cost;
  readonly full: Cost;
  readonly unchanged: Cost;
}

/** The app, and after it the floor, each in a process of its own against `count` open alerts; this one plays TheHive. */
export async function polls(count: number): Promise<PollFigures & { readonly floor: Floor }> {
  const world = await servers(0, { speed: 0 });
  const { hive, clock } = world;
  try {
    const app = [JSON.stringify(world.variables), String(clock.now())];
    const figures = await figuresOf<PollFigures>("./poll-cycle.js", app, (wish) => {
      if ("moveTo" in wish) clock.moveTo(wish.moveTo);
      else hive.raiseMany(count, (index) => backlogAlert(index, clock.now()));
    });
    return { ...figures, floor: await readingFloor(world) };
  } finally {
    await world.stop();
  }
}

/** The least that reading all alerts of a TheHive costs. */
export function readingFloor({ hive }: Pick<Awaited<ReturnType<typeof servers>>, "hive">): Promise<Floor> {
  return figuresOf<Floor>("./floor.js", [hive.url, hive.apiKey]);
}

async function figuresOf<Figures>(
  script: string,
  args: readonly string[],
  grant: (wish: PollWish) => void = () => {},
): Promise<Figures> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args);
  const figures = new Promise<Figures>((resolve, reject) => {
    child.on("message", (message: PollWish | { figures: Figures }) => {
      if ("figures" in message) return resolve(message.figures);
      grant(message);
      child.send("done");
    });
    child.on("exit", (code) => reject(new Error(`${script} ended with ${code}`)));
  });
  try {
    return await figures;
  } finally {
    if (child.exitCode === null) await once(child, "exit");
  }
}
