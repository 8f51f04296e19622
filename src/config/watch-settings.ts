import { readFileSync, watch } from "node:fs";
import { dirname } from "node:path";
import { type Clock, type Duration, milliseconds, seconds } from "../lib/time.ts";

export interface WatchOptions {
  readonly file: string;
  readonly clock: Clock;
  /** Called after each change of the file's content, its removal included; one call at a time. */
  readonly onChange: () => void | Promise<void>;
  /** Told once when the folder cannot be watched; the file is still looked at now and then. */
  readonly onTrouble?: (error: unknown) => void;
}

// An editor writes in several steps; what it leaves behind after this pause counts.
const SETTLING = milliseconds(300);
// Some file systems tell nobody of changes: mounts from another machine, bind mounts on a desktop.
const LOOK_ANYWAY = seconds(30);

/**
 * Watches a settings file until the returned function is called.
 *
 * Watches the folder, not the file, and compares contents: editors and orchestrators put a new file in the place
 * of the old one, and touch it without changing it.
 */
export function watchSettings({ file, clock, onChange, onTrouble }: WatchOptions): () => void {
  const stopped = new AbortController();
  let known = contentOf(file);
  let touched = new AbortController();

  const look = async () => {
    while (!stopped.signal.aborted) {
      await pause(clock, LOOK_ANYWAY, AbortSignal.any([stopped.signal, touched.signal]));
      if (touched.signal.aborted) await pause(clock, SETTLING, stopped.signal);
      touched = new AbortController();
      const content = contentOf(file);
      if (stopped.signal.aborted || content === known) continue;
      known = content;
      await onChange();
    }
  };

  try {
    const options = { persistent: false, signal: stopped.signal };
    const folder = watch(dirname(file), options, () => touched.abort());
    folder.on("error", (error) => onTrouble?.(error));
  } catch (error) {
    onTrouble?.(error);
  }
  look().catch((error: unknown) => onTrouble?.(error));
  return () => stopped.abort();
}

/** Sleeps until the time is up or the signal says so; which of the two is for the caller to see. */
async function pause(clock: Clock, length: Duration, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(length, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

// Read at one go: a change between the watching and a slower first reading would pass for the original.
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
