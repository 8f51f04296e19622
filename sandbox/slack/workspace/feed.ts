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
}
