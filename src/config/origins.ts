import { leaves, type Path, parsePath, pathText, type Tree, valueAt } from "./tree.ts";

/** Where a value comes from; each beats those before it. */
export type Origin = "default" | "file" | "environment" | "slack";

/** Changes made in Slack, by path: a value in the settings' text form, or `null` for "take it out". */
export type Overrides = Readonly<Record<string, unknown>>;

/** What the settings are made of, besides the defaults. */
export interface Layers {
  readonly file?: Tree | undefined;
  readonly environment?: Tree | undefined;
  readonly slack?: Overrides | undefined;
}

/** The layer that decides a value. */
export function originAt(path: Path, layers: Layers): Origin {
  if (Object.keys(layers.slack ?? {}).some((key) => overlaps(parsePath(key) ?? [], path))) return "slack";
  if (gives(layers.environment, path)) return "environment";
  return gives(layers.file, path) ? "file" : "default";
}

/** The origin of every value of a tree, by its path as text; lists count as one value. */
export function originsOf(tree: Tree, layers: Layers): ReadonlyMap<string, Origin> {
  return new Map(leaves(tree).map(([path]) => [pathText(path), originAt(path, layers)]));
}

function overlaps(changed: Path, path: Path): boolean {
  const shared = Math.min(changed.length, path.length);
  return changed.slice(0, shared).every((step, index) => step === path[index]);
}

function gives(layer: Tree | undefined, path: Path): boolean {
  return layer !== undefined && (valueAt(layer, path) ?? undefined) !== undefined;
}
