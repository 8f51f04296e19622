import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * How the line to a server is. `stall`: nothing passes either way. `mute`: requests arrive, answers are lost.
 * `drip`: answers come a byte at a time. `cut`: answers break off in the middle.
 */
export type Mood = "open" | "refuse" | "stall" | "mute" | "drip" | "cut";

/** A wire between the app and one server, whose mood can be set at any time. */
export interface Relay {
  readonly port: number;
  mood: Mood;
  stop(): Promise<void>;
}

const DRIP_EVERY = 20;

interface Line {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly asked: Buffer[];
  readonly answered: Buffer[];
  /** An answer was lost on it: it is of no use any more. */
  broken: boolean;
}

/** @param target port on this machine */
export async function relay(target: number): Promise<Relay> {
  let mood: Mood = "open";
  const lines = new Set<Line>();

  const accept = (client: Socket) => {
    if (mood === "refuse") return void client.resetAndDestroy();
    const upstream = connect(target, "127.0.0.1");
    const line: Line = { client, upstream, asked: [], answered: [], broken: false };
    lines.add(line);
    client.setNoDelay(true);
    client.on("data", (data) => {
      if (mood === "stall") line.asked.push(data);
      else upstream.write(data);
    });
    upstream.on("data", (data) => answer(line, data));
    const close = () => {
      lines.delete(line);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) socket.on("error", close).on("close", close);
  };

  function answer(line: Line, data: Buffer): void {
    if (mood === "open" && line.answered.length === 0) line.client.write(data);
    else if (mood === "open" || mood === "drip" || mood === "stall") line.answered.push(data);
    else if (mood === "cut")
      line.client.write(data.subarray(0, data.length >> 1), () => line.client.resetAndDestroy());
    else line.broken = true;
  }

  const drip = setInterval(() => {
    if (mood !== "drip") return;
    for (const { client, answered } of lines) {
      const [first, ...rest] = answered.splice(0);
      if (first === undefined) continue;
      client.write(first.subarray(0, 1));
      answered.push(...(first.length > 1 ? [first.subarray(1)] : []), ...rest);
    }
  }, DRIP_EVERY);

  function change(to: Mood): void {
    mood = to;
    for (const line of lines) {
      if (to === "refuse" || (to === "open" && line.broken)) line.client.resetAndDestroy();
      else if (to === "open") {
        for (const data of line.asked.splice(0)) line.upstream.write(data);
        for (const data of line.answered.splice(0)) line.client.write(data);
      }
    }
  }

  const server = createServer(accept);
  const port = await listen(server);
  return {
    port,
    get mood() {
      return mood;
    },
    set mood(to) {
      change(to);
    },
    async stop() {
      clearInterval(drip);
      for (const { client } of lines) client.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the relay has no port");
  return address.port;
}
