/** Chance that can be repeated: the same seed rolls the same numbers. */
export interface Dice {
  /** A number from `from` to just below `to`. */
  between(from: number, to: number): number;
  whole(from: number, to: number): number;
  happens(chance: number): boolean;
  oneOf<const T>(choices: readonly [T, ...T[]]): T;
  /** A die of its own, so that one actor's rolls do not shift another's. */
  split(name: string): Dice;
}

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  // Mulberry32: small, and good enough for choosing.
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number) => Math.floor(from + roll() * (to - from));
  return {
    between: (from, to) => from + roll() * (to - from),
    whole,
    happens: (chance) => roll() < chance,
    oneOf: ([first, ...others]) => [first, ...others][whole(0, others.length + 1)] ?? first,
    split: (name) => dice([...name].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), seed)),
  };
}
