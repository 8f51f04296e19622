import type { Store } from "../../src/engine/ports/store.ts";

/** A store that forgets everything with the test. */
export function memoryStore(): Store {
  const kept = new Map<string, unknown>();
  return {
    records: async () => ({ records: [], damaged: [] }),
    read: async (key) => kept.get(key),
    list: async (prefix) => [...kept].filter(([key]) => key.startsWith(prefix)),
    async write(entries) {
      for (const [key, value] of entries) kept.set(key, structuredClone(value));
    },
    async close() {},
  };
}
