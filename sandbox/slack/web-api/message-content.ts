import { z } from "zod";
import type { Block } from "../block-kit/blocks.ts";
import { limits } from "../block-kit/limits.ts";
import { nameParts } from "../block-kit/name-parts.ts";
import { checkBlocks } from "../block-kit/validate.ts";
import type { Attachment, Formatting, Metadata } from "../workspace/model.ts";
import { ApiFailure, refusedMessage } from "./api-failure.ts";
import { flag, json } from "./args.ts";

/** The arguments that make up what a message shows. */
export const contentArgs = {
  text: z.string().optional(),
  blocks: json.optional(),
  attachments: json.optional(),
  metadata: json.optional(),
  parse: z.enum(["none", "full", "client"]).optional(),
  link_names: flag.optional(),
  mrkdwn: flag.optional(),
  unfurl_links: flag.optional(),
  unfurl_media: flag.optional(),
};

const ContentArgs = z.object(contentArgs);
type ContentArgs = z.infer<typeof ContentArgs>;

/** What a message shows, checked; undefined parts were not given. */
export interface Content {
  readonly text: string | undefined;
  readonly blocks: Block[] | undefined;
  readonly attachments: Attachment[] | undefined;
  readonly metadata: Metadata | undefined;
  readonly formatting: Formatting;
}

const MetadataArg = z.object({
  event_type: z.string().min(1),
  event_payload: z.record(z.string(), z.unknown()),
});

const AttachmentArg = z.looseObject({
  color: z.string().optional(),
  fallback: z.string().optional(),
  pretext: z.string().optional(),
  title: z.string().optional(),
  title_link: z.string().optional(),
  text: z.string().optional(),
  footer: z.string().optional(),
  fields: z.array(z.object({ title: z.string().optional(), value: z.string().optional() })).optional(),
});

/** @throws ApiFailure no_text, invalid_blocks and the like */
export function readContent(args: ContentArgs): Content {
  const content = {
    text: args.text,
    blocks: args.blocks === undefined ? undefined : readBlocks(args.blocks, "/blocks"),
    attachments: args.attachments === undefined ? undefined : readAttachments(args.attachments),
    metadata: args.metadata === undefined ? undefined : readMetadata(args.metadata),
    formatting: {
      parse: args.parse,
      linkNames: args.link_names ?? false,
      mrkdwn: args.mrkdwn ?? true,
      unfurlLinks: args.unfurl_links,
      unfurlMedia: args.unfurl_media,
    },
  };
  if (!content.text && !content.blocks?.length && !content.attachments?.length)
    throw new ApiFailure("no_text");
  return content;
}

/** Content that came as one JSON object: an ack or the body sent to a response_url. */
export function readContentObject(value: unknown): Content {
  const parsed = ContentArgs.safeParse(value);
  if (!parsed.success) throw new ApiFailure("invalid_payload");
  return readContent(parsed.data);
}

function readBlocks(value: unknown, root: string): Block[] {
  const checked = checkBlocks(value, "message", root);
  if (checked.kind === "invalid") throw refusedMessage(checked.problems);
  return nameParts(checked.value);
}

function readAttachments(value: unknown): Attachment[] {
  const parsed = z.array(AttachmentArg).safeParse(value);
  if (!parsed.success) throw new ApiFailure("invalid_attachments");
  if (parsed.data.length > limits.attachments) throw new ApiFailure("too_many_attachments");
  return parsed.data.map((attachment, index) => {
    const { blocks, ...rest } = attachment;
    if (blocks === undefined) return rest;
    return { ...rest, blocks: readBlocks(blocks, `/attachments/${index}/blocks`) };
  });
}

// An empty object takes the metadata of an edited message away.
function readMetadata(value: unknown): Metadata | undefined {
  if (typeof value === "object" && value !== null && Object.keys(value).length === 0) return undefined;
  const parsed = MetadataArg.safeParse(value);
  if (!parsed.success) throw new ApiFailure("invalid_metadata_format");
  if (JSON.stringify(parsed.data).length > limits.metadataBytes) throw new ApiFailure("metadata_too_large");
  return parsed.data;
}
