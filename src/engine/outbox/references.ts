import { z } from "zod";
import type { Entry, Store } from "../ports/store.ts";

const KEY = "digests";

/** The short names of digests, `D1`, `D2` ..., each used once. */
export interface References {
  load(): Promise<void>;
  /** A new one, and what is to be written with whatever bears it. */
  next(): { reference: string; entry: Entry };
}

export function references(store: Pick<Store, "read">): References {
  let last = 0;
  return {
    async load() {
      last =
        z
          .number()
          .int()
          .nonnegative()
          .safeParse(await store.read(KEY)).data ?? 0;
    },
    next() {
      last += 1;
      return { reference: `D${last}`, entry: [KEY, last] };
    },
  };
}
