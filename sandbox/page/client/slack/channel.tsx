import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Scroller } from "../scroller.tsx";
import { usePiece } from "../shell.tsx";
import { Composer } from "./composer.tsx";
import { Message } from "./message.tsx";

/** A channel: its latest messages and the box to write in. */
export function Channel({
  id,
  name,
  onEarlier,
}: {
  readonly id: string;
  readonly name: string;
  readonly onEarlier: () => void;
}) {
  const channel = usePiece(`channel/${id}`);
  const entries = channel?.entries ?? [];
  const latest = entries.at(-1);
  const { list, isAtEnd, toEnd } = useFollowing(latest, id);
  return (
    <>
      <Scroller class="messages" box={list} label={`Messages in ${name}`}>
        {channel !== undefined && channel.earlier > 0 && (
          <button type="button" class="quiet" onClick={onEarlier}>
            Show earlier messages ({channel.earlier} more)
          </button>
        )}
        {entries.length === 0 && (
          <p class="empty">
            Nothing yet. A card appears here when an alert in TheHive has waited too long: within seconds at
            60×.
          </p>
        )}
        <ol>
          {entries.map((ts) => (
            <li key={ts}>
              <Message channel={id} ts={ts} />
            </li>
          ))}
        </ol>
      </Scroller>
      {!isAtEnd && (
        <button type="button" class="to-end" onClick={toEnd}>
          ↓ Latest
        </button>
      )}
      <Composer channel={id} name={name} />
    </>
  );
}

/** Keeps the end in sight for as long as the reader is there. */
function useFollowing(latest: string | undefined, id: string) {
  const list = useRef<HTMLElement>(null);
  const follows = useRef<boolean>(true);
  const [isAtEnd, setAtEnd] = useState(true);
  const toEnd = () => {
    const box = list.current;
    if (box !== null) box.scrollTop = box.scrollHeight;
  };
  useLayoutEffect(() => {
    follows.current = true;
    toEnd();
  }, [id]);
  useEffect(() => {
    const box = list.current;
    if (box === null) return;
    const onScroll = () => {
      follows.current = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
      setAtEnd(follows.current);
    };
    box.addEventListener("scroll", onScroll, { passive: true });
    // Cards grow after they have appeared, when more is known of who was told.
    const grown = new ResizeObserver(() => {
      if (follows.current) toEnd();
    });
    for (const child of box.children) grown.observe(child);
    return () => {
      box.removeEventListener("scroll", onScroll);
      grown.disconnect();
    };
  }, [id]);
  useLayoutEffect(() => {
    if (follows.current) toEnd();
  }, [latest]);
  return { list, isAtEnd, toEnd };
}
