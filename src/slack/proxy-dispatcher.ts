import { Agent, Dispatcher, ProxyAgent } from "undici";
import { type ProxySettings, proxyFor } from "../lib/proxy.ts";

/**
 * Sends each request through the proxy or directly, by its own address: the WebSocket may live on another
 * host than the API.
 *
 * @returns undefined without a proxy: then the SDK's own agents are better, they can cut a stalled socket
 */
export function proxyDispatcher(proxy: ProxySettings | undefined): Dispatcher | undefined {
  return proxy === undefined || proxy.url === "" ? undefined : new ChoosingDispatcher(proxy);
}

class ChoosingDispatcher extends Dispatcher {
  readonly #settings: ProxySettings;
  readonly #direct = new Agent();
  readonly #proxied: ProxyAgent;

  constructor(settings: ProxySettings) {
    super();
    this.#settings = settings;
    this.#proxied = new ProxyAgent(settings.url);
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const by = proxyFor(String(options.origin), this.#settings);
    const agent = by === undefined ? this.#direct : this.#proxied;
    return agent.dispatch(options, handler);
  }

  override async close(): Promise<void> {
    await Promise.all([this.#direct.close(), this.#proxied.close()]);
  }

  override async destroy(): Promise<void> {
    await Promise.all([this.#direct.destroy(), this.#proxied.destroy()]);
  }
}
