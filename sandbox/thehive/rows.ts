/** One object of an answer. */
export type Row = Readonly<Record<string, unknown>>;

/** The keys that have a value: TheHive's v1 leaves empty ones out, v0 of TheHive 4 says null instead. */
export function present(keys: Row): Row {
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
}

/** Undefined becomes null, as v0 of TheHive 4 writes it. */
export function orNull<T>(value: T | undefined): T | null {
  return value ?? null;
}

export function isObject(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
