import type { Check } from "../../lib/check.ts";
import type { Edge } from "../edge.ts";
import { messageOf } from "../message.ts";
import type { FullSetup } from "../setup.ts";

/** One thing to look at; it may give several lines of the list. */
export interface CheckRun {
  /** What the line is called when it throws. */
  readonly name: string;
  run(): Promise<readonly Check[]>;
}

/** Everything that `check` looks at. */
export type ChecksOf = (setup: FullSetup, edge: Edge) => readonly CheckRun[];

/** Runs all at the same time; the list keeps their order. What throws counts as failed. */
export async function runChecks(runs: readonly CheckRun[]): Promise<Check[]> {
  const lists = await Promise.all(runs.map(runOne));
  return lists.flat();
}

async function runOne({ name, run }: CheckRun): Promise<readonly Check[]> {
  try {
    return await run();
  } catch (error) {
    return [{ name, ok: false, detail: messageOf(error) }];
  }
}
