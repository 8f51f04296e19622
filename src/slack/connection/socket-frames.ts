import type { SocketModeClient } from "@slack/socket-mode";
import { z } from "zod";
import { errorText, kindShown, type Log } from "../api/sdk-log.ts";

const Frame = z.object({
  type: z.string(),
  reason: z.string().optional(),
  payload: z.object({ event: z.unknown().optional(), type: z.unknown().optional() }).optional(),
});

/**
 * Stands between the WebSocket and the SDK: an event without its inner part (Slack's note that it sends no more
 * for now) throws in a place where the SDK lets it end the process.
 *
 * Slack's wish that this connection go is kept from the SDK too: it would close at once, and open the next one only
 * seconds later.
 *
 * @param onLeaving gets Slack's reason when it asks this connection to go; who closes it then is up to him
 */
export function guardFrames(client: SocketModeClient, log: Log, onLeaving: (reason: string) => void): void {
  const handlers = client.listeners("ws_message");
  client.removeAllListeners("ws_message");
  client.on("ws_message", async (data: unknown, isBinary: unknown) => {
    const frame = read(data);
    if (frame?.type === "disconnect") return onLeaving(frame.reason ?? "no reason given");
    if (frame?.type === "events_api" && frame.payload?.event === undefined) {
      log.warn({ type: kindShown(frame.payload?.type) }, "Slack sent an event without content, skipped");
      return;
    }
    try {
      for (const handle of handlers) await handle.call(client, data, isBinary);
    } catch (error) {
      log.error({ problem: errorText(error) }, "a Slack frame could not be handled");
    }
  });
}

function read(data: unknown): z.infer<typeof Frame> | undefined {
  if (typeof data !== "string") return undefined;
  try {
    return Frame.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}
