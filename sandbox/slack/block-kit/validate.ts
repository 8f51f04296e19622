import { z } from "zod";
import { Block } from "./blocks.ts";
import { limits } from "./limits.ts";
import { type Problem, problemsOf } from "./problem.ts";
import { type Surface, surfaceProblems } from "./surface-rules.ts";
import { ViewPayload } from "./views.ts";

/** What Slack makes of a payload: usable, or everything that is wrong with it. */
export type Checked<Value> =
  | { readonly kind: "valid"; readonly value: Value }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

const blockLists = {
  message: z.array(Block).max(limits.blocks.message),
  modal: z.array(Block).max(limits.blocks.modal),
  home: z.array(Block).max(limits.blocks.home),
};

/** Everything Slack would refuse in `blocks` on this surface; empty when it takes them. */
export function validateBlocks(blocks: unknown, surface: Surface): readonly Problem[] {
  const checked = checkBlocks(blocks, surface);
  return checked.kind === "valid" ? [] : checked.problems;
}

/** Everything Slack would refuse in a modal or Home tab; empty when it takes it. */
export function validateView(view: unknown): readonly Problem[] {
  const checked = checkView(view);
  return checked.kind === "valid" ? [] : checked.problems;
}

/**
 * Parses blocks as strictly as Slack does.
 *
 * @param root pointer of the list inside the payload
 */
export function checkBlocks(blocks: unknown, surface: Surface, root = "/blocks"): Checked<Block[]> {
  if (!Array.isArray(blocks)) {
    return {
      kind: "invalid",
      problems: [{ code: "invalid_blocks_format", pointer: root, message: "must be an array" }],
    };
  }
  const parsed = blockLists[surface].safeParse(blocks, { reportInput: true });
  if (!parsed.success) return { kind: "invalid", problems: problemsOf(parsed.error, root) };
  const problems = surfaceProblems(parsed.data, surface, root);
  return problems.length === 0 ? { kind: "valid", value: parsed.data } : { kind: "invalid", problems };
}

/** Parses a view as strictly as Slack does. */
export function checkView(view: unknown, root = "/view"): Checked<ViewPayload> {
  const parsed = ViewPayload.safeParse(view, { reportInput: true });
  if (!parsed.success) return { kind: "invalid", problems: problemsOf(parsed.error, root) };
  const problems = [
    ...surfaceProblems(parsed.data.blocks, parsed.data.type, `${root}/blocks`),
    ...viewProblems(parsed.data, root),
  ];
  return problems.length === 0 ? { kind: "valid", value: parsed.data } : { kind: "invalid", problems };
}

function viewProblems(view: ViewPayload, root: string): Problem[] {
  const asks = view.blocks.some((block) => block.type === "input");
  if (Buffer.byteLength(JSON.stringify(view)) > limits.viewBytes) {
    return [
      { code: "view_too_large", pointer: root, message: `must be less than ${limits.viewBytes} bytes` },
    ];
  }
  if (view.type === "modal" && asks && view.submit === undefined) {
    return [{ code: "invalid_blocks", pointer: root, message: "missing required field: submit" }];
  }
  return [];
}
