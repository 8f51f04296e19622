import type { Instant } from "../../lib/time.ts";

/** What is ordered: by when it is due; of one instant, as it came. */
interface Due {
  readonly at: Instant;
  readonly serial: number;
}

export function isBefore(one: Due, other: Due): boolean {
  return one.at < other.at || (one.at === other.at && one.serial < other.serial);
}

/** A binary heap, earliest first: 100,000 deadlines are kept in order for a few comparisons each. */
export function push<Entry extends Due>(heap: Entry[], entry: Entry): void {
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || isBefore(above, entry)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = entry;
}

/** Takes the earliest out. */
export function pop<Entry extends Due>(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const [left, right] = [heap[2 * index + 1], heap[2 * index + 2]];
    const child =
      right !== undefined && left !== undefined && isBefore(right, left) ? 2 * index + 2 : 2 * index + 1;
    const below = heap[child];
    if (below === undefined || isBefore(last, below)) break;
    heap[index] = below;
    index = child;
  }
  heap[index] = last;
}
