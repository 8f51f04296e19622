import { breather } from "./breather.ts";

/** How many are started in one turn of the event loop where each leaves work to be done right after it. */
export const A_FEW = 50;

/**
 * Does something with each of thousands, and lets everything else go on in between.
 * @param atMost how many in one turn of the event loop, besides what time allows
 */
export async function paced<Item>(
  items: Iterable<Item>,
  job: (item: Item) => void,
  atMost = Number.POSITIVE_INFINITY,
): Promise<void> {
  const { isDue, take } = breather();
  let count = 0;
  for (const item of items) {
    job(item);
    if (++count % atMost === 0 || isDue()) await take();
  }
}

/** Those of thousands of which something is so, in the same manner. */
export async function sifted<Item>(items: Iterable<Item>, isSo: (item: Item) => boolean): Promise<Item[]> {
  const found: Item[] = [];
  await paced(items, (item) => {
    if (isSo(item)) found.push(item);
  });
  return found;
}
