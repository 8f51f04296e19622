import http from "node:http";
import https from "node:https";
import { HttpsProxyAgent } from "hpagent";

/** The outgoing proxy: `HTTPS_PROXY` and, as it was written, `NO_PROXY`. */
export interface ProxySettings {
  /** May carry a user and password. Never logged. */
  readonly url: string;
  readonly noProxy?: string | undefined;
}

// Enough for a burst of reads; more would only queue inside the server.
const MOST_SOCKETS = 32;

/**
 * The proxy by which this address is to be reached; undefined = directly.
 *
 * `HTTPS_PROXY` means what it means everywhere: https and wss only. `NO_PROXY` is a list, by comma or space, of
 * hosts and IP addresses, each with a port if given; a domain (`example.org`, `.example.org`, `*.example.org`)
 * counts for all below it; `*` for everything.
 */
export function proxyFor(url: string | URL, proxy: ProxySettings | undefined): string | undefined {
  const target = new URL(url);
  if (proxy === undefined || proxy.url === "") return undefined;
  if (target.protocol !== "https:" && target.protocol !== "wss:") return undefined;
  const rules = (proxy.noProxy ?? "").split(/[\s,]+/).filter((rule) => rule !== "");
  return rules.some((rule) => covers(rule.toLowerCase(), target)) ? undefined : proxy.url;
}

/** Keep-alive agents for got, through the proxy where `url` needs it. */
export function agentsFor(
  url: string | URL,
  proxy: ProxySettings | undefined,
): { http: http.Agent; https: https.Agent } {
  const options = { keepAlive: true, maxSockets: MOST_SOCKETS };
  const by = proxyFor(url, proxy);
  return {
    http: new http.Agent(options),
    https: by === undefined ? new https.Agent(options) : new HttpsProxyAgent({ ...options, proxy: by }),
  };
}

function covers(rule: string, target: URL): boolean {
  if (rule === "*") return true;
  const [, name = rule, port] = /^(.*?)(?::(\d+))?$/.exec(withoutBareColons(rule)) ?? [];
  if (port !== undefined && port !== (target.port === "" ? "443" : target.port)) return false;
  const host = bare(target.hostname);
  const domain = bare(name.replace(/^\*?\./, ""));
  return domain !== "" && (host === domain || host.endsWith(`.${domain}`));
}

// An IPv6 address without brackets has colons of its own, which are not a port's.
function withoutBareColons(rule: string): string {
  return /^[0-9a-f:.]*$/.test(rule) && rule.split(":").length > 2 ? `[${rule}]` : rule;
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}
