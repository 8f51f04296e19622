/** Ends an exhaustive switch: a variant without a case does not compile. */
export function unreachable(value: never): never {
  throw new Error(`Unhandled variant: ${JSON.stringify(value)}`);
}
