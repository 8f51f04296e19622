import type { Block } from "../block-kit/blocks.ts";
import type { Option } from "../block-kit/composition.ts";
import type { RichTextPart } from "../block-kit/rich-text.ts";
import type { ViewPayload } from "../block-kit/views.ts";

/** A person, or the app's own bot. */
export interface User {
  readonly id: string;
  /** The handle, as typed after `@`. */
  readonly name: string;
  readonly realName: string;
  readonly email: string | undefined;
  /** IANA zone. */
  readonly tz: string;
  isAdmin: boolean;
  readonly isOwner: boolean;
  readonly isBot: boolean;
  readonly isGuest: "multi-channel" | "single-channel" | undefined;
  isDeactivated: boolean;
  /** Undefined: this workspace. */
  readonly team: string | undefined;
}

/** A public channel, a private channel or a direct conversation with the bot. */
export interface Channel {
  readonly id: string;
  name: string;
  readonly kind: "public" | "private" | "im";
  isArchived: boolean;
  /** User ids, the bot's included. */
  readonly members: Set<string>;
  /** Seconds since 1970 UTC. */
  readonly created: number;
  /** Top-level messages, oldest first. Replies are in their `thread`. */
  readonly messages: Message[];
  /** What the channel shows: top-level messages and broadcast replies, oldest first. */
  readonly timeline: Message[];
  /** What one user alone saw, oldest first, by user id. */
  readonly ephemerals: Map<string, Message[]>;
  /** Top-level messages and replies, by `ts`. */
  readonly byTs: Map<string, Message>;
}

/** How a message asked Slack to treat its text and links. */
export interface Formatting {
  readonly parse: "none" | "full" | "client" | undefined;
  readonly linkNames: boolean;
  readonly mrkdwn: boolean;
  readonly unfurlLinks: boolean | undefined;
  readonly unfurlMedia: boolean | undefined;
}

/** One message of a channel, or one that a single user saw. A live object: edits change it in place. */
export interface Message {
  readonly channel: string;
  readonly ts: string;
  /** A deleted message stays only as the head of its thread. */
  kind: "posted" | "ephemeral" | "deleted";
  /** User id of the author. */
  readonly user: string;
  readonly isBot: boolean;
  text: string;
  blocks: readonly Block[];
  attachments: readonly Attachment[];
  metadata: Metadata | undefined;
  readonly files: readonly UploadedFile[];
  /** `ts` of the parent; undefined at top level. */
  readonly threadTs: string | undefined;
  /** A reply that is shown in the channel too. */
  readonly broadcast: boolean;
  /** Replies, oldest first. */
  readonly thread: Message[];
  edited: { readonly user: string; readonly ts: string } | undefined;
  reactions: readonly Reaction[];
  formatting: Formatting;
  /** Who alone sees it; undefined when everybody in the channel does. */
  readonly visibleTo: string | undefined;
}

/** Machine-readable data beside a message. */
export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

/** The older frame with a colour bar, which may hold blocks. */
export interface Attachment {
  readonly color?: string | undefined;
  readonly fallback?: string | undefined;
  readonly pretext?: string | undefined;
  readonly title?: string | undefined;
  readonly title_link?: string | undefined;
  readonly text?: string | undefined;
  readonly footer?: string | undefined;
  readonly fields?: readonly { title?: string | undefined; value?: string | undefined }[] | undefined;
  readonly blocks?: readonly Block[] | undefined;
}

/** One emoji under a message. */
export interface Reaction {
  readonly name: string;
  readonly users: readonly string[];
}

/** A file that the app uploaded. */
export interface UploadedFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly altText: string | undefined;
  readonly mimetype: string;
  readonly bytes: Uint8Array;
}

/** An open modal or a published Home tab. A live object: updates change it in place. */
export interface View {
  readonly id: string;
  readonly user: string;
  payload: ViewPayload;
  hash: string;
  readonly rootId: string;
  readonly previousId: string | undefined;
  values: ViewValues;
  /** The errors under the inputs, by block id. */
  errors: Readonly<Record<string, string>>;
}

/** What the user has typed or chosen: block id → action id → value. */
export type ViewValues = Readonly<Record<string, Readonly<Record<string, InputValue>>>>;

/** The value of one input as it stands in `view.state.values`. */
export interface InputValue {
  readonly type: string;
  readonly value?: string | null;
  readonly rich_text_value?: { type: "rich_text"; elements: RichTextPart[] } | null;
  readonly selected_option?: Option | null;
  readonly selected_options?: readonly Option[];
  readonly selected_user?: string | null;
  readonly selected_users?: readonly string[];
  readonly selected_conversation?: string | null;
  readonly selected_conversations?: readonly string[];
  readonly selected_channel?: string | null;
  readonly selected_channels?: readonly string[];
  readonly selected_date?: string | null;
  readonly selected_time?: string | null;
  readonly selected_date_time?: number | null;
}

/** A group of users that can be mentioned together. */
export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  users: readonly string[];
  /** Seconds since 1970 UTC. */
  updated: number;
}

/** What just changed; `request` and `envelope` come after the state they led to. */
export type Change =
  | {
      readonly kind: "message";
      readonly action: "posted" | "edited" | "deleted" | "reacted";
      readonly message: Message;
    }
  | { readonly kind: "ephemeral"; readonly action: "shown" | "edited" | "deleted"; readonly message: Message }
  | { readonly kind: "modal"; readonly user: string }
  | { readonly kind: "home"; readonly user: string }
  | { readonly kind: "channel"; readonly channel: string }
  | { readonly kind: "user-group"; readonly id: string }
  | { readonly kind: "file"; readonly id: string }
  | { readonly kind: "connection"; readonly id: string }
  | { readonly kind: "envelope"; readonly id: string }
  | { readonly kind: "request"; readonly method: string };
