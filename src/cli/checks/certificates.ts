import { type Agent, request } from "node:https";
import { rootCertificates, TLSSocket } from "node:tls";
import type { Check } from "../../lib/check.ts";
import { agentsFor, type ProxySettings } from "../../lib/proxy.ts";
import { days, type Instant, instant, iso, seconds, systemClock } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";

/** One of the systems we speak to. */
export interface SecureHost {
  /** As its checks are named: `thehive`. */
  readonly name: string;
  readonly url: string;
  /** A private CA, PEM text. */
  readonly ca?: string | undefined;
}

const SOON = days(14);
const ANSWER_WITHIN = seconds(10);

/**
 * Looks until when the certificates of these hosts hold, as one that ends tonight is a silence tomorrow. A host that
 * does not answer is left out: its own check tells why.
 */
export async function certificateChecks(
  hosts: readonly SecureHost[],
  { proxy, now }: { readonly proxy: ProxySettings | undefined; readonly now: Instant },
): Promise<Check[]> {
  const looked = hosts
    .filter(({ url }) => url.startsWith("https:"))
    .map(async ({ name, url, ca }) => {
      const until = await certificateEnd({ url, ca }, proxy).catch(() => undefined);
      return until === undefined
        ? []
        : [certificateCheck(`${name}.certificate`, new URL(url).host, until, now)];
    });
  return (await Promise.all(looked)).flat();
}

/** Judges one certificate: a warning stays ok until the end has come. */
export function certificateCheck(name: string, host: string, until: Instant, now: Instant): Check {
  const date = iso(until).slice(0, 10);
  if (until <= now) return { name, ok: false, detail: `${host}'s certificate ended on ${date}: renew it` };
  const left = Math.floor((until - now) / days(1));
  if (until - now > SOON) return { name, ok: true, detail: `${host}'s holds until ${date}` };
  const when = left === 0 ? "within a day" : `in ${left} ${left === 1 ? "day" : "days"}`;
  return { name, ok: true, detail: `${host}'s certificate ends ${when}, on ${date}: renew it before` };
}

async function certificateEnd(
  { url, ca }: Pick<SecureHost, "url" | "ca">,
  proxy: ProxySettings | undefined,
): Promise<Instant | undefined> {
  const { https: agent } = agentsFor(url, proxy, { keepAlive: false });
  try {
    return await within(systemClock, ANSWER_WITHIN, (signal) => shownBy(url, { agent, ca, signal }));
  } finally {
    agent.destroy();
  }
}

interface Visit {
  readonly agent: Agent;
  readonly ca: string | undefined;
  readonly signal: AbortSignal;
}

/** Asks for nothing but the front page's head, without any key, and whoever signed the certificate. */
function shownBy(url: string, { agent, ca, signal }: Visit): Promise<Instant | undefined> {
  return new Promise((resolve, reject) => {
    const trusted = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
    const asked = request(new URL("/", url), {
      method: "HEAD",
      agent,
      signal,
      // An ended one is to be read, too. Nothing secret is sent.
      rejectUnauthorized: false,
      ...trusted,
    });
    asked.on("response", ({ socket }) => {
      const shown = socket instanceof TLSSocket ? socket.getPeerCertificate().valid_to : undefined;
      asked.destroy();
      resolve(shown === undefined || shown === "" ? undefined : instant(shown));
    });
    asked.on("error", reject);
    asked.end();
  });
}
