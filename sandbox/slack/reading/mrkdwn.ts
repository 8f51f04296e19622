/** A piece of mrkdwn: words, or one of the forms in angle brackets that Slack makes live. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "user" | "usergroup" | "channel";
      readonly id: string;
      readonly label: string | undefined;
    }
  | { readonly kind: "broadcast"; readonly range: string }
  | {
      readonly kind: "date";
      readonly seconds: number;
      /** The form asked for, such as `{date_short} at {time}`. */
      readonly tokens: string;
      readonly fallback: string;
      readonly link: string | undefined;
    }
  | { readonly kind: "link"; readonly url: string; readonly label: string | undefined };

/** Takes mrkdwn apart. Entities in words are decoded. */
export function pieces(mrkdwn: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of mrkdwn.matchAll(/<([^<>\n]+)>/g)) {
    const piece = live(match[1] ?? "");
    if (!piece) continue;
    if (match.index > from) found.push({ kind: "text", text: decoded(mrkdwn.slice(from, match.index)) });
    found.push(piece);
    from = match.index + match[0].length;
  }
  if (from < mrkdwn.length) found.push({ kind: "text", text: decoded(mrkdwn.slice(from)) });
  return found;
}

/** Escapes text as Slack does for commands with escaping on. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function decoded(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

// What stands between the brackets; undefined when Slack shows it as it is.
function live(inside: string): Piece | undefined {
  const bar = inside.indexOf("|");
  const head = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : decoded(inside.slice(bar + 1));
  if (/^@[UW]\w+$/.test(head)) return { kind: "user", id: head.slice(1), label };
  if (/^#[CGD]\w+$/.test(head)) return { kind: "channel", id: head.slice(1), label };
  if (/^!subteam\^S\w+$/.test(head)) return { kind: "usergroup", id: head.slice("!subteam^".length), label };
  if (/^!(here|channel|everyone|group)$/.test(head)) return { kind: "broadcast", range: head.slice(1) };
  const date = /^!date\^(\d+)\^([^^]+)(?:\^(.+))?$/.exec(head);
  if (date)
    return {
      kind: "date",
      seconds: Number(date[1]),
      tokens: date[2] ?? "",
      fallback: label ?? "",
      link: date[3],
    };
  if (/^(https?:\/\/|mailto:|tel:|slack:|ftp:\/\/)\S/i.test(head))
    return { kind: "link", url: decoded(head), label };
  return undefined;
}
