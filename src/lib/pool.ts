/** Runs a job on every item, at most `size` at a time. The first failure is thrown; no new job starts after it. */
export async function inPool<T>(
  items: readonly T[],
  size: number,
  job: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  let failed = false;
  const worker = async () => {
    for (const item of queue) {
      if (failed) return;
      try {
        await job(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(size, items.length) }, worker));
}
