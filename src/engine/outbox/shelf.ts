import type { AlertId } from "../../sla/model.ts";
import type { Item } from "../items/item.ts";
import { membersOf, subjectKey } from "../items/subject.ts";

/** Every item in memory, found by what it is about. An item keeps its place when it is put again. */
export interface Shelf {
  get(id: string): Item | undefined;
  put(item: Item): void;
  remove(id: string): void;
  all(): Iterable<Item>;
  ofAlert(id: AlertId): readonly Item[];
  ofSubject(key: string): readonly Item[];
  ofTopic(topic: string): readonly Item[];
  /** Texts that have a code, in the order in which they were made. */
  coded(): readonly Item[];
  /** Whether a text or call is known to be another item's. */
  isAnothers(ref: string, id: string): boolean;
}

const CODED = "coded";

export function shelf(): Shelf {
  const items = new Map<string, Item>();
  const indexes = { alert: index(), subject: index(), topic: index(), ref: index(), coded: index() };

  function keysOf(item: Item): [name: keyof typeof indexes, keys: readonly string[]][] {
    const { about, ref, code } = item;
    return [
      ["alert", membersOf(about)],
      ["subject", [subjectKey(about)]],
      ["topic", about.kind === "notice" && about.topic !== undefined ? [about.topic] : []],
      ["ref", ref === undefined ? [] : [ref]],
      ["coded", code === undefined ? [] : [CODED]],
    ];
  }

  function remove(id: string): void {
    const item = items.get(id);
    if (item === undefined) return;
    items.delete(id);
    for (const [name, keys] of keysOf(item)) for (const key of keys) indexes[name].remove(key, id);
  }

  const found = (ids: Iterable<string>) => [...ids].flatMap((id) => items.get(id) ?? []);

  return {
    get: (id) => items.get(id),
    put(item) {
      const before = items.get(item.id);
      if (before !== undefined && before.about !== item.about) remove(item.id);
      items.set(item.id, item);
      for (const [name, keys] of keysOf(item)) for (const key of keys) indexes[name].add(key, item.id);
    },
    remove,
    all: () => items.values(),
    ofAlert: (id) => found(indexes.alert.of(id)),
    ofSubject: (key) => found(indexes.subject.of(key)),
    ofTopic: (topic) => found(indexes.topic.of(topic)),
    coded: () => found(indexes.coded.of(CODED)),
    isAnothers: (ref, id) => [...indexes.ref.of(ref)].some((other) => other !== id),
  };
}

/** Ids by key, in the order in which they came. */
function index() {
  const sets = new Map<string, Set<string>>();
  return {
    of: (key: string): Iterable<string> => sets.get(key) ?? [],
    add(key: string, id: string): void {
      const set = sets.get(key) ?? new Set();
      sets.set(key, set.add(id));
    },
    remove(key: string, id: string): void {
      const set = sets.get(key);
      set?.delete(id);
      if (set?.size === 0) sets.delete(key);
    },
  };
}
