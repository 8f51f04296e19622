import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Night } from "./harness.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** The real command line in a process of its own, which can be killed. */
export class AppProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  /** Resolves once it has read TheHive for the first time, or has ended. */
  readonly ready: Promise<unknown>;

  /** @param own variables of this process alone */
  constructor(soc: Night, own: Readonly<Record<string, string>> = {}) {
    const { PATH } = process.env;
    this.#child = spawn(
      process.execPath,
      ["--import", import.meta.resolve("tsx"), main, "start", "--config", soc.settingsFile],
      {
        cwd: soc.folder,
        env: { ...(PATH === undefined ? {} : { PATH }), LOG_LEVEL: "debug", ...soc.variables, ...own },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    this.#ended = once(this.#child, "exit");
    const found = new Promise<void>((resolve) => {
      for (const stream of [this.#child.stdout, this.#child.stderr]) {
        stream?.on("data", (chunk) => {
          const text = String(chunk);
          soc.lines.push(text);
          if (text.includes("read all open alerts")) resolve();
        });
      }
    });
    this.ready = Promise.race([found, this.#ended]);
  }

  /** Nothing of it moves until `thaw`. */
  freeze(): void {
    this.#child.kill("SIGSTOP");
  }

  thaw(): void {
    this.#child.kill("SIGCONT");
  }

  /** No farewell: as by a power cut. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  /** @returns its exit code */
  async stop(): Promise<number | null> {
    this.#child.kill("SIGTERM");
    await this.#ended;
    return this.#child.exitCode;
  }
}
