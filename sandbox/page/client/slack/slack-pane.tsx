import { useEffect, useState } from "preact/hooks";
import type { SlackPiece } from "../../wire.ts";
import { usePiece, useShell } from "../shell.tsx";
import { Sign } from "../signs.tsx";
import { Be } from "./be.tsx";
import { Channel } from "./channel.tsx";
import { Home } from "./home.tsx";
import { Modal } from "./modal.tsx";

/** What is open in Slack: a channel, or one of the app's two tabs. */
type Place = { readonly kind: "channel"; readonly id: string } | { readonly kind: "home" | "messages" };

/** The workspace: who one is, its channels, and the app. */
export function SlackPane({
  onBe,
  onEarlier,
}: {
  readonly onBe: (user: string) => void;
  readonly onEarlier: () => void;
}) {
  const slack = usePiece("slack");
  const { act, as } = useShell();
  const [place, setPlace] = useState<Place>();
  const first = slack?.channels[0];
  const shown: Place | undefined = place ?? (first && { kind: "channel", id: first.id });
  useEffect(() => {
    // Somebody else's app tab is not ours.
    if (place !== undefined && place.kind !== "channel") void act("open-app", { as, tab: place.kind });
  }, [as]);
  if (slack === undefined || shown === undefined) return null;
  const openApp = (tab: "home" | "messages") => {
    setPlace({ kind: tab });
    void act("open-app", { as, tab });
  };
  return (
    <section class="pane slack" id="slack" aria-label="Slack">
      <header>
        <h2>Slack</h2>
        <Connection count={slack.connections} />
        <Be onBe={onBe} />
      </header>
      <div class="workspace">
        <Sidebar
          slack={slack}
          shown={shown}
          onChannel={(id) => setPlace({ kind: "channel", id })}
          onApp={openApp}
        />
        <div class="place">
          <Shown slack={slack} shown={shown} onApp={openApp} onEarlier={onEarlier} />
          <Modal />
        </div>
      </div>
    </section>
  );
}

function Connection({ count }: { readonly count: number }) {
  return (
    <span class="state" data-ok={count > 0}>
      {count > 0 ? "app connected" : "app not connected"}
    </span>
  );
}

interface SidebarProps {
  readonly slack: SlackPiece;
  readonly shown: Place;
  readonly onChannel: (id: string) => void;
  readonly onApp: (tab: "home") => void;
}

function Sidebar({ slack, shown, onChannel, onApp }: SidebarProps) {
  const isNew = useUnread(slack, shown);
  return (
    <nav class="sidebar" aria-label="Channels">
      {slack.channels
        .filter(({ isDirect }) => !isDirect)
        .map(({ id, name }) => (
          <button
            type="button"
            key={id}
            aria-current={shown.kind === "channel" && shown.id === id}
            onClick={() => onChannel(id)}
          >
            # {name} {isNew(id) && <Dot />}
          </button>
        ))}
      <h3>Apps</h3>
      <button type="button" aria-current={shown.kind !== "channel"} onClick={() => onApp("home")}>
        <Sign of="⏱" /> {slack.bot.name} {slack.direct !== undefined && isNew(slack.direct) && <Dot />}
      </button>
    </nav>
  );
}

function Dot() {
  return (
    <span class="dot">
      <span class="unseen">new</span>
    </span>
  );
}

function Shown({
  slack,
  shown,
  onApp,
  onEarlier,
}: {
  readonly slack: SlackPiece;
  readonly shown: Place;
  readonly onApp: (tab: "home" | "messages") => void;
  readonly onEarlier: () => void;
}) {
  if (shown.kind === "channel") {
    const channel = slack.channels.find(({ id }) => id === shown.id);
    const name = `#${channel?.name ?? ""}`;
    return (
      <>
        <h3 class="place-name">{name}</h3>
        <Channel id={shown.id} name={name} onEarlier={onEarlier} />
      </>
    );
  }
  return (
    <>
      <div class="place-name app-tabs">
        <h3>{slack.bot.name}</h3>
        <button type="button" aria-pressed={shown.kind === "home"} onClick={() => onApp("home")}>
          Home
        </button>
        <button type="button" aria-pressed={shown.kind === "messages"} onClick={() => onApp("messages")}>
          Messages
        </button>
      </div>
      {shown.kind === "home" ? (
        <Home />
      ) : slack.direct === undefined ? (
        <p class="empty">No messages yet.</p>
      ) : (
        <Channel id={slack.direct} name={slack.bot.name} onEarlier={onEarlier} />
      )}
    </>
  );
}

/** Which channels hold something that came after the visitor last looked. */
function useUnread({ channels, direct }: SlackPiece, shown: Place): (id: string) => boolean {
  const [read, setRead] = useState<Readonly<Record<string, string>>>({});
  const open = shown.kind === "channel" ? shown.id : shown.kind === "messages" ? direct : undefined;
  const latest = channels.find(({ id }) => id === open)?.latest;
  useEffect(() => {
    if (open !== undefined && latest !== undefined) setRead((before) => ({ ...before, [open]: latest }));
  }, [open, latest]);
  return (id) => {
    const newest = channels.find((channel) => channel.id === id)?.latest ?? "";
    return id !== open && newest > (read[id] ?? "");
  };
}
