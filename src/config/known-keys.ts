import { z } from "zod";
import { describe, oneOf } from "./problem.ts";
import type { Path } from "./tree.ts";

/** What an unknown key was probably meant to be: a known one, or a key and its value without the blank between. */
export function keyMeant(known: readonly string[], key: string): string {
  const [name = "", value = ""] = key.split(":");
  if (known.includes(name)) return `a blank after the colon: ${name}: ${describe(value).replaceAll('"', "")}`;
  return known.length > 0 ? oneOf(known, key) : "no keys here";
}

/** The keys that a schema knows at a path, for saying which one was probably meant. */
export function knownKeys(schema: z.core.$ZodType, path: Path): string[] {
  const inner = unwrapped(schema);
  const [step, ...rest] = path;
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => knownKeys(option, path));
  if (inner instanceof z.ZodObject) {
    if (step === undefined) return Object.keys(inner.shape);
    const child: z.core.$ZodType | undefined = inner.shape[step];
    return child === undefined ? [] : knownKeys(child, rest);
  }
  if (step === undefined) return [];
  if (inner instanceof z.ZodRecord) return knownKeys(inner.valueType, rest);
  return inner instanceof z.ZodArray ? knownKeys(inner.element, rest) : [];
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodPipe) return unwrapped(schema.in);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrapped(schema.unwrap());
  }
  return schema;
}
