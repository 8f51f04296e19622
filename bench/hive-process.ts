import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A TheHive in a process of its own. */
export interface HiveProcess {
  /** By which it is found, as the product reads them. */
  readonly variables: Readonly<Record<string, string>>;
  raise(draft: object): void;
  stop(): void;
}

export async function hiveProcess(open: number): Promise<HiveProcess> {
  const child = fork(fileURLToPath(new URL("./hive.js", import.meta.url)), [String(open)]);
  const [variables] = await once(child, "message");
  return {
    variables,
    raise: (draft) => void child.send(draft),
    stop: () => child.disconnect(),
  };
}
