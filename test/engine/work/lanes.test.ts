import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { lanes } from "../../../src/engine/work/lanes.ts";

test("one job of a lane at a time, in the order they came", async () => {
  const { inLane } = lanes();
  const log: string[] = [];
  const job = (name: string) => async () => {
    log.push(`${name} begins`);
    await setImmediate();
    log.push(`${name} ends`);
    return name;
  };
  const done = await Promise.all(["a", "b", "c"].map((name) => inLane("alert", job(name))));
  expect(done).toEqual(["a", "b", "c"]);
  expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

test("lanes do not wait for each other", async () => {
  const { inLane } = lanes();
  let release = () => {};
  const held = inLane("slow", () => new Promise<void>((resolve) => (release = resolve)));
  expect(await inLane("quick", async () => "done")).toBe("done");
  release();
  await held;
});

test("a failed job is told to whoever asked, and the next one runs", async () => {
  const { inLane } = lanes();
  const failed = inLane("alert", async () => {
    throw new Error("no");
  });
  const next = inLane("alert", async () => "yes");
  await expect(failed).rejects.toThrow("no");
  expect(await next).toBe("yes");
});
