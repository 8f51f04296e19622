/** What is to be written, by key; undefined removes it. */
export type Rows = ReadonlyMap<string, string | undefined>;

interface WriteQueueOptions {
  /** Writes all of them or none. */
  commit(rows: Rows): Promise<void>;
  /** Whether a failed commit would fail with fewer rows as well. */
  isOfWholeStore(error: unknown): boolean;
  /** Does jobs one after the other: a later write never loses to an earlier one that was slow. */
  inTurn(job: () => Promise<void>): Promise<void>;
}

/** What one caller wants written: all or none. */
interface Group {
  readonly rows: Rows;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers what is written while a commit runs into the next one: a thousand writes in a storm cost a few waits for
 * the disk instead of a thousand. A key written twice in one gathering is written once, the later value.
 *
 * A gathering that fails is tried again in halves, down to the one caller's rows that spoil it, and each caller is
 * told of its own rows only.
 *
 * @returns a function that writes, and resolves once the rows are on disk
 */
export function writeQueue({ commit, isOfWholeStore, inTurn }: WriteQueueOptions) {
  let waiting: Group[] = [];

  async function writeAll(groups: readonly Group[]): Promise<void> {
    try {
      await commit(new Map(groups.flatMap(({ rows }) => [...rows])));
      for (const { resolve } of groups) resolve();
    } catch (error) {
      if (groups.length === 1 || isOfWholeStore(error)) {
        for (const { reject } of groups) reject(error);
        return;
      }
      const middle = Math.ceil(groups.length / 2);
      await writeAll(groups.slice(0, middle));
      await writeAll(groups.slice(middle));
    }
  }

  return (rows: Rows): Promise<void> => {
    if (rows.size === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      waiting.push({ rows, resolve, reject });
      if (waiting.length > 1) return;
      void inTurn(async () => {
        const groups = waiting;
        waiting = [];
        await writeAll(groups);
      });
    });
  };
}
