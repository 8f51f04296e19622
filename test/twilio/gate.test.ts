import { expect, test } from "vitest";
import { SandboxClock } from "../../sandbox/clock.ts";
import { seconds } from "../../src/lib/time.ts";
import { gate } from "../../src/twilio/gate.ts";

interface Job {
  readonly ended: Promise<unknown>;
  end(how?: Error): void;
}

test("lets so many in, the others in the order they came, after a failure too", async () => {
  const { enter, started } = entrance();
  const [a, b, c, d] = [enter("a"), enter("b"), enter("c"), enter("d")];
  await settled();
  expect(started).toEqual(["a", "b"]);
  b.end(new Error("failed"));
  expect(await b.ended).toEqual(new Error("failed"));
  await settled();
  expect(started).toEqual(["a", "b", "c"]);
  a.end();
  c.end();
  await Promise.all([a.ended, c.ended]);
  await settled();
  expect(started).toEqual(["a", "b", "c", "d"]);
  d.end();
  await d.ended;
});

test("nobody slips in before one whose turn it is", async () => {
  const { enter, started } = entrance();
  const [a, b] = [enter("a"), enter("b"), enter("c")];
  await settled();
  a.end();
  b.end();
  await Promise.race([a.ended, b.ended]);
  enter("d");
  enter("e");
  await settled();
  expect(started).toEqual(["a", "b", "c", "d"]);
});

test("nobody waits longer than a second for those who hang", async () => {
  const { enter, started, clock } = entrance();
  for (const name of ["a", "b", "c"]) enter(name);
  clock.moveTo(400);
  enter("d");
  clock.moveTo(999);
  await settled();
  expect(started).toEqual(["a", "b"]);
  clock.moveTo(1000);
  await settled();
  expect(started).toEqual(["a", "b", "c"]);
  clock.moveTo(1400);
  await settled();
  expect(started).toEqual(["a", "b", "c", "d"]);
});

test("when those who hung have gone, no more are let in than before", async () => {
  const { enter, started, clock } = entrance();
  const hung = ["a", "b", "c", "d"].map((name) => enter(name));
  await settled();
  clock.moveTo(1000);
  await settled();
  expect(started).toEqual(["a", "b", "c", "d"]);
  const [e] = [enter("e"), enter("f"), enter("g")];
  hung[0]?.end();
  hung[1]?.end();
  await settled();
  expect(started).toEqual(["a", "b", "c", "d"]);
  hung[2]?.end();
  hung[3]?.end();
  await settled();
  expect(started).toEqual(["a", "b", "c", "d", "e", "f"]);
  e.end();
  await settled();
  expect(started).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
});

/** A gate for two, with jobs that end when told. */
function entrance() {
  const clock = new SandboxClock({ at: 0 });
  const pass = gate({ width: 2, patience: seconds(1), sleep: clock.sleep });
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
  return { enter, started, clock };
}

/** All promises that can go on by themselves have. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
