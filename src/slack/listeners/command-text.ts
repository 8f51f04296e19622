/** A command as typed: its first word, and the rest. */
export interface Typed {
  readonly name: string;
  readonly words: readonly string[];
}

/**
 * Takes the text of a slash command apart. Slack escapes it and wraps addresses and people in angle brackets:
 * an address comes back as it was typed, a person as `<@U…>` without the name, which anybody can choose.
 */
export function readCommand(text: string): Typed {
  const [name = "", ...words] = text
    .trim()
    .split(/\s+/)
    .map((word) => unescaped(unwrapped(word)))
    .filter((word) => word !== "");
  return { name: name.toLowerCase(), words };
}

/** The id in `<@U…>`; undefined for anything else. */
export function mentionedUser(word: string | undefined): string | undefined {
  return /^<@([UW][A-Z0-9]+)>$/.exec(word ?? "")?.[1];
}

function unwrapped(word: string): string {
  const person = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word);
  if (person !== null) return `<@${person[1]}>`;
  const address = /^<(https?:\/\/[^|>]*)(?:\|[^>]*)?>$/i.exec(word);
  return address?.[1] ?? word;
}

function unescaped(word: string): string {
  return word.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
