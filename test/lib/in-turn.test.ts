import { expect, test } from "vitest";
import { inTurn } from "../../src/lib/in-turn.ts";

test("a job begins when the one before has ended, also when that one failed", async () => {
  const alone = inTurn();
  const told: string[] = [];
  const job = (name: string) => async () => {
    told.push(`${name} begins`);
    await Promise.resolve();
    told.push(`${name} ends`);
    return name;
  };
  const broken = alone(async () => {
    await job("first")();
    throw new Error("broken");
  });
  const second = alone(job("second"));
  await expect(broken).rejects.toThrow("broken");
  expect(await second).toBe("second");
  expect(told).toEqual(["first begins", "first ends", "second begins", "second ends"]);
});
