import { expect, onTestFinished } from "vitest";
import { environmentFrom } from "../../src/config/environment.ts";
import { createLogger } from "../../src/lib/logger.ts";
import { systemClock } from "../../src/lib/time.ts";
import { createService } from "../../src/service.ts";
import { relayed } from "../database/relayed.ts";
import { postgres } from "../database/server.ts";
import { minutes, type Night, night } from "./harness.ts";

export const settings = {
  poll: { every: "1s" },
  sla: { high: { tiers: [{ after: "30m", notify: ["slack", "sms"] }] } },
};

/** Servers in real time, and as many copies of the service as the test starts. */
export async function house() {
  const server = await postgres();
  const { url, direct, relay } = await relayed(server);
  const soc = await night({ start: false, realTime: true, settings });
  async function copy(
    name: string,
    { stateUrl = direct, settingsFile = soc.settingsFile, variables = {} } = {},
  ) {
    const read = environmentFrom({ ...soc.variables, STATE_URL: stateUrl, ...variables });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const lines: string[] = [];
    const log = createLogger({
      level: "info",
      out: { write: (line: string) => lines.push(line) },
      secrets: [],
      clock: systemClock,
    });
    const service = await createService({
      environment: read.environment,
      settingsFile,
      clock: systemClock,
      log,
      stdout: () => {},
      version: "1.2.3",
      name,
    });
    await service.start();
    let running = true;
    async function stop(): Promise<void> {
      if (running) await service.stop();
      running = false;
    }
    onTestFinished(stop);
    const says = (words: string) => lines.some((line) => line.includes(words));
    return {
      stop,
      says,
      lines,
      leads: () => until(() => says("this copy leads")).toBe(true),
    };
  }
  /** An alert whose only tier is due in so long. */
  const due = (title: string, length: number) =>
    soc.hive.raise({ severity: 3, title, createdAt: Date.now() - minutes(30) + length });
  return { soc, copy, due, relay, url, direct, server };
}

/** Waits until it is so, for as long as a busy machine may take. */
export const until = (isSo: () => unknown) => expect.poll(isSo, { timeout: 40_000 });

export const texts = (soc: Night) => soc.phone("alice").sms.length;
export const cardsOf = (soc: Night, title: string) =>
  soc.cards().filter((card) => soc.read(card).includes(title)).length;
export const untilTold = (soc: Night, title: string, count: number) =>
  until(() => [cardsOf(soc, title), texts(soc)]).toEqual([1, count]);
