import { certificateEnd } from "../../lib/certificate-end.ts";
import type { Check } from "../../lib/check.ts";
import type { ProxySettings } from "../../lib/proxy.ts";
import { days, type Instant, iso } from "../../lib/time.ts";

/** One of the systems we speak to. */
export interface SecureHost {
  /** As its checks are named: `thehive`. */
  readonly name: string;
  readonly url: string;
  /** A private CA, PEM text. */
  readonly ca?: string | undefined;
}

const SOON = days(14);

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
      const end = await certificateEnd({ url, ca, proxy }).catch(() => undefined);
      if (end === undefined) return [];
      const { host } = new URL(url);
      const whose = end.signer === undefined ? host : `the CA ${end.signer} of ${host}`;
      return [certificateCheck(`${name}.certificate`, whose, end.until, now)];
    });
  return (await Promise.all(looked)).flat();
}

/** Judges one certificate: a warning stays ok until the end has come. */
export function certificateCheck(name: string, whose: string, until: Instant, now: Instant): Check {
  const date = iso(until).slice(0, 10);
  if (until <= now) return { name, ok: false, detail: `${whose}'s certificate ended on ${date}: renew it` };
  const left = Math.floor((until - now) / days(1));
  if (until - now > SOON) return { name, ok: true, detail: `${whose}'s holds until ${date}` };
  const when = left === 0 ? "within a day" : `in ${left} ${left === 1 ? "day" : "days"}`;
  return { name, ok: true, detail: `${whose}'s certificate ends ${when}, on ${date}: renew it before` };
}
