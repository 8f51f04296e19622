import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { MessagePiece } from "../../wire.ts";
import { usePiece, useShell } from "../shell.tsx";
import { Sign, Signs } from "../signs.tsx";
import { Attachment } from "./attachment.tsx";
import { Blocks, toneOfBlocks } from "./blocks.tsx";
import { Composer } from "./composer.tsx";
import { Mrkdwn } from "./mrkdwn.tsx";
import { type Surface, SurfaceContext, untouchable } from "./surface.ts";

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

/** One message of a channel, as Slack draws it. */
export function Message({ channel, ts }: { readonly channel: string; readonly ts: string }) {
  const message = usePiece(`message/${channel}/${ts}`);
  const [isOpen, setOpen] = useState(false);
  const { tour } = useShell();
  const card = message?.isBot && !message.isEphemeral ? message.text : undefined;
  useEffect(() => {
    if (card !== undefined) tour.sees(card);
  }, [card]);
  if (message === undefined) return null;
  const { replies, threadTs } = message;
  return (
    <Frame message={message}>
      {replies.length > 0 && (
        <button type="button" class="thread-opener" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? "Hide" : "Show"} {replies.length} {replies.length === 1 ? "reply" : "replies"}
        </button>
      )}
      {isOpen && threadTs === undefined && (
        <div class="thread">
          <ol aria-label="Replies">
            {replies.map((reply) => (
              <li key={reply.ts}>
                <Frame message={reply} />
              </li>
            ))}
          </ol>
          <Composer channel={channel} thread={ts} />
        </div>
      )}
    </Frame>
  );
}

function Frame({
  message,
  children,
}: {
  readonly message: MessagePiece;
  readonly children?: ComponentChildren;
}) {
  const names = usePiece("slack")?.names;
  const author = names?.[message.user] ?? message.user;
  const at = Number(message.ts) * 1000;
  return (
    <article class="message" data-ephemeral={message.isEphemeral}>
      <span class={`avatar ${message.isBot ? "app" : ""}`} aria-hidden="true" data-hue={hueOf(message.user)}>
        {message.isBot ? <Sign of="⏱" /> : author.slice(0, 1)}
      </span>
      <div class="said">
        {message.isEphemeral && (
          <p class="only-you">
            <Sign of="👁" /> Only visible to you
          </p>
        )}
        {message.threadText !== undefined && (
          <p class="in-thread">
            replied to a thread: <Signs text={message.threadText.replace(/<[^>]*>/g, "…")} />
          </p>
        )}
        <p class="author">
          <strong>{author}</strong>
          {message.isBot && <span class="app-badge">APP</span>}
          <time dateTime={new Date(at).toISOString()}>{clock.format(at)}</time>
          {message.isEdited && <span class="muted">(edited)</span>}
        </p>
        <Content message={message} />
        {children}
      </div>
    </article>
  );
}

function Content({ message }: { readonly message: MessagePiece }) {
  const { blocks, attachments, files, text, isMrkdwn, isDeleted } = message;
  const surface = useMessageSurface(message);
  const tone = toneOfBlocks(blocks);
  return (
    <SurfaceContext.Provider value={isDeleted ? untouchable : surface}>
      {blocks.length > 0 ? (
        <div class="blocks" data-tone={tone}>
          <Blocks blocks={blocks} isToned={tone !== undefined} />
        </div>
      ) : (
        text !== "" && <p class="plain">{isMrkdwn ? <Mrkdwn text={text} /> : <Signs text={text} />}</p>
      )}
      {attachments.map((attachment, index) => (
        <Attachment key={`${index}`} attachment={attachment} />
      ))}
      {files.map(({ id, title, altText, isPicture }) =>
        isPicture ? (
          <figure key={id}>
            <figcaption>{title}</figcaption>
            <a href={`/files/${id}`} target="_blank" rel="noreferrer">
              <img class="picture" src={`/files/${id}`} alt={altText ?? title} />
            </a>
          </figure>
        ) : (
          <p key={id}>
            <a href={`/files/${id}`} download={title}>
              {title}
            </a>
          </p>
        ),
      )}
    </SurfaceContext.Provider>
  );
}

function useMessageSurface({ channel, ts }: MessagePiece): Surface {
  const { act, as, tour } = useShell();
  return useMemo(
    () => ({
      ...untouchable,
      press: (touch) => {
        if (touch.actionId === "alert.acknowledge") tour.did("take");
        void act("press", { as, channel, ts, ...touch });
      },
      choose: (touch, entry) => void act("choose", { as, channel, ts, ...touch, entry }),
    }),
    [act, as, channel, ts],
  );
}

function hueOf(user: string): number {
  return [...user].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
}
