import { z } from "zod";
import { Block } from "./blocks.ts";
import { Id, plainText } from "./composition.ts";
import { limits } from "./limits.ts";

const common = {
  private_metadata: z.string().max(limits.privateMetadata).optional(),
  callback_id: Id.optional(),
  external_id: Id.optional(),
};

/** A modal as the app sends it. */
const ModalPayload = z.strictObject({
  type: z.literal("modal"),
  title: plainText(limits.modalTitle),
  submit: plainText(limits.modalButton).optional(),
  close: plainText(limits.modalButton).optional(),
  blocks: z.array(Block).max(limits.blocks.modal),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
  ...common,
});

/** A Home tab as the app sends it. */
const HomePayload = z.strictObject({
  type: z.literal("home"),
  blocks: z.array(Block).max(limits.blocks.home),
  ...common,
});

/** Either kind of view as the app sends it. */
export const ViewPayload = z.discriminatedUnion("type", [ModalPayload, HomePayload]);
export type ViewPayload = z.infer<typeof ViewPayload>;
