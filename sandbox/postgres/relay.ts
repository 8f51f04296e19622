import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Stands between a client and a server: a network that can fail. */
export interface Relay {
  readonly port: number;
  /** From now on nothing comes through in either direction, and nobody is told: a dead cable. */
  swallow(): void;
  /** What was swallowed stays lost, and so do the connections of that time; new ones go through. */
  heal(): void;
  /** Ends every connection; new ones go through. */
  cut(): void;
  /** Only what comes from the server is lost: it does what it is asked, and nobody hears of it. */
  deafen(): void;
  close(): Promise<void>;
}

export async function startRelay(target: number): Promise<Relay> {
  const pairs = new Set<readonly [client: Socket, server: Socket]>();
  let lost: "nothing" | "answers" | "all" = "nothing";

  const listener = createServer((client) => {
    const server = connect(target, "127.0.0.1");
    const pair = [client, server] as const;
    const broken = lost !== "nothing";
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    // A pair that has lost something stays lost.
    const loses = { requests: broken, answers: broken };
    client.on("data", (data) => {
      loses.requests ||= lost === "all";
      if (!loses.requests) server.write(data);
    });
    server.on("data", (data) => {
      loses.answers ||= lost !== "nothing";
      if (!loses.answers) client.write(data);
    });
    for (const socket of pair) {
      socket.on("error", end);
      socket.on("close", () => {
        if (lost === "nothing") end();
      });
    }
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("no port");

  function cut(): void {
    for (const [client, server] of pairs) {
      client.destroy();
      server.destroy();
    }
    pairs.clear();
  }

  return {
    port: address.port,
    swallow: () => {
      lost = "all";
    },
    deafen: () => {
      lost = "answers";
    },
    heal() {
      lost = "nothing";
    },
    cut,
    async close() {
      lost = "nothing";
      cut();
      listener.close();
      await once(listener, "close");
    },
  };
}
