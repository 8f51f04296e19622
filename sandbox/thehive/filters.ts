import { badQuery, badRequest } from "./errors.ts";
import type { Field, FieldsOf } from "./fields.ts";
import { type Comparison, compare, containsText, equals, glob, isSet } from "./matching.ts";
import type { Dialect, Version } from "./model.ts";
import { type Operand, operandOf, rangeOf, setOf } from "./operands.ts";
import { OPERATORS } from "./operators.ts";
import { isObject, type Row } from "./rows.ts";
import { inputFor, type ValueReader } from "./values.ts";

export type Predicate<T> = (thing: T) => boolean;

/** What a filter is read against. */
export interface FilterContext<T> {
  dialect: Dialect;
  /** The name TheHive gives the things in its messages. */
  thing: string;
  fields: FieldsOf<T>;
  now: number;
  /** 5, undocumented: whether `_in` works on `_id`. */
  inOnId: boolean;
}

/**
 * Turns a filter into a test of one thing, once for a whole list.
 *
 * @throws HiveProblem 400 for what this dialect does not know
 */
export function compileFilter<T>(filter: unknown, context: FilterContext<T>): Predicate<T> {
  return new FilterReader(context).read(filter);
}

/** The version that speaks a dialect. */
export function versionOf(dialect: Dialect): Version {
  switch (dialect) {
    case "v0-3":
      return "3";
    case "v0-4":
    case "v1-4":
      return "4";
    case "v1-5":
      return "5";
  }
}

class FilterReader<T> {
  readonly #context: FilterContext<T>;
  readonly #value: ValueReader;

  constructor(context: FilterContext<T>) {
    this.#context = context;
    this.#value = inputFor(versionOf(context.dialect), context.now);
  }

  read(node: unknown): Predicate<T> {
    if (!isObject(node)) throw this.#bad(node);
    const keys = Object.keys(node);
    if (keys.length === 0) return () => true;
    if (keys.length === 2 && "_field" in node && "_value" in node) return this.#equality(node);
    const [operator] = keys;
    // One operator per object: two side by side have no defined order.
    if (keys.length !== 1 || operator === undefined) throw this.#bad(node);
    const operand = node[operator];
    if (OPERATORS[this.#context.dialect].has(operator)) return this.#operator(operator, operand, node);
    // TheHive 3 and 4 still read the old short form {"field": value}.
    if (this.#isLegacy() && !isObject(operand) && !Array.isArray(operand)) {
      return this.#equality({ _field: operator, _value: operand });
    }
    throw this.#bad(node);
  }

  #operator(operator: string, operand: unknown, node: Row): Predicate<T> {
    switch (operator) {
      case "_and":
      case "_or":
      case "_not":
        return this.#logic(operator, operand);
      case "_any":
        return () => true;
      case "_id":
        return this.#withId(operand);
      case "_is":
      case "_eq":
        return this.#equality(this.#operand(operand));
      case "_ne":
        return not(this.#equality(this.#operand(operand)));
      case "_gt":
      case "_gte":
      case "_lt":
      case "_lte":
        return this.#order(operator, operand);
      case "_between":
        return this.#between(operand);
      case "_in":
        return this.#within(operand);
      case "_has":
      case "_contains":
        return this.#defined(operand);
      default:
        return this.#text(operator, operand, node);
    }
  }

  #logic(operator: "_and" | "_or" | "_not", operand: unknown): Predicate<T> {
    if (operator === "_not") return not(this.read(operand));
    if (!Array.isArray(operand)) throw this.#bad(operand);
    const parts = operand.map((part) => this.read(part));
    if (operator === "_or") return (thing) => parts.some((part) => part(thing));
    return (thing) => parts.every((part) => part(thing));
  }

  #withId(id: unknown): Predicate<T> {
    const isKnown = typeof id === "string" && (this.#context.dialect === "v0-3" || id.startsWith("~"));
    if (!isKnown) throw this.#bad(id);
    const field = this.#field("_id");
    return (thing) => field.read(thing) === id;
  }

  #equality(operand: Row | Operand): Predicate<T> {
    const { _field: name, _value: wanted } = operand;
    if (typeof name !== "string") throw this.#bad(operand);
    const field = this.#field(name);
    const value = this.#value(field.kind, wanted);
    return (thing) => equals(field.read(thing), value);
  }

  #order(comparison: Comparison, operand: unknown): Predicate<T> {
    // TheHive 3 takes only the short form here.
    if (this.#context.dialect === "v0-3" && isObject(operand) && "_field" in operand)
      throw this.#bad(operand);
    const { _field: name, _value: wanted } = this.#operand(operand);
    const field = this.#ordered(name);
    const limit = this.#value(field.kind, wanted);
    return (thing) => compare(field.read(thing), comparison, limit);
  }

  #between(operand: unknown): Predicate<T> {
    const range = rangeOf(operand);
    if (range === undefined) throw this.#bad(operand);
    const field = this.#ordered(range._field);
    const from = this.#value(field.kind, range._from);
    const to = this.#value(field.kind, range._to);
    return (thing) => compare(field.read(thing), "_gte", from) && compare(field.read(thing), "_lt", to);
  }

  #within(operand: unknown): Predicate<T> {
    const set = setOf(operand);
    if (set === undefined) throw this.#bad(operand);
    if (set._field === "_id" && !this.#context.inOnId) throw this.#bad(operand);
    const field = this.#field(set._field);
    const values = new Set(set._values.map((value) => this.#value(field.kind, value)));
    return (thing) => {
      const found = field.read(thing);
      return Array.isArray(found) ? found.some((one) => values.has(one)) : values.has(found);
    };
  }

  #defined(operand: unknown): Predicate<T> {
    if (typeof operand !== "string") throw this.#bad(operand);
    const field = this.#field(operand);
    return (thing) => isSet(field.read(thing));
  }

  #text(operator: string, operand: unknown, node: Row): Predicate<T> {
    if (operator === "_string") return this.#fullText(operand);
    if (operator === "_type") return () => operand === "alert";
    const { _field: name, _value: wanted } = this.#operand(operand);
    const field = this.#field(name);
    if (typeof wanted !== "string") throw this.#bad(node);
    const matches = glob(this.#context.dialect, operator, wanted);
    return (thing) => {
      const found = field.read(thing);
      return Array.isArray(found) ? found.some(matches) : matches(found);
    };
  }

  /** TheHive 4 takes it and lets everything pass. */
  #fullText(operand: unknown): Predicate<T> {
    if (this.#context.dialect !== "v0-3") return () => true;
    const fields = ["title", "description", "source", "tags"].map((name) => this.#field(name));
    return (thing) => fields.some((field) => containsText(field.read(thing), String(operand)));
  }

  #operand(operand: unknown): Operand {
    const read = operandOf(operand, this.#isLegacy());
    if (read === undefined) throw this.#bad(operand);
    return read;
  }

  #ordered(name: string): Field<T> {
    const field = this.#field(name);
    if (field.kind === "flag") throw badRequest(`Property ${name} supports equality only`);
    return field;
  }

  #field(name: string): Field<T> {
    const { dialect, fields, thing } = this.#context;
    const field = fields(name);
    if (field !== undefined) return field;
    // ElasticSearch does not know which fields exist: the name simply never matches.
    if (dialect === "v0-3") return { kind: "text", read: () => undefined };
    throw badRequest(`Property ${name} for type ${thing} not found`);
  }

  #isLegacy(): boolean {
    return this.#context.dialect !== "v1-5";
  }

  #bad(found: unknown) {
    const { dialect } = this.#context;
    return badQuery(versionOf(dialect), "query", found, [...OPERATORS[dialect]]);
  }
}

function not<T>(predicate: Predicate<T>): Predicate<T> {
  return (thing) => !predicate(thing);
}
