/**
 * Knows when the app has nothing more to say: no request under way, and none for a while.
 * Counts real time, because it waits for a real program and not for the story.
 */
export class Activity {
  #running = 0;
  #lastAt = performance.now();

  begin(): void {
    this.#running += 1;
    this.touch();
  }

  end(): void {
    this.#running -= 1;
    this.touch();
  }

  touch(): void {
    this.#lastAt = performance.now();
  }

  /** Whether nothing happened for `quiet` real milliseconds. */
  isQuiet(quiet: number): boolean {
    return this.#running === 0 && performance.now() - this.#lastAt >= quiet;
  }

  /**
   * Waits until the app is quiet and `seen` something, or until `most` real milliseconds have passed.
   */
  async settled(seen: () => boolean, { quiet, most }: { quiet: number; most: number }): Promise<void> {
    const start = performance.now();
    this.touch();
    while (performance.now() - start < most) {
      if (this.isQuiet(quiet) && seen()) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
