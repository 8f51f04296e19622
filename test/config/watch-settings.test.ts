import { appendFile, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { watchSettings } from "../../src/config/watch-settings.ts";
import { type Clock, Instant } from "../../src/lib/time.ts";

/**
 * Real events of the file system, but no waiting: pauses of a second end at once, longer ones only by the signal, or
 * by `lookAnyway`.
 */
function impatient() {
  const sleepers = new Set<() => void>();
  let now = 0;
  const clock: Clock = {
    now: () => Instant.parse(now),
    sleep: (duration, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        if (duration <= 1000) {
          now += duration;
          return resolve();
        }
        sleepers.add(resolve);
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
  };
  const lookAnyway = () => {
    now += 30_000;
    for (const wake of sleepers) wake();
    sleepers.clear();
  };
  return { clock, lookAnyway };
}

async function watched(onChange = vi.fn<() => void | Promise<void>>()) {
  const root = await mkdtemp(join(tmpdir(), "watch-"));
  const folder = join(root, "etc");
  await mkdir(folder);
  const file = join(folder, "sla.yml");
  await writeFile(file, "poll: { every: 2m }");
  const onTrouble = vi.fn();
  const { clock, lookAnyway } = impatient();
  const stop = watchSettings({ file, clock, onChange, onTrouble });
  onTestFinished(async () => {
    stop();
    await rm(root, { recursive: true });
  });
  return { root, folder, file, onChange, onTrouble, stop, lookAnyway };
}

async function replace(file: string, text: string) {
  await writeFile(`${file}.tmp`, text);
  await rename(`${file}.tmp`, file);
}

const times = (mock: ReturnType<typeof vi.fn>, count: number) =>
  vi.waitFor(() => expect(mock).toHaveBeenCalledTimes(count), { timeout: 10_000 });

test("tells of a file put in the place of the old one, of one changed in place, and of a removal", async () => {
  const { file, onChange } = await watched();
  await replace(file, "poll: { every: 3m }");
  await times(onChange, 1);
  await appendFile(file, " # changed");
  await times(onChange, 2);
  await rm(file);
  await times(onChange, 3);
});

test("tells of a file that was deleted and is written anew, even with what it held before", async () => {
  const { file, onChange } = await watched();
  await rm(file);
  await times(onChange, 1);
  await replace(file, "poll: { every: 2m }");
  await times(onChange, 2);
});

test("watches on while something unreadable stands in the file's place", async () => {
  const { file, onChange } = await watched();
  await rm(file);
  await mkdir(file);
  await vi.waitFor(() => expect(onChange).toHaveBeenCalled());
  const before = onChange.mock.calls.length;
  await rm(file, { recursive: true });
  await writeFile(file, "poll: { every: 5m }");
  await vi.waitFor(() => expect(onChange.mock.calls.length).toBeGreaterThan(before));
});

test("a change that cannot be taken is not the last, and is tried again at the next look", async () => {
  const broken = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error("the store is full"));
  const { file, onChange, onTrouble, lookAnyway } = await watched(broken);
  await replace(file, "poll: { every: 3m }");
  await times(onTrouble, 1);
  expect(onTrouble.mock.calls[0]?.[0]).toMatchObject({ message: "the store is full" });
  await vi.waitFor(() => {
    lookAnyway();
    expect(onChange).toHaveBeenCalledTimes(2);
  });
  await replace(file, "poll: { every: 4m }");
  await times(onChange, 3);
  expect(onTrouble).toHaveBeenCalledTimes(1);
});

test("a change that throws at once is not the last either", async () => {
  const { file, onChange, onTrouble } = await watched(
    vi.fn<() => void>().mockImplementationOnce(() => {
      throw new Error("broken");
    }),
  );
  await replace(file, "poll: { every: 3m }");
  await times(onTrouble, 1);
  const before = onChange.mock.calls.length;
  await replace(file, "poll: { every: 4m }");
  await vi.waitFor(() => expect(onChange.mock.calls.length).toBeGreaterThan(before));
});

test("a folder put in the place of the old one is watched from the next look on", async () => {
  const { folder, file, onChange, lookAnyway, root } = await watched();
  await rename(folder, join(root, "old"));
  await mkdir(folder);
  await replace(file, "poll: { every: 3m }");
  await vi.waitFor(() => {
    lookAnyway();
    expect(onChange).toHaveBeenCalled();
  });
  const before = onChange.mock.calls.length;
  await replace(file, "poll: { every: 4m }");
  await vi.waitFor(() => expect(onChange.mock.calls.length).toBeGreaterThan(before));
});

test("a folder that cannot be watched is said once, and looked into now and then", async () => {
  const { folder, file, onChange, onTrouble, lookAnyway } = await watched();
  await rm(folder, { recursive: true });
  await vi.waitFor(() => {
    lookAnyway();
    expect(onTrouble).toHaveBeenCalled();
  });
  lookAnyway();
  const before = onChange.mock.calls.length;
  await mkdir(folder);
  await replace(file, "poll: { every: 3m }");
  await vi.waitFor(() => {
    lookAnyway();
    expect(onChange.mock.calls.length).toBeGreaterThan(before);
  });
  expect(onTrouble).toHaveBeenCalledTimes(1);
});

test("says nothing of other files and of the same content written again", async () => {
  const { folder, file, onChange } = await watched();
  await writeFile(join(folder, "other.yml"), "x");
  await replace(file, "poll: { every: 2m }");
  await replace(file, "poll: { every: 5m }");
  await times(onChange, 1);
});

test("says nothing once stopped", async () => {
  const { file, onChange, stop } = await watched();
  stop();
  await replace(file, "poll: { every: 5m }");
  const other = await watched();
  await replace(other.file, "poll: { every: 5m }");
  await times(other.onChange, 1);
  expect(onChange).not.toHaveBeenCalled();
});
