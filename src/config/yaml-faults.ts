import { type Alias, type Document, isCollection, isScalar, type Pair, visit } from "yaml";

/** Something in the text that YAML allows and settings do not. */
export interface YamlFault {
  /** Where in the text, in characters. */
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
}

/**
 * Finds keys given twice, merge keys, and aliases that hold themselves or are too many.
 * @param most aliases: each may stand for a large part of the file
 */
export function yamlFaults(document: Document.Parsed, most: number): YamlFault[] {
  const faults: YamlFault[] = [];
  let aliases = 0;
  visit(document, {
    Map(_key, { items }) {
      faults.push(...twice(items), ...merging(items), ...heavyKeys(items));
    },
    Alias(_key, alias, above) {
      aliases++;
      if (aliases <= most) faults.push(...dangling(alias, document), ...cycle(alias, document, above));
    },
  });
  if (aliases <= most) return faults;
  const found = `${aliases} aliases (*name)`;
  return [...faults, { offset: 0, found, expected: `at most ${most}: write the values out` }];
}

function twice(pairs: readonly Pair[]): YamlFault[] {
  const seen = new Set<unknown>();
  return pairs.flatMap(({ key }) => {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === undefined || !seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      {
        offset: offsetOf(key),
        found: `the key ${JSON.stringify(name)} a second time`,
        expected: "each key once",
      },
    ];
  });
}

function merging(pairs: readonly Pair[]): YamlFault[] {
  return pairs.flatMap(({ key }) =>
    isScalar(key) && key.value === "<<"
      ? [
          {
            offset: offsetOf(key),
            found: "a merge key (<<)",
            expected: "the keys themselves: YAML 1.2 merges nothing",
          },
        ]
      : [],
  );
}

function heavyKeys(pairs: readonly Pair[]): YamlFault[] {
  return pairs.flatMap(({ key }) =>
    isCollection(key)
      ? [{ offset: offsetOf(key), found: "a key that is a list or a mapping", expected: "text" }]
      : [],
  );
}

function dangling(alias: Alias, document: Document.Parsed): YamlFault[] {
  if (alias.resolve(document) !== undefined) return [];
  const found = `an alias (*${alias.source.slice(0, 60)}) that stands for nothing`;
  return [{ offset: offsetOf(alias), found, expected: `&${alias.source.slice(0, 60)} before it, or quotes` }];
}

function cycle(alias: Alias, document: Document.Parsed, above: readonly unknown[]): YamlFault[] {
  const holder = above.find(
    (node) => typeof node === "object" && node !== null && "anchor" in node && node.anchor === alias.source,
  );
  if (holder === undefined || alias.resolve(document) !== holder) return [];
  return [
    {
      offset: offsetOf(alias),
      found: `an alias (*${alias.source}) inside what it stands for`,
      expected: "the value itself",
    },
  ];
}

function offsetOf(node: unknown): number {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)
    ? Number(node.range[0])
    : 0;
}
