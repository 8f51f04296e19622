/** One element of a document, with its text and children in order. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
}

/** The document is not well-formed; the message says where. */
export class XmlError extends Error {}

const NAME = /[A-Za-z_:][\w:.-]*/y;
const SPACE = /[ \t\r\n]*/y;
const ATTRIBUTE = /[ \t\r\n]+([A-Za-z_:][\w:.-]*)[ \t\r\n]*=[ \t\r\n]*("[^"<]*"|'[^'<]*')/y;
const PROLOG = /<\?xml [^?]*\?>/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;
const ENTITIES = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/**
 * Reads a small document strictly: elements, attributes, text, CDATA, comments. No doctype.
 *
 * @throws XmlError when it is not well-formed
 */
export function parseXml(source: string): XmlElement {
  const forbidden = FORBIDDEN.exec(source);
  if (forbidden !== null) throw new XmlError(`Forbidden character at ${forbidden.index}`);
  const reader = xmlReader(source);
  reader.take(PROLOG);
  reader.skipMisc();
  const root = element(reader);
  reader.skipMisc();
  if (!reader.atEnd()) reader.fail("Content after the root element");
  return root;
}

type Reader = ReturnType<typeof xmlReader>;

function xmlReader(source: string) {
  let position = 0;
  const reader = {
    atEnd: () => position >= source.length,
    looksAt: (text: string) => source.startsWith(text, position),
    fail(why: string): never {
      throw new XmlError(`${why} at ${position}`);
    },
    take(pattern: RegExp): RegExpExecArray | null {
      pattern.lastIndex = position;
      const found = pattern.exec(source);
      if (found !== null) position = pattern.lastIndex;
      return found;
    },
    expect(text: string): void {
      if (!reader.looksAt(text)) reader.fail(`"${text}" expected`);
      position += text.length;
    },
    /** Everything up to `end`, which is passed over. */
    until(end: string): string {
      const at = source.indexOf(end, position);
      if (at < 0) reader.fail(`"${end}" expected`);
      const text = source.slice(position, at);
      position = at + end.length;
      return text;
    },
    text(): string {
      const at = source.indexOf("<", position);
      if (at < 0) reader.fail("Element not closed");
      const text = source.slice(position, at);
      if (text.includes("]]>")) reader.fail('"]]>" in text');
      position = at;
      return decode(text, reader.fail);
    },
    skipMisc(): void {
      reader.take(SPACE);
      while (reader.looksAt("<!--")) {
        comment(reader);
        reader.take(SPACE);
      }
    },
  };
  return reader;
}

function element(reader: Reader): XmlElement {
  reader.expect("<");
  const name = reader.take(NAME)?.[0] ?? reader.fail("Element name expected");
  const attributes = attributesOf(reader);
  reader.take(SPACE);
  if (reader.looksAt("/>")) {
    reader.expect("/>");
    return { name, attributes, children: [] };
  }
  reader.expect(">");
  const children: (XmlElement | string)[] = [];
  while (!reader.looksAt("</")) children.push(...content(reader));
  reader.expect(`</${name}`);
  reader.take(SPACE);
  reader.expect(">");
  return { name, attributes, children };
}

function content(reader: Reader): (XmlElement | string)[] {
  if (reader.looksAt("<!--")) return comment(reader);
  if (reader.looksAt("<![CDATA[")) {
    reader.expect("<![CDATA[");
    return [reader.until("]]>")];
  }
  return [reader.looksAt("<") ? element(reader) : reader.text()];
}

function comment(reader: Reader): [] {
  reader.expect("<!--");
  if (reader.until("-->").includes("--")) reader.fail('"--" inside a comment');
  return [];
}

function attributesOf(reader: Reader): Map<string, string> {
  const attributes = new Map<string, string>();
  for (let found = reader.take(ATTRIBUTE); found !== null; found = reader.take(ATTRIBUTE)) {
    const [, name = "", quoted = ""] = found;
    if (attributes.has(name)) reader.fail(`Attribute ${name} given twice`);
    attributes.set(name, decode(quoted.slice(1, -1), reader.fail));
  }
  return attributes;
}

function decode(text: string, fail: (why: string) => never): string {
  return text.replace(/&([^;&\s]*);?/g, (entity, name: string) => {
    const number = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(name);
    const code =
      number === null ? undefined : Number.parseInt(number[1] ?? number[2] ?? "", number[1] ? 16 : 10);
    const char = code === undefined ? ENTITIES.get(name) : charOf(code);
    if (char === undefined || !entity.endsWith(";")) return fail(`Unknown entity "${entity}"`);
    return char;
  });
}

function charOf(code: number): string | undefined {
  if (code > 0x10ffff) return undefined;
  const char = String.fromCodePoint(code);
  return FORBIDDEN.test(char) ? undefined : char;
}
