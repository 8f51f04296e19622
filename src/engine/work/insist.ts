import type { Clock } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";
import { NotSavedError } from "../not-saved.ts";
import type { Entry, Store } from "../ports/store.ts";
import type { Jobs } from "./jobs.ts";
import type { Troubles } from "./troubles.ts";
import { ANSWERS_WITHIN, type Writer } from "./writer.ts";

export interface InsistOptions {
  readonly store: Pick<Store, "read">;
  readonly jobs: Jobs;
  readonly realTime: Clock;
  readonly troubles: Troubles;
  readonly writer: Writer;
}

/**
 * Writes what a person is told was saved, or was not: should a write come about after nobody counts on it any more,
 * it is taken back, unless somebody has insisted on the same keys since.
 *
 * @throws NotSavedError when it is not on the disk
 */
export function insisting({ store, jobs, realTime, troubles, writer }: InsistOptions) {
  /** By key, whoever insisted on it last. */
  const last = new Map<string, object>();

  async function undo(entries: readonly Entry[]): Promise<void> {
    try {
      await writer.put(entries);
    } catch (error) {
      writer.keep(entries);
      troubles.failed("state", error);
    }
  }

  return async (entries: readonly Entry[]): Promise<void> => {
    const mine = {};
    for (const [key] of entries) last.set(key, mine);
    let before: readonly Entry[] = [];
    let writing: Promise<void> = Promise.resolve();
    try {
      await within(realTime, ANSWERS_WITHIN, async (signal) => {
        before = await Promise.all(
          entries.map(async ([key]): Promise<Entry> => [key, await store.read(key)]),
        );
        if (signal.aborted) return;
        writing = writer.put(entries);
        await writing;
      });
    } catch (error) {
      troubles.failed("state", error);
      writing.then(
        () => {
          const stale = before.filter(([key]) => last.get(key) === mine);
          jobs.start("take back what was not saved", () => undo(stale));
        },
        () => {},
      );
      throw new NotSavedError(error);
    }
  };
}
