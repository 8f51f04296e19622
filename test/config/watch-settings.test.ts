import { appendFile, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { watchSettings } from "../../src/config/watch-settings.ts";
import type { Clock } from "../../src/lib/time.ts";

/** Real events of the file system, but no waiting: short pauses end at once, long ones only by the signal. */
const impatient: Clock = {
  now: () => {
    throw new Error("nobody needs the time here");
  },
  sleep: (duration, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) reject(signal.reason);
      if (duration < 1000) return resolve();
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    }),
};

async function watched() {
  const folder = await mkdtemp(join(tmpdir(), "watch-"));
  const file = join(folder, "sla.yml");
  await writeFile(file, "poll: { every: 2m }");
  const onChange = vi.fn();
  const stop = watchSettings({ file, clock: impatient, onChange });
  onTestFinished(async () => {
    stop();
    await rm(folder, { recursive: true });
  });
  return { folder, file, onChange, stop };
}

async function replace(file: string, text: string) {
  await writeFile(`${file}.tmp`, text);
  await rename(`${file}.tmp`, file);
}

test("tells of a file put in the place of the old one, of one changed in place, and of a removal", async () => {
  const { file, onChange } = await watched();
  await replace(file, "poll: { every: 3m }");
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1));
  await appendFile(file, " # changed");
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(2));
  await rm(file);
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(3));
});

test("says nothing of other files and of the same content written again", async () => {
  const { folder, file, onChange } = await watched();
  await writeFile(join(folder, "other.yml"), "x");
  await replace(file, "poll: { every: 2m }");
  await replace(file, "poll: { every: 5m }");
  await vi.waitFor(() => expect(onChange).toHaveBeenCalled());
  expect(onChange).toHaveBeenCalledTimes(1);
});

test("says nothing once stopped", async () => {
  const { file, onChange, stop } = await watched();
  stop();
  await replace(file, "poll: { every: 5m }");
  const other = await watched();
  await replace(other.file, "poll: { every: 5m }");
  await vi.waitFor(() => expect(other.onChange).toHaveBeenCalled());
  expect(onChange).not.toHaveBeenCalled();
});
