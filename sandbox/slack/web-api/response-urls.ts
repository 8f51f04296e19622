import type { Channel, Message } from "../workspace/model.ts";
import type { Store } from "../workspace/store.ts";
import { ApiFailure } from "./api-failure.ts";
import type { RawArgs } from "./args.ts";
import { type Content, readContentObject } from "./message-content.ts";
import { draftOf, editMessage } from "./methods/chat.ts";

const maxUses = 5;
const lifetime = 30 * 60_000;

/** An address by which the app may answer one interaction. */
export interface Reply {
  readonly id: string;
  readonly channel: Channel;
  readonly user: string;
  /** The message whose control was used; none after a slash command. */
  readonly source: Message | undefined;
  /** What was answered so far. */
  readonly messages: Message[];
}

interface Issued extends Reply {
  readonly expiresAt: number;
  uses: number;
}

/** The response URLs given out, each good for five answers within 30 minutes. */
export class ResponseUrls {
  readonly #store: Store;
  readonly #issued = new Map<string, Issued>();

  constructor(store: Store) {
    this.#store = store;
  }

  issue(channel: Channel, user: string, source?: Message): Reply {
    const id = this.#store.nextId("R0");
    const expiresAt = this.#store.clock.now() + lifetime;
    const issued = { id, channel, user, source, messages: [], expiresAt, uses: 0 };
    this.#issued.set(id, issued);
    return issued;
  }

  /** @throws ApiFailure used_url, expired_url, and what a message may be refused for */
  answer(id: string, body: RawArgs): void {
    const issued = this.#issued.get(id);
    if (!issued || this.#store.clock.now() > issued.expiresAt) throw new ApiFailure("expired_url");
    if (issued.uses >= maxUses) throw new ApiFailure("used_url");
    respond(issued, body, this.#store);
    issued.uses += 1;
  }
}

/**
 * Does what the answer to an interaction asks for, whether it came with the ack or by response URL.
 * It needs no right to post in the channel.
 *
 * @throws ApiFailure for what a message may be refused for
 */
export function respond(reply: Reply, body: RawArgs, store: Store): void {
  const { channel, source } = reply;
  if (body.delete_original === true) {
    if (source) store.remove(channel, source);
    return;
  }
  const content = readContentObject(body);
  if (body.replace_original === true && source) {
    editMessage(source, content, body.metadata !== undefined, { store });
    return;
  }
  reply.messages.push(add(reply, content, body, store));
}

function add({ channel, user }: Reply, content: Content, body: RawArgs, store: Store): Message {
  const threadTs = typeof body.thread_ts === "string" ? body.thread_ts : undefined;
  const draft = draftOf(content, { store }, { threadTs });
  return body.response_type === "in_channel"
    ? store.post(channel, draft)
    : store.whisper(channel, user, draft);
}
