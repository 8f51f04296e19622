/** Settings as text: what a settings file holds, parsed but not yet judged. */
export type Tree = Readonly<Record<string, unknown>>;

/** Keys and list indexes from the root down. */
export type Path = readonly (string | number)[];

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Writes a path as people read it: `sla.high.tiers[1].after`, `people["bob.smith"].phone`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (!/^[\p{L}\p{N}_-]+$/u.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

const STEP = /(?:^|\.)([\p{L}\p{N}_-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/uy;

/**
 * Reads what {@link pathText} writes.
 *
 * @returns undefined when it is no path
 */
export function parsePath(text: string): (string | number)[] | undefined {
  const path: (string | number)[] = [];
  const step = new RegExp(STEP);
  while (step.lastIndex < text.length) {
    const [, name, index, quoted] = step.exec(text) ?? [];
    if (name !== undefined) path.push(name);
    else if (index !== undefined) path.push(Number(index));
    else if (quoted !== undefined) path.push(String(JSON.parse(quoted)));
    else return undefined;
  }
  return path.length > 0 ? path : undefined;
}

export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((node, step) => {
    if (Array.isArray(node)) return typeof step === "number" ? node[step] : undefined;
    return isTree(node) && Object.hasOwn(node, step) ? node[step] : undefined;
  }, root);
}

/** Lays one tree over another: mappings are joined, everything else replaced. Nothing (`key:`) keeps what is there. */
export function merged(base: Tree, over: Tree): Tree {
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, mergedValue(own(base, key), own(over, key))]));
}

function mergedValue(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (over === null && base !== undefined) return base;
  return isTree(base) && isTree(over) ? merged(base, over) : over;
}

/** The tree with one value replaced; `null` takes the key out. Mappings on the way are made where they are missing. */
export function withValue(tree: Tree, path: Path, value: unknown): Tree {
  return asTree(replaced(tree, path, value));
}

function replaced(node: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const list: readonly unknown[] = Array.isArray(node) ? node : [];
    if (step >= list.length) return [...list, replaced(undefined, rest, value)];
    return list.with(step, replaced(list[step], rest, value));
  }
  const base = asTree(node);
  const child = replaced(own(base, step), rest, value);
  const others = Object.entries(base).filter(([key]) => key !== step);
  return Object.fromEntries(child === null ? others : [...others, [step, child]]);
}

/** Every value that is not a mapping of more, with its path. Lists are values as a whole. */
export function leaves(tree: Tree, path: Path = []): [path: Path, value: unknown][] {
  return Object.entries(tree).flatMap(([key, value]): [Path, unknown][] => {
    const here = [...path, key];
    return isTree(value) && Object.keys(value).length > 0 ? leaves(value, here) : [[here, value]];
  });
}

/** The same tree with every key and text composed (NFC), so that one name is one. */
export function inNfc(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key.normalize("NFC"), textInNfc(value)]),
  );
}

function textInNfc(value: unknown): unknown {
  if (typeof value === "string") return value.normalize("NFC");
  if (Array.isArray(value)) return value.map(textInNfc);
  return isTree(value) ? inNfc(value) : value;
}

function asTree(node: unknown): Tree {
  return isTree(node) ? node : {};
}

function own(tree: Tree, key: string): unknown {
  return Object.hasOwn(tree, key) ? tree[key] : undefined;
}
