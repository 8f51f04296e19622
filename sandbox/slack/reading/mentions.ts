import { pointer } from "../block-kit/problem.ts";
import type { Formatting, Message } from "../workspace/model.ts";
import { type Piece, pieces } from "./mrkdwn.ts";

/** Something in a message that is more than words: it notifies, leads somewhere or loads something. */
export interface Mention {
  readonly kind: "user" | "usergroup" | "broadcast" | "channel" | "link" | "image";
  /** Id, range or address. */
  readonly target: string;
  /** The words shown instead. */
  readonly label: string | undefined;
  /** JSON pointer into the message. */
  readonly pointer: string;
  /** Slack itself recognises it in plain words, where it may. */
  readonly auto: boolean;
}

/** Names that Slack would recognise after `@` and `#`. */
export interface KnownNames {
  readonly users?: readonly string[];
  readonly channels?: readonly string[];
}

/** Everything live in a message, in reading order: what was written so and what Slack makes of words. */
export function mentions(
  message: Pick<Message, "text" | "blocks" | "attachments"> & { formatting?: Formatting },
  known: KnownNames = {},
): Mention[] {
  const { parse, linkNames = false } = message.formatting ?? {};
  const auto = { links: parse !== "none", names: linkNames || parse === "full", known };
  const inside = { links: true, names: true, known };
  return [
    ...inMrkdwn(message.text, "/text", auto),
    ...inStructure(message.blocks, "/blocks", inside),
    ...message.attachments.flatMap((attachment, index) =>
      inAttachment(attachment, `/attachments/${index}`, inside),
    ),
  ];
}

/** The mentions that make somebody's device ring. */
export function notifications(...message: Parameters<typeof mentions>): Mention[] {
  return mentions(...message).filter(
    ({ kind }) => kind === "user" || kind === "usergroup" || kind === "broadcast",
  );
}

/** Everything live in blocks alone, such as a view's. */
export function mentionsInBlocks(blocks: readonly unknown[], known: KnownNames = {}): Mention[] {
  return inStructure(blocks, "/blocks", { links: true, names: true, known });
}

interface Auto {
  readonly links: boolean;
  readonly names: boolean;
  readonly known: KnownNames;
}

const nothing: Auto = { links: false, names: false, known: {} };

function inMrkdwn(text: string, at: string, auto: Auto): Mention[] {
  return pieces(text).flatMap((piece) => inPiece(piece, at, auto));
}

function inPiece(piece: Piece, at: string, auto: Auto): Mention[] {
  const mention = (kind: Mention["kind"], target: string, label: string | undefined) => [
    { kind, target, label, pointer: at, auto: false },
  ];
  switch (piece.kind) {
    case "text":
      return inWords(piece.text, at, auto);
    case "user":
    case "usergroup":
    case "channel":
      return mention(piece.kind, piece.id, piece.label);
    case "broadcast":
      return mention("broadcast", piece.range, undefined);
    case "link":
      return mention("link", piece.url, piece.label);
    case "date":
      return piece.link === undefined ? [] : mention("link", piece.link, piece.fallback);
  }
}

// Bare domains are linked too; only the endings seen most are worth listing.
const address =
  /\bhttps?:\/\/[^\s<>|"']+|\bmailto:\S+|[\w.+-]+@[\w-]+\.[\w.-]*\w|\b(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|io|co|dev|app|xyz|top|online|site|club|cloud|ru|cn|uk|de|fr|nl|eu|us|tk|me)\b(?:\/[^\s<>|]*)?/gi;

function inWords(text: string, at: string, { links, names, known }: Auto): Mention[] {
  const found = (kind: Mention["kind"], target: string) => ({
    kind,
    target,
    label: undefined,
    pointer: at,
    auto: true,
  });
  const linked = links ? [...text.matchAll(address)].map(([url]) => found("link", url)) : [];
  if (!names) return linked;
  const named = [...text.matchAll(/(?<![\w.])([@#])([\w.-]+)/g)].flatMap(([, sign, name = ""]) => {
    if (sign === "#") return known.channels?.includes(name) ? [found("channel", name)] : [];
    if (/^(here|channel|everyone)$/.test(name)) return [found("broadcast", name)];
    return known.users?.includes(name) ? [found("user", name)] : [];
  });
  return [...linked, ...named];
}

function inAttachment(attachment: object, at: string, auto: Auto): Mention[] {
  return Object.entries(attachment).flatMap(([key, value]): Mention[] => {
    const here = `${at}/${key}`;
    if (key === "blocks") return inStructure(value, here, auto);
    if (/_(link|url|icon)$/.test(key))
      return [{ kind: "link", target: String(value), label: undefined, pointer: here, auto: false }];
    if (typeof value === "string" && key !== "color") return inMrkdwn(value, here, auto);
    return key === "fields" ? inFields(value, here, auto) : [];
  });
}

function inFields(fields: unknown, at: string, auto: Auto): Mention[] {
  if (!Array.isArray(fields)) return [];
  return fields.flatMap((field: { title?: string; value?: string }, index) =>
    inMrkdwn(`${field.title ?? ""} ${field.value ?? ""}`, `${at}/${index}`, auto),
  );
}

function inStructure(value: unknown, at: string, auto: Auto): Mention[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => inStructure(item, `${at}/${index}`, auto));
  if (typeof value !== "object" || value === null) return [];
  return [
    ...inObject({ ...value }, at, auto),
    ...Object.entries(value).flatMap(([key, inner]) => inStructure(inner, pointer(at, [key]), auto)),
  ];
}

function inObject(object: Readonly<Record<string, unknown>>, at: string, auto: Auto): Mention[] {
  const text = (key: string) => {
    const value = object[key];
    return typeof value === "string" ? value : undefined;
  };
  const live = (kind: Mention["kind"], key: string): Mention[] => {
    const target = text(key);
    if (target === undefined) return [];
    return [{ kind, target, label: text("text"), pointer: pointer(at, [key]), auto: false }];
  };
  switch (object.type) {
    case "mrkdwn":
      return inMrkdwn(text("text") ?? "", `${at}/text`, object.verbatim === true ? nothing : auto);
    case "markdown":
      return inMarkdown(text("text") ?? "", `${at}/text`, auto);
    case "user":
      return live("user", "user_id");
    case "usergroup":
      return live("usergroup", "usergroup_id");
    case "channel":
      return live("channel", "channel_id");
    case "broadcast":
      return live("broadcast", "range");
    default:
      return [
        ...live("link", "url"),
        ...live("link", "title_url"),
        ...live("link", "video_url"),
        ...live("image", "image_url"),
        ...live("image", "thumbnail_url"),
      ];
  }
}

function inMarkdown(text: string, at: string, auto: Auto): Mention[] {
  const links = [...text.matchAll(/(!?)\[([^\]]*)\]\(([^)\s]+)[^)]*\)/g)].map(
    ([, image, label, target = ""]): Mention => ({
      kind: image ? "image" : "link",
      target,
      label: label ?? undefined,
      pointer: at,
      auto: false,
    }),
  );
  return [...links, ...inMrkdwn(text.replace(/!?\[[^\]]*\]\([^)]*\)/g, " "), at, auto)];
}
