/**
 * Lets so many pass in one turn of the event loop, the others in the turns after it, in the order in which they
 * came: what thousands do at once must not keep a deadline waiting, or a person.
 *
 * @returns resolves when it is the caller's turn
 */
export function sluice(perTurn: number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let passed = 0;
  let isArmed = false;

  function arm(): void {
    if (isArmed) return;
    isArmed = true;
    setImmediate(turn);
  }

  function turn(): void {
    isArmed = false;
    const next = waiting.splice(0, perTurn);
    passed = next.length;
    for (const pass of next) pass();
    if (passed > 0) arm();
  }

  return () => {
    arm();
    if (waiting.length === 0 && passed < perTurn) {
      passed += 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
}
