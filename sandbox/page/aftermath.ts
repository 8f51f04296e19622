import type { Tell } from "../demo/lines.ts";
import { narrate } from "../demo/narrate.ts";
import { oneLine } from "../demo/one-line.ts";
import type { Soc } from "../demo/soc.ts";
import type { FaultSwitches } from "./faults.ts";
import type { AftermathPiece, Deed } from "./wire.ts";

// As many as a person reads.
const KEPT = 6;
const LONGEST = 160;
// Real milliseconds between two looks at the app's health.
const LOOK_EVERY = 500;
// Sandbox milliseconds for which the app may still speak of what is over.
const ECHO = 3 * 60_000;

/** What the app is seen to do about what a visitor has broken: at its phones, in its channel, by its health. */
export interface Aftermath {
  piece(): AftermathPiece;
  /** A switch was thrown. */
  thrown(): void;
  /** Calls back after each change. */
  onChange(listener: () => void): void;
  stop(): void;
}

/** Watches from the moment at which something breaks until it is mended and the app has said so. */
export function aftermath(soc: Soc, faults: FaultSwitches): Aftermath {
  const listeners = new Set<() => void>();
  let piece: AftermathPiece = { brokeAt: undefined, mendedAt: undefined, deeds: [] };
  let count = 0;
  let health = "";
  let silence = () => {};

  const change = (part: Partial<AftermathPiece>) => {
    piece = { ...piece, ...part };
    for (const listener of listeners) listener();
  };
  const add = (source: Deed["source"], text: string) => {
    const deed = { id: count++, at: soc.clock.now(), source, text: oneLine(text, LONGEST) };
    change({ deeds: [...piece.deeds, deed].slice(-KEPT) });
  };
  const tell: Tell = (source, text) => {
    if (source === "Slack" || source === "SMS" || source === "Call") add(source, text);
  };
  const look = () => {
    const { ok, state, words } = healthLine(soc);
    if (state !== health) {
      health = state;
      add("Health", words);
    }
    const over = piece.mendedAt !== undefined && soc.clock.now() - piece.mendedAt > ECHO;
    if (ok && over) silence();
  };
  const watch = () => {
    health = healthLine(soc).state;
    const leave = narrate(soc, tell);
    const looking = setInterval(look, LOOK_EVERY).unref();
    silence = () => {
      leave();
      clearInterval(looking);
      silence = () => {};
    };
  };

  return {
    piece: () => piece,
    thrown() {
      const broken = isBroken(faults);
      const wasBroken = piece.brokeAt !== undefined && piece.mendedAt === undefined;
      if (broken && !wasBroken) {
        silence();
        change({ brokeAt: soc.clock.now(), mendedAt: undefined, deeds: [] });
        watch();
      }
      if (!broken && wasBroken) change({ mendedAt: soc.clock.now() });
    },
    onChange: (listener) => void listeners.add(listener),
    stop: () => silence(),
  };
}

function isBroken(faults: FaultSwitches): boolean {
  return Object.values(faults.piece()).some((fault) => fault !== "works");
}

/** What `/healthz` answers to whoever watches the watcher. */
function healthLine({ health }: Soc): { ok: boolean; state: string; words: string } {
  const answer = health();
  const { ok, reasons, overdue } = answer;
  const words = ok ? "200: people would be told in time" : `503: ${reasons.join("; ")}`;
  // The same trouble in other words is no news.
  const flags = Object.values(answer).filter((value) => typeof value === "boolean");
  return { ok, state: [...flags, overdue > 0].join(), words: `/healthz answers ${words}` };
}
