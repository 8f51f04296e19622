import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { type Pulse, pulse } from "../lib/pulse.ts";
import { type Duration, milliseconds, systemClock } from "../lib/time.ts";

const FELT_EVERY = milliseconds(500);

/**
 * Ends a connection during whose making the process stood still: what was decided before may be wrong by now, and
 * another copy may have told it. Nothing has left by then. Only where it is reached directly: an HTTP proxy's
 * socket is handed over after CONNECT, and no stop is felt before, nor during TLS.
 *
 * @param longest for how long it may
 */
export function endIfFrozen(socket: Socket, longest: Duration): void {
  if (!socket.connecting) return;
  const felt = pulse(systemClock.now(), longest);
  const over = new AbortController();
  void feel(felt, over.signal).catch(() => {});
  const steps = socket instanceof TLSSocket ? ["connect", "secureConnect"] : ["connect"];
  for (const step of steps) {
    socket.once(step, () => {
      felt.feel(systemClock.now());
      if (felt.hasStopped) socket.destroy(new Error("the process stood still while it was connecting"));
    });
  }
  for (const end of [steps.at(-1) ?? "connect", "close"]) socket.once(end, () => over.abort());
}

async function feel(felt: Pulse, signal: AbortSignal): Promise<never> {
  for (;;) {
    await systemClock.sleep(FELT_EVERY, signal);
    felt.feel(systemClock.now());
  }
}
