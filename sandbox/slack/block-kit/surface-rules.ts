import type { Block } from "./blocks.ts";
import type { Option } from "./composition.ts";
import type { Element } from "./elements.ts";
import { limits } from "./limits.ts";
import { type Problem, pointer } from "./problem.ts";
import { eachBlock, eachElement } from "./walk.ts";

/** Where blocks are shown. */
export type Surface = "message" | "modal" | "home";

const messageOnly: ReadonlySet<Block["type"]> = new Set([
  "markdown",
  "table",
  "data_table",
  "data_visualization",
  "context_actions",
  "task_card",
  "plan",
]);

/** The rules no single block can see: uniqueness, sums, and what a surface allows. */
export function surfaceProblems(blocks: readonly Block[], surface: Surface, root: string): Problem[] {
  return [
    ...misplaced(blocks, surface, root),
    ...repeatedBlockIds(blocks, root),
    ...repeatedActionIds(blocks, root),
    ...elementProblems(blocks, surface, root),
    ...(surface === "message" ? messageProblems(blocks, root) : []),
  ];
}

/** Characters of all texts in a payload together. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (key === "text" && typeof inner === "string" ? inner.length : textLength(inner)),
    0,
  );
}

function misplaced(blocks: readonly Block[], surface: Surface, root: string): Problem[] {
  if (surface === "message") return [];
  return [...eachBlock(blocks)]
    .filter(({ block }) => messageOnly.has(block.type))
    .map(({ block, path }) => invalid(pointer(root, [...path, "type"]), `unsupported type: ${block.type}`));
}

function repeatedBlockIds(blocks: readonly Block[], root: string): Problem[] {
  const seen = new Set<string>();
  return [...eachBlock(blocks)].flatMap(({ block, path }) => {
    const id = typeof block.block_id === "string" ? block.block_id : "";
    if (id === "" || !seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [invalid(pointer(root, [...path, "block_id"]), `block_id ${id} already exists`)];
  });
}

function repeatedActionIds(blocks: readonly Block[], root: string): Problem[] {
  const seen = new Map<Block, Set<string>>();
  return [...eachElement(blocks)].flatMap(({ element, block, path }) => {
    const id = element.action_id;
    if (id === undefined) return [];
    const used = seen.get(block) ?? new Set();
    seen.set(block, used);
    if (!used.has(id)) {
      used.add(id);
      return [];
    }
    return [invalid(pointer(root, [...path, "action_id"]), `action_id ${id} already exists in this block`)];
  });
}

function elementProblems(blocks: readonly Block[], surface: Surface, root: string): Problem[] {
  const focused = [...eachElement(blocks)].filter(
    ({ element }) => "focus_on_load" in element && element.focus_on_load,
  );
  return [
    ...[...eachElement(blocks)].flatMap(({ element, path }) =>
      [
        ...choiceFaults(element),
        ...(element.type === "file_input" && surface !== "modal" ? ["unsupported type: file_input"] : []),
      ].map((message) => invalid(pointer(root, path), message)),
    ),
    ...focused
      .slice(1)
      .map(({ path }) => invalid(pointer(root, path), "only one element may have focus_on_load")),
  ];
}

function choiceFaults(element: Element): string[] {
  switch (element.type) {
    case "static_select":
    case "multi_static_select": {
      if ((element.options === undefined) === (element.option_groups === undefined)) {
        return ["must provide exactly one of options or option_groups"];
      }
      const offered = element.options ?? element.option_groups?.flatMap(({ options }) => options) ?? [];
      return unoffered(element, offered);
    }
    case "radio_buttons":
    case "checkboxes":
      return unoffered(element, element.options);
    case "plain_text_input":
      return (element.min_length ?? 0) > (element.max_length ?? limits.inputLength)
        ? ["min_length must not be greater than max_length"]
        : [];
    default:
      return [];
  }
}

// Slack compares the whole option, not only its value.
function unoffered(
  element: { initial_option?: Option | undefined; initial_options?: Option[] | undefined },
  offered: readonly Option[],
): string[] {
  const known = new Set(offered.map(optionKey));
  const initial = [
    ...(element.initial_options ?? []),
    ...(element.initial_option ? [element.initial_option] : []),
  ];
  return initial.every((option) => known.has(optionKey(option)))
    ? []
    : ["initial option must exactly match one of the options"];
}

function optionKey({ text, value, description }: Option): string {
  return JSON.stringify([text.type, text.text, value, description?.text ?? ""]);
}

function messageProblems(blocks: readonly Block[], root: string): Problem[] {
  const of = (type: Block["type"]) =>
    blocks.flatMap((block, index) => (block.type === type ? [{ block, index }] : []));
  const markdown = of("markdown").reduce((sum, { block }) => sum + textLength(block), 0);
  const problems: Problem[] = [];
  if (of("table").length > 1) {
    problems.push({ code: "invalid_attachments", pointer: root, message: "only_one_table_allowed" });
  }
  if (of("data_visualization").length > limits.dataVisualizations) {
    problems.push(
      invalid(root, `no more than ${limits.dataVisualizations} data_visualization blocks allowed`),
    );
  }
  if (markdown > limits.markdown) {
    problems.push(
      invalid(root, `markdown blocks must be less than ${limits.markdown + 1} characters in all`),
    );
  } else if (textLength(blocks) - markdown > limits.messageBlocksText) {
    problems.push({
      code: "msg_blocks_too_long",
      pointer: root,
      message: `the blocks' texts must be less than ${limits.messageBlocksText + 1} characters in all`,
    });
  }
  return problems;
}

function invalid(at: string, message: string): Problem {
  return { code: "invalid_blocks", pointer: at, message };
}
