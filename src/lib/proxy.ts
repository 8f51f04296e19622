import http from "node:http";
import https from "node:https";
import { type Duplex, PassThrough } from "node:stream";
import { HttpProxyAgent, HttpsProxyAgent } from "hpagent";
import { parseNoProxy } from "./no-proxy.ts";
import { proxyError, proxyIsLate } from "./proxy-error.ts";
import { type Duration, seconds, systemClock } from "./time.ts";

/** The outgoing proxies, and, as it was written, `NO_PROXY`. The addresses may carry a user and password. */
export interface ProxySettings {
  /** `HTTPS_PROXY`, for https and wss; empty: none. */
  readonly url: string;
  /** `http_proxy`, for http and ws. */
  readonly http?: string | undefined;
  readonly noProxy?: string | undefined;
  /** How long a proxy may take to let a connection through; eight seconds unless given. */
  readonly patience?: Duration | undefined;
}

/** Shorter than any request may take, so that it is the proxy that is named, and not who is behind it. */
export const TUNNEL_WITHIN = seconds(8);

// Enough for a burst of reads; more would only queue inside the server.
const MOST_SOCKETS = 32;

/**
 * The proxy by which this address is to be reached; undefined = directly. What is not encrypted never leaves this
 * machine for a service on it. What `NO_PROXY` may hold says {@link parseNoProxy}; what means nothing was refused
 * before, and covers nothing.
 */
export function proxyFor(url: string | URL, proxy: ProxySettings | undefined): string | undefined {
  if (proxy === undefined) return undefined;
  const target = new URL(url);
  const isSecure = target.protocol === "https:" || target.protocol === "wss:";
  const by = isSecure ? proxy.url : isLoopback(target) ? "" : (proxy.http ?? "");
  if (by === "") return undefined;
  const rules = parseNoProxy(proxy.noProxy ?? "");
  return "covers" in rules && rules.covers(target) ? undefined : by;
}

/** Agents for got, through the proxy where `url` needs it. A proxy that fails throws a ProxyError. */
export function agentsFor(
  url: string | URL,
  proxy: ProxySettings | undefined,
  { keepAlive = true }: { readonly keepAlive?: boolean } = {},
): { http: http.Agent; https: https.Agent } {
  const options = { keepAlive, maxSockets: MOST_SOCKETS };
  const by = proxyFor(url, proxy);
  if (by === undefined) return { http: new http.Agent(options), https: new https.Agent(options) };
  const through = { by, patience: proxy?.patience ?? TUNNEL_WITHIN };
  // The tunnel that nobody answers is given up too, and its socket closed.
  const proxied = { ...options, proxy: by, timeout: through.patience };
  return {
    http: naming(new HttpProxyAgent(proxied), through),
    https: naming(new HttpsProxyAgent(proxied), through),
  };
}

interface Through {
  readonly by: string;
  readonly patience: Duration;
}

type Made = (error: Error | null, stream: Duplex) => void;

/** Has the agent name the proxy when it is the proxy that fails. */
function naming<Proxied extends HttpProxyAgent | HttpsProxyAgent>(agent: Proxied, through: Through): Proxied {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options: https.RequestOptions, made?: Made) =>
    connect(options, named(through, made));
  return agent;
}

// Whatever fails up to here failed at the proxy: TLS with the other side begins after.
function named({ by, patience }: Through, made: Made | undefined): Made {
  const done = new AbortController();
  const end: Made = (error, stream) => {
    // It came after we had given up: nobody else would close it.
    if (done.signal.aborted) return void (error === null && stream.destroy());
    done.abort();
    made?.(error === null ? null : proxyError(by, error), stream);
  };
  systemClock.sleep(patience, done.signal).then(
    () => {
      done.abort();
      // An agent that is given an error asks for no stream.
      made?.(proxyIsLate(by), new PassThrough());
    },
    () => {},
  );
  return end;
}

function isLoopback({ hostname }: URL): boolean {
  return /^(.+\.)?localhost$|^127\.|^\[::1\]$/.test(hostname);
}
