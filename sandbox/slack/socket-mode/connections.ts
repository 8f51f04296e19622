import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import type { SocketFaults } from "../web-api/faults.ts";
import type { Store } from "../workspace/store.ts";
import { type Delivery, type Envelope, Envelopes, type EnvelopeType } from "./envelopes.ts";

const maxConnections = 10;

/** Why Slack ends a connection. */
export type DisconnectReason = "refresh_requested" | "warning" | "link_disabled" | "too_many_websockets";

/** One WebSocket of the app. */
export interface Connection {
  readonly id: string;
  /** Instant on the sandbox clock. */
  readonly openedAt: number;
  /** `silent` got no hello; `leaving` was asked to go and gets no more payloads; `frozen` neither hears nor answers. */
  state: "open" | "silent" | "leaving" | "frozen";
  /** Payloads it was given. */
  delivered: number;
}

interface Live extends Connection {
  readonly ws: WebSocket;
  readonly socket: Duplex;
}

const Ack = z.object({ envelope_id: z.string(), payload: z.unknown() });

/** What the WebSocket side needs to know. */
export interface SocketModeOptions {
  store: Store;
  faults: SocketFaults;
  /** Real milliseconds an ack may take. */
  ackTimeout: number;
  /** Real milliseconds between the server's pings; 0 sends none. */
  pingEvery: number;
  reusableTickets: () => boolean;
}

/** The WebSocket side of Slack: gives payloads to any of the app's connections and awaits their acks. */
export class SocketMode {
  readonly envelopes = new Envelopes();
  readonly #options: SocketModeOptions;
  readonly #server = new WebSocketServer({ noServer: true, autoPong: false });
  readonly #live: Live[] = [];
  readonly #tickets = new Set<string>();
  #pings: NodeJS.Timeout | undefined;
  #turn = 0;

  constructor(options: SocketModeOptions) {
    this.#options = options;
  }

  /** The app's connections, oldest first. */
  get connections(): readonly Connection[] {
    return this.#live;
  }

  /** Takes the upgrade requests of an HTTP server. */
  attach(server: Server): void {
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    const { pingEvery } = this.#options;
    if (pingEvery > 0) this.#pings = setInterval(() => this.#ping(), pingEvery).unref();
  }

  /** Query of an address that admits one connection. */
  issueTicket(): string {
    const ticket = this.#options.store.nextId("ticket-");
    this.#tickets.add(ticket);
    return `ticket=${ticket}&app_id=${this.#options.store.bot.appId}`;
  }

  /** Gives a payload to one of the connections in turn and waits for the ack. */
  async deliver(
    type: EnvelopeType,
    payload: Readonly<Record<string, unknown>>,
    extra: Readonly<Record<string, unknown>> = {},
  ): Promise<Delivery> {
    const { store, faults, ackTimeout } = this.#options;
    const connection = this.#next();
    if (!connection) return { kind: "unreachable" };
    const envelope: Envelope = {
      id: store.nextId("envelope-"),
      type,
      payload,
      connection: connection.id,
      sentAt: store.clock.now(),
      ackedAt: undefined,
      latency: undefined,
      ack: undefined,
      state: "sent",
    };
    this.envelopes.add(envelope);
    connection.delivered += 1;
    const delivery = this.envelopes.awaitAck(envelope, ackTimeout, store.clock.now);
    if (!faults.dropEnvelopes) {
      const frame = { envelope_id: envelope.id, type, payload, ...extra };
      connection.ws.send(JSON.stringify({ accepts_response_payload: type !== "events_api", ...frame }));
    }
    const outcome = await delivery;
    store.changed({ kind: "envelope", id: envelope.id });
    return outcome;
  }

  /**
   * Asks a connection to go, as Slack does every few hours; without an id the oldest open one.
   *
   * @param closesTcp whether the close handshake is answered; the real Slack is said not to
   */
  disconnect(
    reason: DisconnectReason,
    { id, closesTcp = true }: { id?: string | undefined; closesTcp?: boolean } = {},
  ): void {
    const connection = this.#pick(id);
    if (!connection) return;
    const frame = { type: "disconnect", reason, debug_info: { host: "applink-sandbox" } };
    connection.ws.send(JSON.stringify(frame));
    // A warning comes some seconds before the end; until then the connection works.
    if (reason === "warning") return;
    if (!closesTcp) {
      this.freeze(connection.id);
      return;
    }
    connection.state = "leaving";
    this.#changed(connection);
  }

  /** Stops hearing and answering a connection while its TCP stays up, as a stalled network does. */
  freeze(id?: string): void {
    const connection = this.#pick(id);
    if (!connection) return;
    // Pausing the socket would do, but then its end would go unnoticed too.
    connection.ws.close = () => undefined;
    connection.state = "frozen";
    this.#changed(connection);
  }

  /** Cuts a connection without a word; without an id the oldest. */
  kill(id?: string): void {
    this.#live.find((connection) => id === undefined || connection.id === id)?.socket.destroy();
  }

  close(): void {
    clearInterval(this.#pings);
    this.envelopes.abandon();
    for (const { socket } of [...this.#live]) socket.destroy();
    this.#server.close();
  }

  #pick(id: string | undefined): Live | undefined {
    return this.#live.find((connection) =>
      id === undefined ? connection.state === "open" : connection.id === id,
    );
  }

  #next(): Live | undefined {
    const open = this.#live.filter(({ state, ws }) => state === "open" && ws.readyState === WebSocket.OPEN);
    this.#turn += 1;
    return open[this.#turn % open.length];
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { refuseUpgrade } = this.#options.faults;
    const ticket = new URL(request.url ?? "/", "ws://localhost").searchParams.get("ticket") ?? "";
    const status = refuseUpgrade ?? (this.#admits(ticket) ? undefined : 403);
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#welcome(ws, socket));
  }

  #admits(ticket: string): boolean {
    return this.#options.reusableTickets() ? this.#tickets.has(ticket) : this.#tickets.delete(ticket);
  }

  #welcome(ws: WebSocket, socket: Duplex): void {
    const { store, faults } = this.#options;
    const connection: Live = {
      id: store.nextId("connection-"),
      openedAt: store.clock.now(),
      state: faults.withholdHello ? "silent" : "open",
      delivered: 0,
      ws,
      socket,
    };
    ws.on("message", (data) => {
      if (connection.state !== "frozen") this.#heard(data);
    });
    ws.on("ping", (data) => {
      if (connection.state !== "frozen") ws.pong(data);
    });
    // A socket that breaks also closes; there is nothing else to do about it.
    ws.on("error", () => undefined);
    ws.on("close", () => this.#gone(connection));
    this.#live.push(connection);
    if (connection.state === "open") ws.send(JSON.stringify(this.#hello()));
    this.#changed(connection);
    if (this.#live.length > maxConnections) this.disconnect("too_many_websockets", { id: connection.id });
  }

  #hello(): Record<string, unknown> {
    return {
      type: "hello",
      num_connections: this.#live.length,
      connection_info: { app_id: this.#options.store.bot.appId },
      debug_info: { host: "applink-sandbox", build_number: 1, approximate_connection_time: 18_060 },
    };
  }

  #heard(data: RawData): void {
    const ack = Ack.safeParse(parsedFrame(data));
    if (ack.success) this.envelopes.acked(ack.data.envelope_id, ack.data.payload);
  }

  #gone(connection: Live): void {
    const index = this.#live.indexOf(connection);
    if (index >= 0) this.#live.splice(index, 1);
    this.#changed(connection);
  }

  #ping(): void {
    for (const { ws, state } of this.#live) if (state === "open") ws.ping();
  }

  #changed({ id }: Connection): void {
    this.#options.store.changed({ kind: "connection", id });
  }
}

function parsedFrame(data: RawData): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
