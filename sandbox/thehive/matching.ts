import type { Dialect } from "./model.ts";

export type Comparison = "_gt" | "_gte" | "_lt" | "_lte";

/** A list equals a value when it holds it. */
export function equals(found: unknown, wanted: unknown): boolean {
  return Array.isArray(found) ? found.includes(wanted) : found === wanted;
}

/** What is missing is neither before nor after anything. */
export function compare(found: unknown, comparison: Comparison, limit: unknown): boolean {
  if (typeof found === "number" && typeof limit === "number") return ordered(found, comparison, limit);
  if (typeof found === "string" && typeof limit === "string") return ordered(found, comparison, limit);
  return false;
}

function ordered<T extends number | string>(found: T, comparison: Comparison, limit: T): boolean {
  switch (comparison) {
    case "_gt":
      return found > limit;
    case "_gte":
      return found >= limit;
    case "_lt":
      return found < limit;
    case "_lte":
      return found <= limit;
  }
}

export function isSet(found: unknown): boolean {
  return Array.isArray(found) ? found.length > 0 : found !== undefined && found !== "";
}

export function containsText(found: unknown, wanted: string): boolean {
  return String(found ?? "")
    .toLowerCase()
    .includes(wanted.toLowerCase());
}

/** The test behind a text operator; what `*` means depends on the dialect. */
export function glob(dialect: Dialect, operator: string, wanted: string): (found: unknown) => boolean {
  const onText = (test: (text: string) => boolean) => (found: unknown) =>
    typeof found === "string" && test(found);
  switch (operator) {
    case "_startsWith":
      return onText((text) => text.startsWith(wanted));
    case "_endsWith":
      return onText((text) => text.endsWith(wanted));
    case "_match":
      return onText((text) => wanted.split(/\s+/).every((word) => containsText(text, word)));
    default:
      return onText(like(dialect, wanted));
  }
}

function like(dialect: Dialect, wanted: string): (text: string) => boolean {
  const core = wanted.replace(/^\*|\*$/g, "");
  if (dialect === "v1-5") return (text) => text.includes(core);
  if (dialect === "v0-3") return wildcard(wanted);
  const [open, close] = [wanted.startsWith("*"), wanted.endsWith("*")];
  if (open && close) return (text) => text.includes(core);
  if (open) return (text) => text.endsWith(core);
  if (close) return (text) => text.startsWith(core);
  return (text) => text === wanted;
}

/** ElasticSearch allows `*` and `?` anywhere and does not mind the case. */
function wildcard(wanted: string): (text: string) => boolean {
  const escaped = wanted.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const pattern = new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "is");
  return (text) => pattern.test(text);
}
