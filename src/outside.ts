import type { Environment } from "./config/environment.ts";
import type { Outside } from "./engine/ports/outside.ts";
import { certificateEnd } from "./lib/certificate-end.ts";
import type { Duration } from "./lib/time.ts";
import type { CertificateEnd } from "./oncall/readiness.ts";

/**
 * What others tell of how ready everything is: Slack of its users, TheHive of its certificate. Slack's and Twilio's own
 * certificates are theirs to renew, and nobody tells when a token ends.
 *
 * @param patience how long TheHive may take; the usual unless given
 */
export function outsideOf(
  { theHive, proxy }: Pick<Environment, "theHive" | "proxy">,
  standing: Outside["standing"],
  patience?: Duration,
): Outside {
  const { url, ca } = theHive;
  return {
    standing,
    async certificates() {
      if (!url.startsWith("https:")) return [];
      const of = "TheHive";
      const { host } = new URL(url);
      try {
        const end = await certificateEnd({ url, ca, proxy, patience });
        return end === undefined ? [] : [{ of, host, ...end }];
      } catch {
        return [{ of, host, why: `${host} could not be asked` } satisfies CertificateEnd];
      }
    },
  };
}
