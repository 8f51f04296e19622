import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { World } from "./world.ts";

/** What is done to a process from inside; see `preload.ts`, which reads it. */
export interface Sabotage {
  /** The step at which it kills itself, such as `twilio:left:2` or `sqlite:after:17`. */
  readonly dieAt?: string;
  /** From when to when, in ms since its start, writes fail, and which. */
  readonly diskFull?: {
    readonly what: "state" | "audit" | "both";
    readonly from: number;
    readonly until: number;
  };
}

/** One life of the app. Instants are the world's. */
export interface Life {
  readonly bornAt: number;
  /** When it had read all alerts for the first time. */
  readyAt: number | undefined;
  diedAt: number | undefined;
  how: string;
  readonly sabotage: Sabotage;
}

/** The built product in a process of its own. */
export class AppProcess {
  readonly life: Life;
  readonly ended: Promise<unknown>;
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;

  /** @param own variables of this copy alone */
  constructor(world: World, main: string, sabotage: Sabotage = {}, own: Record<string, string> = {}) {
    const { PATH } = process.env;
    this.life = { bornAt: world.clock.now(), readyAt: undefined, diedAt: undefined, how: "runs", sabotage };
    this.#child = spawn(
      process.execPath,
      ["--import", preload, main, "start", "--config", world.settingsFile],
      {
        cwd: world.folder,
        env: {
          ...(PATH === undefined ? {} : { PATH }),
          ...world.variables,
          ...orders(world, main, sabotage),
          ...own,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    this.ended = once(this.#child, "exit").then(() => {
      this.life.diedAt = world.clock.now();
      if (this.life.how === "runs")
        this.life.how = sabotage.dieAt === undefined ? "ended by itself" : `at ${sabotage.dieAt}`;
    });
    const log = join(world.folder, "app.log");
    this.#ready = new Promise((resolve) => {
      for (const stream of [this.#child.stdout, this.#child.stderr])
        stream?.on("data", (chunk) => {
          appendFileSync(log, chunk);
          this.#follow(String(chunk));
          if (this.life.readyAt !== undefined || !String(chunk).includes("read all open alerts")) return;
          this.life.readyAt = world.clock.now();
          resolve();
        });
    });
  }

  /** Since when it leads, where there are several copies. */
  leadsSince: number | undefined;
  /** Who leads now tells. */
  onLead: () => void = () => {};

  #follow(text: string): void {
    // Whole lines come in one piece, as the log writes them.
    for (const line of text.split("\n")) {
      if (line.includes('"this copy leads"')) {
        this.leadsSince = Date.now();
        this.onLead();
      } else if (line.includes("another copy leads by now: standing by")) this.leadsSince = undefined;
    }
  }

  /** Nothing of it moves until `thaw`. */
  freeze(): void {
    this.#child.kill("SIGSTOP");
  }

  thaw(): void {
    this.#child.kill("SIGCONT");
  }

  get runs(): boolean {
    return this.life.diedAt === undefined;
  }

  /** Resolves once it is at work, or has ended. */
  async ready(): Promise<void> {
    await Promise.race([this.#ready, this.ended]);
  }

  /** No farewell: as by a power cut. */
  async kill(): Promise<void> {
    if (this.runs) this.life.how = "killed";
    this.#child.kill("SIGKILL");
    await this.ended;
  }

  /** @returns its exit code */
  async stop(): Promise<number | null> {
    this.life.how = "stopped";
    this.#child.kill("SIGTERM");
    await this.ended;
    return this.#child.exitCode;
  }
}

const preload = fileURLToPath(new URL("./preload.js", import.meta.url));

function orders(world: World, main: string, { dieAt, diskFull }: Sabotage): Record<string, string> {
  const ports = Object.entries(world.wires).map(([name, { port }]) => `${port}=${name}`);
  return {
    CHAOS_APP: main,
    CHAOS_PORTS: ports.join(","),
    ...(dieAt === undefined ? {} : { CHAOS_DIE_AT: dieAt }),
    ...(diskFull === undefined
      ? {}
      : { CHAOS_DISK_FULL: `${diskFull.what}:${diskFull.from}:${diskFull.until}` }),
  };
}
