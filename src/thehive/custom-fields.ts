type Scalar = string | number | boolean;

/** Thousands of alerts without any need not hold as many of these. */
const NONE: Readonly<Record<string, Scalar>> = Object.freeze({});

// v0 files each value under its type.
const TYPES = ["value", "string", "integer", "float", "boolean", "date", "number"] as const;

/**
 * Custom fields by name, whatever the shape: a list of `{name, value}` (v1), or an object of values or of
 * `{type: value}` (v0). Fields without a simple value are left out.
 */
export function customFieldsFrom(fields: unknown): Readonly<Record<string, Scalar>> {
  const found = Array.isArray(fields) ? fields.flatMap(listed) : named(fields);
  return found.length === 0 ? NONE : Object.fromEntries(found);
}

function listed(field: unknown): [string, Scalar][] {
  if (typeof field !== "object" || field === null || !("name" in field) || !("value" in field)) return [];
  const { name, value } = field;
  return typeof name === "string" && isScalar(value) ? [[name, value]] : [];
}

function named(fields: unknown): [string, Scalar][] {
  if (typeof fields !== "object" || fields === null) return [];
  return Object.entries(fields).flatMap(([name, field]): [string, Scalar][] => {
    const value = isScalar(field) ? field : valueIn(field);
    return value === undefined ? [] : [[name, value]];
  });
}

function valueIn(field: unknown): Scalar | undefined {
  if (typeof field !== "object" || field === null) return undefined;
  const entries = new Map(Object.entries(field));
  return TYPES.map((type) => entries.get(type)).find(isScalar);
}

function isScalar(value: unknown): value is Scalar {
  return (
    typeof value === "string" ||
    typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value))
  );
}
