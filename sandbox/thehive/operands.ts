import { isObject } from "./rows.ts";

export interface Operand {
  _field: string;
  _value: unknown;
}

/** A field and a value, in the long form or (if allowed) as {"field": value}. */
export function operandOf(node: unknown, allowShort: boolean): Operand | undefined {
  if (!isObject(node)) return undefined;
  if (typeof node._field === "string" && "_value" in node)
    return { _field: node._field, _value: node._value };
  const [entry, ...more] = Object.entries(node);
  if (!allowShort || entry === undefined || more.length > 0) return undefined;
  return { _field: entry[0], _value: entry[1] };
}

export function rangeOf(node: unknown): { _field: string; _from: unknown; _to: unknown } | undefined {
  if (!isObject(node) || typeof node._field !== "string") return undefined;
  if (!("_from" in node) || !("_to" in node)) return undefined;
  return { _field: node._field, _from: node._from, _to: node._to };
}

export function setOf(node: unknown): { _field: string; _values: readonly unknown[] } | undefined {
  if (!isObject(node) || typeof node._field !== "string" || !Array.isArray(node._values)) return undefined;
  return { _field: node._field, _values: node._values };
}
