import { type FSWatcher, readFileSync, statSync, watch } from "node:fs";
import { dirname } from "node:path";
import { repeat } from "../lib/repeat.ts";
import { after, type Clock, milliseconds, seconds } from "../lib/time.ts";

export interface WatchOptions {
  readonly file: string;
  readonly clock: Clock;
  /**
   * Called after each change of the file's content, its removal included; one call at a time. When it throws, the
   * change has not been taken: it is called again at the next look.
   */
  readonly onChange: () => void | Promise<void>;
  /** Told when the folder cannot be watched (the file is still looked at now and then), or a change not taken. */
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
export function watchSettings({ file, clock, onChange, onTrouble = () => {} }: WatchOptions): () => void {
  const stopped = new AbortController();
  let taken = contentOf(file);
  let lookAt = after(clock.now(), LOOK_ANYWAY);

  const looking = repeat(
    async () => {
      lookAt = after(clock.now(), LOOK_ANYWAY);
      folder.keep();
      await clock.sleep(SETTLING, stopped.signal).catch(() => {});
      const content = contentOf(file);
      if (stopped.signal.aborted || content === taken) return;
      await onChange();
      taken = content;
    },
    { clock, next: () => lookAt, onError: onTrouble, signal: stopped.signal },
  );
  const folder = watchedFolder(dirname(file), looking.wake, onTrouble);
  folder.keep();
  return () => {
    stopped.abort();
    folder.leave();
  };
}

/** A folder whose changes are told for as long as it is kept, also when another is put in its place. */
function watchedFolder(
  path: string,
  onEvent: () => void,
  onTrouble: (error: unknown) => void,
): { keep(): void; leave(): void } {
  let watcher: FSWatcher | undefined;
  let watched: number | undefined;
  let isTold = false;

  function leave(): void {
    watcher?.close();
    watcher = undefined;
  }

  function keep(): void {
    try {
      const { ino } = statSync(path);
      if (watcher !== undefined && ino === watched) return;
      leave();
      watched = ino;
      watcher = watch(path, { persistent: false }, onEvent).on("error", trouble);
      isTold = false;
    } catch (error) {
      trouble(error);
    }
  }

  function trouble(error: unknown): void {
    leave();
    if (!isTold) onTrouble(error);
    isTold = true;
  }

  return { keep, leave };
}

/** What the file holds; why it cannot be read is told apart too, so that it is noticed when it can be again. */
function contentOf(file: string): string {
  try {
    return `text: ${readFileSync(file, "utf8")}`;
  } catch (error) {
    return error instanceof Error && "code" in error ? `none: ${String(error.code)}` : "none";
  }
}
