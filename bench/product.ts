import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../bin/sla-monitor.cjs", import.meta.url));

/** The real command line in a process of its own. */
export interface Product {
  /** When it first says these words in its log, from now on; ms of `performance.now`. @throws Error when it ends before */
  until(words: string): Promise<number>;
  /** User and system, ms, of all its life. */
  cpu(): Promise<number>;
  /** The most it ever held in memory, MiB. */
  peakMemory(): Promise<number>;
  /** SIGTERM. Resolves when it has ended. */
  stop(): Promise<void>;
}

/** Starts the service in a folder, where its settings file is `sla.yml`. */
export function product(folder: string, variables: Readonly<Record<string, string>>): Product {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [main, "start", "--config", "sla.yml"], {
    cwd: folder,
    env: { PATH, LOG_LEVEL: "debug", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  let tail = "";
  child.stderr.on("data", (chunk) => {
    tail = `${tail}${chunk}`.slice(-2000);
  });
  child.stdout.resume();
  return {
    async until(words) {
      const heard = new Promise<number>((resolve) => {
        function listen(chunk: unknown): void {
          if (!String(chunk).includes(words)) return;
          child.stdout.off("data", listen);
          resolve(performance.now());
        }
        child.stdout.on("data", listen);
      });
      const gone = ended.then(() => Promise.reject(new Error(`it ended before it said "${words}": ${tail}`)));
      return await Promise.race([heard, gone]);
    },
    cpu: () => cpuOf(child.pid),
    peakMemory: () => peakMemoryOf(child.pid),
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** By Linux' account, in its ticks of 10 ms. */
async function cpuOf(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8");
  const [, , , , , , , , , , , user = 0, system = 0] = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  return (user + system) * 10;
}

/** By Linux' account, in KiB. */
async function peakMemoryOf(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+)/.exec(text)?.[1]) / 1024;
}
