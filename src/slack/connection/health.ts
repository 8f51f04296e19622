import type { Identity } from "./identity.ts";
import type { SocketState } from "./socket.ts";

/** How Slack stands, in one line: we can call it and it can call us, or why not. */
export function healthOf({
  identity,
  sockets,
}: {
  identity: Pick<Identity, "bot" | "problem">;
  sockets: readonly SocketState[];
}): { ok: boolean; detail: string } {
  if (identity.problem !== undefined) return { ok: false, detail: identity.problem };
  const open = sockets.filter(({ state }) => state === "connected").length;
  if (open > 0)
    return { ok: true, detail: `${greeting(identity)}, ${open} of ${sockets.length} connections` };
  if (sockets.every(({ state }) => state === "stopped")) return { ok: false, detail: "disconnected" };
  const problem = sockets.map((socket) => ("problem" in socket ? socket.problem : undefined)).find(Boolean);
  return { ok: false, detail: problem ?? "connecting" };
}

function greeting({ bot }: Pick<Identity, "bot">): string {
  return bot === undefined ? "connected" : `connected to ${bot.team} as ${bot.name}`;
}
