import { badNumber, badQuery } from "./errors.ts";
import type { Field } from "./fields.ts";
import type { Version } from "./model.ts";
import { isObject } from "./rows.ts";

/** Brings a value of a filter into the form its field has. */
export type ValueReader = (kind: Field<unknown>["kind"], value: unknown) => unknown;

const UNITS: Readonly<Record<string, number>> = {
  milliseconds: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 604_800_000,
};

/** @throws HiveProblem 400 from the reader for a value of the wrong type; a date in words is one */
export function inputFor(version: Version, now: number): ValueReader {
  const reject = (value: unknown, expected: string) => badQuery(version, "_value", value, [expected]);
  return (kind, value) => {
    switch (kind) {
      case "number":
        return (
          numberOf(value) ?? fail(typeof value === "string" ? badNumber(value) : reject(value, "number"))
        );
      case "date":
        return (
          (version === "5" ? relativeDate(value, now) : undefined) ??
          (version === "5" && typeof value === "string" ? undefined : numberOf(value)) ??
          fail(reject(value, "date"))
        );
      case "flag":
        return typeof value === "boolean" ? value : fail(reject(value, "boolean"));
      case "text":
      case "texts":
        return isObject(value) || Array.isArray(value) ? fail(reject(value, "string")) : value;
    }
  };
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : undefined;
}

/** TheHive 5: {"amount": 4, "unit": "hours", "look": "behind"}. */
function relativeDate(value: unknown, now: number): number | undefined {
  if (!isObject(value) || typeof value.amount !== "number" || typeof value.unit !== "string")
    return undefined;
  const unit = UNITS[value.unit] ?? UNITS[`${value.unit}s`];
  if (unit === undefined) return undefined;
  return now + value.amount * unit * (value.look === "ahead" ? 1 : -1);
}

function fail(problem: Error): never {
  throw problem;
}
