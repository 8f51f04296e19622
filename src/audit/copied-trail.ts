import type { OpenTrail } from "./trail.ts";

/**
 * A trail of which another one gets a copy, as well as that goes: what it cannot take is told of, and keeps nobody
 * from going on.
 */
export function copiedTrail<Kept extends OpenTrail>(
  trail: Kept,
  copy: OpenTrail,
  onTrouble: (error: unknown) => void,
): Kept {
  return {
    ...trail,
    async append(events) {
      await trail.append(events);
      await copy.append(events).catch(onTrouble);
    },
    async close() {
      await Promise.all([trail.close(), copy.close()]);
    },
  };
}
