/** Tells listeners of each change, in the order of their registration. */
export class Feed<Change> {
  readonly #listeners = new Set<(change: Change) => void>();

  /** @returns ends the subscription */
  readonly on = (listener: (change: Change) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  emit(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change);
  }

  /**
   * Waits until something is so, looking again after each change.
   *
   * @param within real milliseconds
   * @throws Error when it has not come true by then
   */
  async until(holds: () => boolean, { within = 5000, what = "what was waited for" } = {}): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const giveUp = setTimeout(() => {
        stop();
        reject(new Error(`The sandbox Slack did not see ${what} within ${within} ms`));
      }, within);
      const stop = this.on(() => {
        if (!holds()) return;
        clearTimeout(giveUp);
        stop();
        resolve();
      });
    });
  }
}
