interface WriteQueueOptions {
  transaction(job: () => Promise<void>): Promise<void>;
  /** `undefined` removes the key. */
  set(key: string, value: unknown): Promise<void>;
}

interface Waiting {
  readonly entries: Map<string, unknown>;
  readonly done: PromiseWithResolvers;
}

/**
 * Gathers what is written while a transaction runs into the next one: a thousand writes in a storm cost a few
 * waits for the disk instead of a thousand. A key written twice in one gathering is written once, the later value.
 */
export function writeQueue({ transaction, set }: WriteQueueOptions) {
  let waiting: Waiting | undefined;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (waiting !== undefined) {
      const { entries, done } = waiting;
      waiting = undefined;
      await transaction(async () => {
        for (const [key, value] of entries) await set(key, value);
      }).then(done.resolve, done.reject);
    }
    running = undefined;
  }

  return {
    /** @returns a promise that resolves once the value is on disk */
    write(key: string, value: unknown): Promise<void> {
      waiting ??= { entries: new Map(), done: withResolvers() };
      // A copy in time: what the caller changes afterwards is another write.
      waiting.entries.set(key, value);
      const { promise } = waiting.done;
      // Deferred, so that one turn's writes share a transaction.
      running ??= Promise.resolve().then(run);
      return promise;
    },
    async idle(): Promise<void> {
      while (running !== undefined) await running;
    },
  };
}

interface PromiseWithResolvers {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

// Promise.withResolvers came with Node 22.
function withResolvers(): PromiseWithResolvers {
  let resolve: () => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
