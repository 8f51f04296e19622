import { z } from "zod";
import { Settings } from "./settings.ts";
import { parsePath } from "./tree.ts";

/** What a setting is called, and what it means: said once, beside its schema. */
export interface Described {
  readonly title: string;
  readonly description: string;
}

/** @throws when there is no such setting, or nobody has described it: a bug */
export function described(path: string): Described {
  let at: unknown = Settings;
  for (const key of parsePath(path) ?? []) at = at instanceof z.ZodObject ? within(at.shape[key]) : undefined;
  const { title, description } = (at instanceof z.ZodType ? at.meta() : undefined) ?? {};
  if (title === undefined || description === undefined) throw new Error(`${path} is not described`);
  return { title, description };
}

/** The paths of everything that is described; of policies and cases, those of one severity. */
export function describedPaths(): readonly string[] {
  return pathsUnder(Settings.shape, "").filter((path) => !/^(sla|cases)\.(low|medium|critical)\./.test(path));
}

function pathsUnder(shape: z.ZodObject["shape"], above: string): string[] {
  return Object.entries(shape).flatMap(([key, optional]) => {
    const schema = within(optional);
    const path = `${above}${key}`;
    const own = schema instanceof z.ZodType && schema.meta()?.description !== undefined ? [path] : [];
    return schema instanceof z.ZodObject ? [...own, ...pathsUnder(schema.shape, `${path}.`)] : own;
  });
}

/** What need not be there is described as what it is when it is. */
function within(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}
