import { describe, expect, test } from "vitest";
import { onceCommand } from "../../src/cli/commands/once.ts";
import { startCommand } from "../../src/cli/commands/start.ts";
import type { Service } from "../../src/service.ts";
import { commandLine, environment } from "./process-edge.ts";

function service(parts: Partial<Service> = {}) {
  const calls: string[] = [];
  const called = (name: string) => async () => {
    calls.push(name);
  };
  const whole: Service = {
    start: called("start"),
    once: async () => true,
    stop: called("stop"),
    reload: called("reload"),
    ...parts,
  };
  return { calls, open: async () => whole };
}

describe("start", () => {
  test("runs until the signal, stops, and ends with 0", async () => {
    const { calls, open } = service();
    const { run, stop } = await commandLine({ env: environment, commands: [startCommand(open)] });
    const ended = run("start");
    stop();
    expect(await ended).toEqual({ code: 0, out: "", errors: [] });
    expect(calls.at(-1)).toBe("stop");
  });

  test("reads the settings again when it is asked to, and runs on", async () => {
    const { calls, open } = service({
      start: async () => {
        reload();
        stop();
      },
    });
    const { run, stop, reload } = await commandLine({ env: environment, commands: [startCommand(open)] });
    expect((await run("start")).code).toBe(0);
    expect(calls).toEqual(["reload", "stop"]);
  });

  test("stops while it is still starting", async () => {
    const { calls, open } = service({ start: () => new Promise(() => {}) });
    const { run, stop } = await commandLine({ env: environment, commands: [startCommand(open)] });
    const ended = run("start");
    stop();
    expect((await ended).code).toBe(0);
    expect(calls).toEqual(["stop"]);
  });

  test("lets go of everything when it cannot start, and ends with 1", async () => {
    const { calls, open } = service({ start: () => Promise.reject(new Error("the disk is full")) });
    const { run } = await commandLine({ env: environment, commands: [startCommand(open)] });
    expect(await run("start")).toEqual({ code: 1, out: "", errors: ["the disk is full"] });
    expect(calls).toEqual(["stop"]);
  });

  test("gives up after 10 s on what hangs, says so, and ends with 0", async () => {
    const { open } = service({ stop: () => new Promise(() => {}) });
    const slept: number[] = [];
    const clock = {
      sleep: async (duration: number) => {
        slept.push(duration);
      },
    };
    const { run, stop } = await commandLine({ env: environment, commands: [startCommand(open)], clock });
    stop();
    expect(await run("start")).toMatchObject({
      code: 0,
      errors: [expect.stringContaining("still hung 10 s")],
    });
    expect(slept).toEqual([10_000]);
  });
});

describe("once", () => {
  test.each([
    [true, 0],
    [false, 1],
  ])("that went well: %s ends with %d", async (ok, code) => {
    const { calls, open } = service({ once: async () => ok });
    const { run } = await commandLine({ env: environment, commands: [onceCommand(open)] });
    expect(await run("once", "--json")).toEqual({ code, out: `{"ok":${ok}}\n`, errors: [] });
    expect(calls).toEqual(["stop"]);
  });
});
