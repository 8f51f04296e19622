/** Tells whoever listens; a listener leaves by calling what `on` returned. */
export interface Feed<T> {
  on(listener: (event: T) => void): () => void;
  emit(event: T): void;
}

export function createFeed<T>(): Feed<T> {
  const listeners = new Set<(event: T) => void>();
  return {
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit: (event) => {
      for (const listener of [...listeners]) listener(event);
    },
  };
}
