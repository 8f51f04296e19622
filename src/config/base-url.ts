import { BlockList, isIP } from "node:net";
import { z } from "zod";
import { withoutEndSlashes } from "../lib/slashes.ts";

const privateNets = () => {
  const nets = new BlockList();
  for (const [net, bits] of [
    ["127.0.0.0", 8],
    ["10.0.0.0", 8],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
    ["169.254.0.0", 16],
  ] as const) {
    nets.addSubnet(net, bits, "ipv4");
  }
  for (const [net, bits] of [
    ["::1", 128],
    ["fc00::", 7],
    ["fe80::", 10],
  ] as const)
    nets.addSubnet(net, bits, "ipv6");
  return nets;
};

/** Whether a host is this machine or in a private network, as far as its name alone tells. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  const version = isIP(host);
  if (version === 0) return /^(.+\.)?localhost\.?$/i.test(host);
  return privateNets().check(host, version === 4 ? "ipv4" : "ipv6");
}

/**
 * An address that we send credentials to: https, or http on this machine and in private networks.
 * Without a slash at its end.
 *
 * @param allowInsecure http anywhere (`ALLOW_INSECURE_HTTP=true`)
 */
export function baseUrl(example: string, allowInsecure: boolean) {
  return webUrl(example).refine((text) => isSafe(text, allowInsecure), {
    error: `expected https, as credentials go there; or ALLOW_INSECURE_HTTP=true`,
  });
}

/** An http or https address without user, query and fragment. */
export function webUrl(example: string) {
  return z
    .string()
    .refine(isPlainUrl, {
      error: `expected an address such as ${example}, without user, ? and #`,
      abort: true,
    })
    .transform((text) => withoutEndSlashes(new URL(text).href));
}

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username + password + search + hash === "";
}

/** Whether what is sent there cannot be read on the way: https, this machine, or a private network. */
export function isSafe(text: string, allowInsecure: boolean): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || allowInsecure || isPrivateHost(hostname);
}

export function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\//i.test(text);
}
