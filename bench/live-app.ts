import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { LiveFigures } from "./live.ts";

/** The app in a process of its own, in real time; the servers are in this one. */
export interface LiveApp {
  figures(): Promise<LiveFigures>;
  stop(): Promise<void>;
}

/** Resolves when its first poll is through. */
export async function liveApp(variables: Record<string, string>, settings: object): Promise<LiveApp> {
  const script = fileURLToPath(new URL("./live.js", import.meta.url));
  const child = fork(script, [JSON.stringify(variables), JSON.stringify(settings)]);
  const answer = async () => (await once(child, "message"))[0];
  await answer();
  return {
    async figures() {
      const answered = answer();
      child.send("figures");
      return (await answered).figures;
    },
    async stop() {
      child.send("stop");
      await once(child, "exit");
    },
  };
}
