import type { ComponentChild } from "preact";
import type { RichTextElement, RichTextPart } from "../../../slack/block-kit/rich-text.ts";
import { Signs } from "../signs.tsx";
import { DateText } from "./date-text.tsx";
import { Mention } from "./mrkdwn.tsx";
import { OutLink } from "./out-link.tsx";

/** Formatted text that came as structure. */
export function RichText({ parts }: { readonly parts: readonly RichTextPart[] }) {
  return (
    <div class="rich">
      {parts.map((part, index) => (
        <Part key={`${index}${part.type}`} part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { readonly part: RichTextPart }) {
  switch (part.type) {
    case "rich_text_section":
      return (
        <p>
          <Words elements={part.elements} />
        </p>
      );
    case "rich_text_quote":
      return (
        <blockquote>
          <Words elements={part.elements} />
        </blockquote>
      );
    case "rich_text_preformatted":
      return (
        <pre>
          <Words elements={part.elements} />
        </pre>
      );
    case "rich_text_list": {
      const items = part.elements.map((item, index) => (
        <li key={`${index}`}>
          <Words elements={item.elements} />
        </li>
      ));
      return part.style === "ordered" ? <ol start={(part.offset ?? 0) + 1}>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

function Words({ elements }: { readonly elements: readonly RichTextElement[] }) {
  return (
    <>
      {elements.map((element, index) => (
        <Styled key={`${index}${element.type}`} element={element} />
      ))}
    </>
  );
}

function Styled({ element }: { readonly element: RichTextElement }) {
  let shown: ComponentChild = <Word element={element} />;
  const { style } = element;
  if (style?.code) shown = <code>{shown}</code>;
  if (style?.bold) shown = <strong>{shown}</strong>;
  if (style?.italic) shown = <em>{shown}</em>;
  if (style?.strike) shown = <s>{shown}</s>;
  return <>{shown}</>;
}

function Word({ element }: { readonly element: RichTextElement }) {
  switch (element.type) {
    case "text":
      return <Signs text={element.text} />;
    case "link":
      return <OutLink url={element.url}>{element.text ?? element.url}</OutLink>;
    case "user":
      return <Mention sign="@" id={element.user_id} />;
    case "usergroup":
      return <Mention sign="@" id={element.usergroup_id} />;
    case "channel":
      return <Mention sign="#" id={element.channel_id} />;
    case "broadcast":
      return <span class="mention">@{element.range}</span>;
    case "date":
      return <DateText seconds={element.timestamp} tokens={element.format} />;
    case "emoji":
      return <Signs text={emoji(element)} />;
    case "color":
      return <code>{element.value}</code>;
    case "team":
      return <>{element.team_id}</>;
  }
}

function emoji({ name, unicode }: { name: string; unicode?: string | undefined }): string {
  if (unicode === undefined) return `:${name}:`;
  return String.fromCodePoint(...unicode.split("-").map((code) => Number.parseInt(code, 16)));
}
