import { expect, test } from "vitest";
import { gate } from "../../src/twilio/gate.ts";

interface Job {
  readonly ended: Promise<unknown>;
  end(how?: Error): void;
}

test("lets so many in, the others in the order they came, after a failure too", async () => {
  const pass = gate(2);
  const started: string[] = [];
  const enter = (name: string): Job => {
    let end: Job["end"] = () => undefined;
    const work = new Promise<void>((resolve, reject) => {
      end = (how) => (how === undefined ? resolve() : reject(how));
    });
    const ended = pass(() => {
      started.push(name);
      return work;
    }).catch((error: unknown) => error);
    return { ended, end: (how) => end(how) };
  };
  const [a, b, c, d] = [enter("a"), enter("b"), enter("c"), enter("d")];
  expect(started).toEqual(["a", "b"]);
  b.end(new Error("failed"));
  expect(await b.ended).toEqual(new Error("failed"));
  expect(started).toEqual(["a", "b", "c"]);
  a.end();
  c.end();
  await Promise.all([a.ended, c.ended]);
  expect(started).toEqual(["a", "b", "c", "d"]);
  d.end();
  await d.ended;
});
