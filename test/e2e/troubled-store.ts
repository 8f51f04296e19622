import type { Store } from "../../src/engine/ports/store.ts";

/** How a disk fails. `hang`: no answer; `stall`: all is written, and no answer; `drip`: each write takes that long. */
export type DiskTrouble =
  | { readonly kind: "refuse"; readonly error: Error }
  | { readonly kind: "hang" }
  | { readonly kind: "stall" }
  | { readonly kind: "drip"; readonly job: () => Promise<unknown> };

/** A store that can be made to fail, as the disk below it would. */
export function troubledStore() {
  let trouble: DiskTrouble | undefined;
  let waiting: (() => void)[] = [];
  const answered = () => new Promise<void>((resolve) => waiting.push(resolve));
  return {
    begin(next: DiskTrouble): void {
      trouble = next;
    },
    /** All is well, and what hangs is answered. */
    end(): void {
      trouble = undefined;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    over: (store: Store): Store => ({
      ...store,
      async write(entries) {
        switch (trouble?.kind) {
          case "refuse":
            throw trouble.error;
          case "hang":
            await answered();
            return store.write(entries);
          case "stall":
            await store.write(entries);
            return answered();
          case "drip":
            await trouble.job();
            return store.write(entries);
          case undefined:
            return store.write(entries);
        }
      },
    }),
  };
}
