import type { Block } from "../../../slack/block-kit/blocks.ts";
import type { TextObject } from "../../../slack/block-kit/composition.ts";
import { type ToneName, toneOf } from "../sign-table.ts";
import { Signs } from "../signs.tsx";
import { Control } from "./control.tsx";
import { InputBlock } from "./input-block.tsx";
import { Mrkdwn } from "./mrkdwn.tsx";
import { RichText } from "./rich-text.tsx";

/** Blocks, one below the other, as Slack draws them; those that begin with a severity have a bar in its colour. */
export function Blocks({
  blocks,
  isToned = false,
}: {
  readonly blocks: readonly Block[];
  /** Whether there is a bar around all of them already. */
  readonly isToned?: boolean;
}) {
  return (
    <>
      {blocks.map((block, index) => {
        const key = block.block_id ?? index;
        const tone = isToned ? undefined : toneOf(beginningOf(block));
        if (tone === undefined) return <OneBlock key={key} block={block} />;
        return (
          <div key={key} class="blocks" data-tone={tone}>
            <OneBlock block={block} />
          </div>
        );
      })}
    </>
  );
}

/** What the whole of a message is about. */
export function toneOfBlocks([first]: readonly Block[]): ToneName | undefined {
  return first && toneOf(beginningOf(first));
}

function beginningOf(block: Block): string | undefined {
  if (block.type === "section" || block.type === "header") return block.text?.text;
  if (block.type !== "rich_text") return undefined;
  const first = block.elements[0]?.elements[0];
  return first?.type === "text" ? first.text : undefined;
}

/** A text object of either kind. */
function Text({ text }: { readonly text: TextObject }) {
  return text.type === "mrkdwn" ? <Mrkdwn text={text.text} /> : <Signs text={text.text} />;
}

function OneBlock({ block }: { readonly block: Block }) {
  switch (block.type) {
    case "rich_text":
      return <RichText parts={block.elements} />;
    case "section":
      return <Section block={block} />;
    case "header":
      return (
        <h4 class="block-header">
          <Signs text={block.text.text} />
        </h4>
      );
    case "divider":
      return <hr />;
    case "context":
      return (
        <div class="block-context">
          {block.elements.map((element, index) =>
            element.type === "image" ? (
              <Picture key={`${index}`} image={element} isSmall />
            ) : (
              <span key={`${index}`}>
                <Text text={element} />
              </span>
            ),
          )}
        </div>
      );
    case "actions":
      return (
        <div class="block-actions">
          {block.elements.map((element) => (
            <Control key={element.action_id} element={element} blockId={block.block_id ?? ""} />
          ))}
        </div>
      );
    case "image":
      return <Picture image={block} />;
    case "input":
      return <InputBlock block={block} />;
    case "table":
      return <Table block={block} />;
    default:
      return <p class="muted">(A block of type {block.type}: the sandbox’s page does not draw these.)</p>;
  }
}

function Section({ block }: { readonly block: Extract<Block, { type: "section" }> }) {
  const { text, fields, accessory } = block;
  return (
    <div class="block-section">
      <div>
        {text !== undefined && (
          <p>
            <Text text={text} />
          </p>
        )}
        {fields !== undefined && (
          <div class="fields">
            {fields.map((field, index) => (
              <p key={`${index}`}>
                <Text text={field} />
              </p>
            ))}
          </div>
        )}
      </div>
      {accessory?.type === "image" && <Picture image={accessory} isSmall />}
      {accessory !== undefined && accessory.type !== "image" && (
        <Control element={accessory} blockId={block.block_id ?? ""} />
      )}
    </div>
  );
}

interface Image {
  readonly alt_text: string;
  readonly slack_file?: { id?: string | undefined } | undefined;
}

// Nothing is fetched from the network: only files of the workspace are shown.
function Picture({ image, isSmall = false }: { readonly image: Image; readonly isSmall?: boolean }) {
  const id = image.slack_file?.id;
  if (id === undefined) return <span class="muted">[{image.alt_text}]</span>;
  return <img class={isSmall ? "small" : "picture"} src={`/files/${id}`} alt={image.alt_text} />;
}

function Table({ block }: { readonly block: Extract<Block, { type: "table" }> }) {
  return (
    <table class="block-table">
      <tbody>
        {block.rows.map((row, at) => (
          <tr key={`${at}`}>
            {row.map((cell, column) => (
              <td key={`${column}`}>
                {cell.type === "rich_text" ? <RichText parts={cell.elements} /> : cell.text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
