import { Agent, Dispatcher, Pool, ProxyAgent } from "undici";
import { type ProxySettings, proxyFor, TUNNEL_WITHIN } from "../../lib/proxy.ts";
import { proxyError } from "../../lib/proxy-error.ts";
import type { Duration } from "../../lib/time.ts";

/**
 * Sends each request through the proxy or directly, by its own address: the WebSocket may live on another
 * host than the API. A proxy that fails throws a ProxyError.
 *
 * @returns undefined without a proxy: then the SDK's own agents are better, they can cut a stalled socket
 */
export function proxyDispatcher(proxy: ProxySettings | undefined): Dispatcher | undefined {
  const has = proxy !== undefined && proxy.url + (proxy.http ?? "") !== "";
  return has ? new ChoosingDispatcher(proxy) : undefined;
}

class ChoosingDispatcher extends Dispatcher {
  readonly #settings: ProxySettings;
  readonly #direct = new Agent();
  readonly #proxied = new Map<string, ProxyAgent>();

  constructor(settings: ProxySettings) {
    super();
    this.#settings = settings;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const by = proxyFor(String(options.origin), this.#settings);
    const agent = by === undefined ? this.#direct : this.#through(by);
    return agent.dispatch(options, handler);
  }

  override async close(): Promise<void> {
    await Promise.all([this.#direct, ...this.#proxied.values()].map((agent) => agent.close()));
  }

  override async destroy(): Promise<void> {
    await Promise.all([this.#direct, ...this.#proxied.values()].map((agent) => agent.destroy()));
  }

  #through(by: string): ProxyAgent {
    const agent = this.#proxied.get(by) ?? proxyAgent(by, this.#settings.patience ?? TUNNEL_WITHIN);
    this.#proxied.set(by, agent);
    return agent;
  }
}

function proxyAgent(by: string, patience: Duration): ProxyAgent {
  const { username, password } = new URL(by);
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return new ProxyAgent({
    uri: by,
    // By itself it would leave out a user without password.
    ...(username === "" ? {} : { token: `Basic ${Buffer.from(user).toString("base64")}` }),
    clientFactory: (origin, options) => namingPool(by, origin, { ...options, headersTimeout: patience }),
  });
}

/** Connections to the proxy itself, over which tunnels are asked for: what fails here failed at the proxy. */
function namingPool(by: string, origin: URL, options: object): Pool {
  const pool = new Pool(origin, options);
  const connect = pool.connect.bind(pool);
  return Object.assign(pool, {
    async connect(asked: Parameters<typeof connect>[0]) {
      const answer = await connect(asked).catch((error: unknown) => {
        throw proxyError(by, error);
      });
      if (answer.statusCode === 200) return answer;
      answer.socket.on("error", () => {}).destroy();
      throw proxyError(by, new Error(`Bad response: ${answer.statusCode}`));
    },
  });
}
