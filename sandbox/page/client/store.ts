import type { ClockPiece, Patch, PieceName, Pieces } from "../wire.ts";

/** What the server has told so far, for one person in Slack. */
export interface PieceStore {
  get<Name extends PieceName>(name: Name): Pieces[Name] | undefined;
  /** Calls back after each change of a piece; returns how to end that. */
  on(name: PieceName | "connection", listener: () => void): () => void;
  readonly isConnected: boolean;
  /** Sandbox time, ms since 1970 UTC. */
  now(): number;
  close(): void;
}

/** Opens the event stream and keeps what comes. */
export function openStore(as: string, tail: number): PieceStore {
  const pieces = new Map<string, unknown>();
  const listeners = new Map<string, Set<() => void>>();
  const stream = new EventSource(`/live?as=${encodeURIComponent(as)}&tail=${tail}`);
  let clockAt = 0;
  let isConnected = true;

  const tell = (name: string) => {
    for (const listener of [...(listeners.get(name) ?? [])]) listener();
  };
  const connection = (is: boolean) => {
    if (isConnected === is) return;
    isConnected = is;
    tell("connection");
  };
  stream.onopen = () => connection(true);
  stream.onerror = () => connection(false);
  stream.onmessage = ({ data }: MessageEvent<string>) => {
    const patch: Patch = JSON.parse(data);
    const names = Object.keys(patch);
    for (const [name, piece] of Object.entries(patch)) {
      if (piece === null) pieces.delete(name);
      else pieces.set(name, piece);
    }
    if (names.includes("clock")) clockAt = performance.now();
    for (const name of names) if (name.startsWith("channel/")) forgetUnlisted(name, pieces);
    for (const name of names) tell(name);
  };

  return {
    get: <Name extends PieceName>(name: Name) => pieces.get(name) as Pieces[Name] | undefined,
    on(name, listener) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      return () => known.delete(listener);
    },
    get isConnected() {
      return isConnected;
    },
    now() {
      const clock = pieces.get("clock") as ClockPiece | undefined;
      if (clock === undefined) return Date.now();
      return clock.now + (performance.now() - clockAt) * clock.speed;
    },
    close: () => stream.close(),
  };
}

// Messages that have left the end of a channel would pile up for ever.
function forgetUnlisted(name: string, pieces: Map<string, unknown>): void {
  const channel = pieces.get(name) as Pieces[`channel/${string}`] | undefined;
  const listed = new Set(channel?.entries);
  const prefix = `message/${name.slice("channel/".length)}/`;
  for (const known of [...pieces.keys()]) {
    if (known.startsWith(prefix) && !listed.has(known.slice(prefix.length))) pieces.delete(known);
  }
}
