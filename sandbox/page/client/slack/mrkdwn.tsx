import type { ComponentChild } from "preact";
import { type Piece, pieces } from "../../../slack/reading/mrkdwn.ts";
import { usePiece } from "../shell.tsx";
import { Signs } from "../signs.tsx";
import { DateText } from "./date-text.tsx";
import { OutLink } from "./out-link.tsx";

/** Text in Slack's own mark-up. */
export function Mrkdwn({ text }: { readonly text: string }) {
  return (
    <>
      {pieces(text).map((piece, index) => (
        <Part key={`${index}${piece.kind}`} piece={piece} />
      ))}
    </>
  );
}

/** A name that is highlighted, with the sign that people know it by. */
export function Mention({ sign, id, label }: { sign: string; id: string; label?: string | undefined }) {
  const names = usePiece("slack")?.names;
  return (
    <span class="mention">
      {sign}
      {names?.[id] ?? (label === undefined || label === "" ? id : label)}
    </span>
  );
}

function Part({ piece }: { readonly piece: Piece }) {
  switch (piece.kind) {
    case "text":
      return <>{styled(piece.text)}</>;
    case "user":
    case "usergroup":
      return <Mention sign="@" id={piece.id} label={piece.label} />;
    case "channel":
      return <Mention sign="#" id={piece.id} label={piece.label} />;
    case "broadcast":
      return <span class="mention">@{piece.range}</span>;
    case "date":
      return <DateText seconds={piece.seconds} tokens={piece.tokens} />;
    case "link":
      return <OutLink url={piece.url}>{piece.label ?? piece.url}</OutLink>;
  }
}

const STYLES =
  /```([\s\S]+?)```|`([^`\n]+)`|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<![\w_])_([^_\n]+)_(?![\w_])|(?<![\w~])~([^~\n]+)~(?![\w~])/g;

function styled(text: string): ComponentChild[] {
  const parts: ComponentChild[] = [];
  let from = 0;
  for (const match of text.matchAll(STYLES)) {
    const [whole, block, code, bold, italic, strike] = match;
    if (match.index > from) parts.push(<Signs text={text.slice(from, match.index)} />);
    from = match.index + whole.length;
    if (block !== undefined) parts.push(<pre>{block.trim()}</pre>);
    else if (code !== undefined) parts.push(<code>{code}</code>);
    else if (bold !== undefined) parts.push(<strong>{styled(bold)}</strong>);
    else if (italic !== undefined) parts.push(<em>{styled(italic)}</em>);
    else parts.push(<s>{strike}</s>);
  }
  if (from < text.length) parts.push(<Signs text={text.slice(from)} />);
  return parts;
}
