import { type Agent, request } from "node:https";
import { type DetailedPeerCertificate, rootCertificates, TLSSocket } from "node:tls";
import { agentsFor, type ProxySettings } from "./proxy.ts";
import { type Duration, type Instant, instant, seconds, systemClock } from "./time.ts";
import { within } from "./within.ts";

/** Until when a host can be trusted: by its own certificate, or by that of a private CA which ends before it. */
interface End {
  readonly until: Instant;
  /** The name of that CA. */
  readonly signer?: string;
}

export interface Asked {
  /** https. */
  readonly url: string;
  /** A private CA, PEM text: those who sign in its name are looked at too. */
  readonly ca?: string | undefined;
  readonly proxy: ProxySettings | undefined;
  /** Ten seconds unless given. */
  readonly patience?: Duration | undefined;
}

const ANSWER_WITHIN = seconds(10);

/**
 * Looks until when the certificate holds that a host shows, whoever signed it and even if it has ended.
 *
 * @returns undefined when it shows none
 * @throws when the host does not answer in time
 */
export async function certificateEnd({ url, ca, proxy, patience }: Asked): Promise<End | undefined> {
  const { https: agent } = agentsFor(url, proxy, { keepAlive: false });
  try {
    return await within(systemClock, patience ?? ANSWER_WITHIN, (signal) =>
      shownBy(url, { agent, ca, signal }),
    );
  } finally {
    agent.destroy();
  }
}

interface Visit {
  readonly agent: Agent;
  readonly ca: string | undefined;
  readonly signal: AbortSignal;
}

/** Asks for nothing but the front page's head, without any key. */
function shownBy(url: string, { agent, ca, signal }: Visit): Promise<End | undefined> {
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
      const own = socket instanceof TLSSocket ? socket.getPeerCertificate(true) : undefined;
      asked.destroy();
      resolve(own === undefined ? undefined : earliestEnd(own, ca !== undefined));
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** Public signers see to their own ends, and may be trusted by another road. */
function earliestEnd(own: DetailedPeerCertificate, withSigners: boolean): End | undefined {
  if (typeof own.valid_to !== "string" || own.valid_to === "") return undefined;
  const first: End = { until: instant(own.valid_to) };
  return (withSigners ? signersOf(own) : [])
    .map(({ valid_to, subject }): End => ({ until: instant(valid_to), signer: nameIn(subject) }))
    .reduce((best, end) => (end.until < best.until ? end : best), first);
}

/** The last one signs itself. */
function signersOf(own: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const found: DetailedPeerCertificate[] = [];
  let at = own;
  while (at.issuerCertificate !== undefined && at.issuerCertificate.fingerprint256 !== at.fingerprint256) {
    at = at.issuerCertificate;
    found.push(at);
  }
  return found;
}

function nameIn({ CN, O }: DetailedPeerCertificate["subject"]): string {
  const [name = "its CA"] = [CN, O].flat().filter((one) => one !== undefined);
  return name;
}
