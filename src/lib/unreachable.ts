/** Ends a switch over a union: the compiler refuses it while a variant is unhandled. */
export function unreachable(value: never): never {
  throw new Error(`Unhandled variant: ${JSON.stringify(value)}`);
}
