import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createApp } from "./app.ts";
import { HiveConsole } from "./console.ts";
import type { TheHiveOptions } from "./options.ts";
import { createRequestLog, type LoggedRequest, type RequestLog } from "./request-log.ts";

/**
 * A TheHive 3, 4 or 5 on the loopback address: its API as the real one serves it, its data in memory,
 * its moods in `faults`.
 */
export class TheHiveServer extends HiveConsole {
  readonly #log: RequestLog;
  readonly #server: Server;
  #port: number;

  constructor(options: TheHiveOptions) {
    super(options);
    this.#log = createRequestLog(this.hive.settings.requestsKept);
    this.#port = this.hive.settings.port;
    const app = createApp(this.hive, this.#log);
    this.#server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  }

  async start(): Promise<void> {
    if (this.stopping.signal.aborted) this.stopping = new AbortController();
    await this.#listen();
  }

  /** Ends every connection at once, also those that hang. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error("TheHive stops"));
    await this.#close();
  }

  /** The machine is gone: connections break, new ones are refused. */
  async goDown(): Promise<void> {
    await this.#close();
    this.hive.store.changes.emit({ kind: "connectivity", up: false });
  }

  /** It answers again, at the same address, with all its data. */
  async comeUp(): Promise<void> {
    await this.#listen();
    this.hive.store.changes.emit({ kind: "connectivity", up: true });
  }

  get isUp(): boolean {
    return this.#server.listening;
  }

  /** Base path included; no slash at the end. */
  get url(): string {
    if (this.#port === 0) throw new Error("TheHive has no address before it is started");
    return `http://127.0.0.1:${this.#port}${this.hive.settings.basePath}`;
  }

  override get publicUrl(): string {
    return this.hive.settings.publicUrl ?? this.url;
  }

  /** The latest requests, oldest first. */
  get requests(): readonly LoggedRequest[] {
    return this.#log.entries;
  }

  /** Tells after each request is answered (or dropped); call what it returns to leave. */
  onRequest(listener: (request: LoggedRequest) => void): () => void {
    return this.#log.on(listener);
  }

  async #listen(): Promise<void> {
    if (this.#server.listening) return;
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    if (address !== null && typeof address === "object") this.#port = address.port;
  }

  async #close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
