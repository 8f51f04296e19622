import { z } from "zod";
import { noProxyForms, parseNoProxy } from "../lib/no-proxy.ts";
import type { ProxySettings } from "../lib/proxy.ts";
import { isWebUrl } from "./base-url.ts";
import type { Variables } from "./variables.ts";

/** The proxies that other tools' variables name; undefined where there is none. */
export function proxyFrom(vars: Variables): ProxySettings | undefined {
  const all = firstOf(vars, ["ALL_PROXY", "all_proxy"]);
  const secure = firstOf(vars, ["HTTPS_PROXY", "https_proxy"]) ?? all;
  const plain = firstOf(vars, ["HTTP_PROXY", "http_proxy"]) ?? all;
  const noProxy = firstOf(vars, ["NO_PROXY", "no_proxy"]);
  const url = secure === undefined ? undefined : vars.get(secure, ProxyUrl);
  const http = plain === undefined ? undefined : plain === secure ? url : vars.get(plain, ProxyUrl);
  const direct = noProxy === undefined ? undefined : vars.get(noProxy, NoProxy);
  if (url === undefined && http === undefined) return undefined;
  return { url: url ?? "", http, noProxy: direct };
}

function firstOf(vars: Variables, names: readonly string[]): string | undefined {
  return names.find((name) => vars.has(name));
}

const ProxyUrl = z.string().superRefine((text, context) => {
  if (/^socks/i.test(text))
    return context.addIssue("expected an http or https proxy, as SOCKS is not spoken here");
  if (!isWebUrl(text)) return context.addIssue("expected a proxy such as http://proxy.example.org:3128");
  const { username, password } = new URL(text);
  try {
    decodeURIComponent(`${username}:${password}`);
  } catch {
    context.addIssue("expected its user and password with every % written as %25");
  }
});

const NoProxy = z.string().superRefine((text, context) => {
  const rules = parseNoProxy(text);
  if ("wrong" in rules)
    context.addIssue(`expected ${noProxyForms}; "${rules.wrong.slice(0, 40)}" is none of them`);
});
