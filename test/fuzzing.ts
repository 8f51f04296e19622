import fc from "fast-check";
import { afterAll, expect, test } from "vitest";

const CODE_SHOWN = /[\n\r\u2028\u2029]|\bat .+:\d+:\d+|node_modules|TypeError|RangeError|Maximum call stack/;
const A_SECOND = 1_000_000;

/** Says what a door says of an input, in lines for people; nothing when it takes it. */
type Door<Input> = (input: Input) => readonly string[] | Promise<readonly string[]>;

/**
 * Tries doors with many inputs: none may throw, take a second, or show where in the code it went wrong.
 *
 * @param usual how many inputs all its doors get together, by their shares; FUZZ_RUNS=100000 gives them more
 */
export function fuzzer(usual: number) {
  const { FUZZ_RUNS } = process.env;
  const runs = Number(FUZZ_RUNS ?? usual);
  const counts = new Map<string, number>();
  afterAll(() => {
    const list = [...counts].map(([outcome, count]) => `${outcome} ${count}`);
    if (FUZZ_RUNS !== undefined) process.stdout.write(`fuzz: ${list.join("; ")}\n`);
  });

  return function fuzz<Input>(what: string, share: number, inputs: fc.Arbitrary<Input>, door: Door<Input>) {
    const property = fc.asyncProperty(inputs, async (input) => {
      const started = process.cpuUsage();
      const said = await door(input);
      expect(process.cpuUsage(started).user).toBeLessThan(A_SECOND);
      for (const line of said) expect(line).not.toMatch(CODE_SHOWN);
      const outcome = `${what}, ${said.length === 0 ? "taken" : "refused"}`;
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    });
    test(
      `${what}: nothing throws, hangs, or shows a stack trace`,
      () => fc.assert(property, { numRuns: Math.ceil(runs * share) }),
      30_000 + runs * 10,
    );
  };
}

/** Good input for the most part: all that is wrong is refused early. */
export function mostly<Good, Bad>(good: fc.Arbitrary<Good>, bad: fc.Arbitrary<Bad>) {
  return fc.oneof({ weight: 19, arbitrary: good }, { weight: 1, arbitrary: bad });
}

const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));

// A key that turns into text or a number in a way of its own throws where nobody expects it.
const traps: readonly unknown[] = [
  { toString: 1, valueOf: 1 },
  [{ toString: 1, valueOf: 1 }],
  JSON.parse('{"__proto__":{"a":1},"constructor":null,"hasOwnProperty":1}'),
  nested(1000),
  Number.MAX_VALUE,
  Number.MAX_SAFE_INTEGER,
  8.65e15,
  -1,
  "a\nb\u2028c\u001b[31m",
  "\ud800",
  "x".repeat(5000),
  "__proto__",
  "..",
  "",
  null,
  undefined,
];

/** Whatever JSON can hold, most of it where nobody expects it; undefined: nothing is there. */
export const odd = fc.oneof(
  fc.constantFrom(...traps),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.integer(),
  fc.double(),
);

/** A good JSON value of which a few parts, or the whole, are something else. */
export function spoilt(good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const edits = fc.array(fc.tuple(fc.nat(), odd), { maxLength: 3 });
  return fc.tuple(good, edits).map(([json, list]) => withEdits(json, list));
}

function withEdits(json: unknown, edits: readonly (readonly [at: number, put: unknown])[]): unknown {
  const text = JSON.stringify(json);
  let size = 0;
  JSON.parse(text, () => size++);
  const puts = new Map(edits.map(([at, put]) => [at % size, put]));
  let nth = 0;
  return JSON.parse(text, (_key, value: unknown) => (puts.has(nth++) ? puts.get(nth - 1) : value));
}

const piece = fc.oneof(
  fc.constantFrom(
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\",
    "\0",
    "\n",
    "\u2028",
    "1e999",
    "null",
    "[".repeat(300),
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
);

/** A text in which a few places are written over. */
export function slipped(good: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(6), piece), { minLength: 1, maxLength: 3 });
  return fc.tuple(good, edits).map(([start, list]) =>
    list.reduce((text, [at, length, put]) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + put + text.slice(from + length);
    }, start),
  );
}
