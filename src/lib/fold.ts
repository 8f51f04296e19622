const ASCII = /^[\0-\x7f]*$/;

/**
 * Text in the form in which two spellings of it are equal: composed as NFC does, any case, the same in every locale.
 *
 * Lower case of upper case of lower case makes `ß`, `ẞ` and `SS` one. Both sigmas are one letter, whatever follows
 * them, and so are the four i's of Turkish (`I`, `ı`, `İ`, `i`): whoever writes KRİTİK means kritik as well.
 * Folding twice changes nothing.
 */
export function folded(text: string): string {
  // Nearly all of what is folded: nothing of the rest changes such a text.
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize("NFD")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize("NFD")
    .replace(/ς/g, "σ")
    .replace(/ı/g, "i")
    .replace(/i\u0307/g, "i")
    .normalize("NFC");
}

/** Whether two texts are the same but for case and composition. */
export function isAlike(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

// A TheHive has a dozen statuses, and each alert is judged by its own again and again.
const bare = new Map<string, string>();
const MOST_NAMES = 1000;

/** A stage's or status's name as it is compared: case, spaces, dashes and underscores do not matter. */
export function bareName(name: string): string {
  const known = bare.get(name);
  if (known !== undefined) return known;
  const form = folded(name).replace(/[\s\p{Pd}_]/gu, "");
  if (bare.size >= MOST_NAMES) bare.clear();
  bare.set(name, form);
  return form;
}
