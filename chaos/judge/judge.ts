import type { Telling } from "../told.ts";
import type { Truth } from "../truth.ts";
import type { World } from "../world.ts";
import { type Misheard, misheard } from "./answers.ts";
import { doubled, rangAtOnce, type Twice } from "./doubled.ts";
import { toldFalsely, type Wrong } from "./falsely.ts";
import { lateness } from "./late.ts";
import { fates, type Judged } from "./lost.ts";
import { type Trail, trailFrom } from "./trail.ts";

export interface Verdict {
  readonly fates: readonly Judged[];
  readonly doubled: readonly Twice[];
  readonly falsely: readonly Wrong[];
  readonly late: readonly number[];
  readonly atOnce: number;
  readonly misheard: readonly Misheard[];
  readonly trail: Trail;
}

/** Compares what reached people with what should have, as far as the story has got. */
export async function judge(world: World, truth: Truth, told: readonly Telling[]): Promise<Verdict> {
  const trail = trailFrom(await world.trail());
  return {
    fates: fates(truth, trail, told, world.clock.now()),
    doubled: doubled(truth, told),
    falsely: toldFalsely(truth, trail, told),
    late: lateness(truth, told),
    misheard: misheard(truth, trail, world.clock.now()),
    atOnce: rangAtOnce(told).length,
    trail,
  };
}
