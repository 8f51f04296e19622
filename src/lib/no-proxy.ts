import { BlockList, isIP } from "node:net";

/** One rule of `NO_PROXY`, understood. */
interface Rule {
  /** Undefined: any port. */
  readonly port: string | undefined;
  readonly covers: (host: string) => boolean;
}

/** What `NO_PROXY` may hold, for people. */
export const noProxyForms =
  "hosts, domains (.example.org), addresses, networks (10.0.0.0/8), each with :PORT if need be, or *, separated by commas";

/**
 * Reads `NO_PROXY`: a list, by comma or space, of hosts and addresses, each with a port if given; a domain
 * (`example.org`, `.example.org`, `*.example.org`) counts for all below it; `10.0.0.0/8`, `fd00::/8` and `10.*` are
 * networks, which addresses alone are in, for names are not looked up; `*` is everything.
 *
 * @returns the first rule that means nothing, or the judgement of an address
 */
export function parseNoProxy(
  text: string,
): { readonly wrong: string } | { readonly covers: (target: URL) => boolean } {
  const rules: Rule[] = [];
  for (const word of text.toLowerCase().split(/[\s,]+/)) {
    if (word === "") continue;
    const rule = parseRule(word);
    if (rule === undefined) return { wrong: word };
    rules.push(rule);
  }
  return {
    covers: (target) => {
      const host = bare(target.hostname);
      const port = portOf(target);
      return rules.some((rule) => (rule.port ?? port) === port && rule.covers(host));
    },
  };
}

function parseRule(word: string): Rule | undefined {
  if (word === "*") return { port: undefined, covers: () => true };
  // An address of one interface of this machine, or a range: other tools' inventions.
  if (word.includes("%") || (word.includes("-") && /^[\d.-]+$/.test(word))) return undefined;
  if (isIP(word) === 6) return { port: undefined, covers: sameAs(word) };
  const network = /^\[?([0-9a-f:.]+)\]?\/(\d{1,3})$/.exec(word);
  if (network !== null) return networkRule(network[1] ?? "", Number(network[2]));
  const [, name = word, port] = /^(.*):(\d{1,5})$/.exec(word) ?? [];
  const covers = hostRule(name);
  return covers === undefined ? undefined : { port, covers };
}

function hostRule(name: string): Rule["covers"] | undefined {
  const address = name.replace(/^\[|\]$/g, "");
  if (isIP(address) !== 0) return sameAs(address);
  const [, prefix] = /^((?:\d{1,3}\.){1,3})\*(?:\.\*)*$/.exec(name) ?? [];
  if (prefix !== undefined) return (host) => isIP(host) === 4 && host.startsWith(prefix);
  const domain = bare(name.replace(/^\*?\./, ""));
  if (!/^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*$/u.test(domain)) return undefined;
  const ascii = asciiOf(domain);
  return (host) => host === ascii || host.endsWith(`.${ascii}`);
}

function networkRule(address: string, bits: number): Rule | undefined {
  const version = isIP(address);
  if (version === 0 || bits > (version === 4 ? 32 : 128)) return undefined;
  const net = new BlockList();
  net.addSubnet(address, bits, family(version));
  return { port: undefined, covers: (host) => isIP(host) !== 0 && net.check(host, family(isIP(host))) };
}

function sameAs(address: string): Rule["covers"] {
  const one = new BlockList();
  one.addAddress(address, family(isIP(address)));
  return (host) => isIP(host) !== 0 && one.check(host, family(isIP(host)));
}

function family(version: number): "ipv4" | "ipv6" {
  return version === 4 ? "ipv4" : "ipv6";
}

// Addresses hold names outside ASCII in their encoded form, as URL does.
function asciiOf(domain: string): string {
  const url = `http://${domain}`;
  return URL.canParse(url) ? new URL(url).hostname : domain;
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}

function portOf({ port, protocol }: URL): string {
  if (port !== "") return port;
  return protocol === "http:" || protocol === "ws:" ? "80" : "443";
}
