import { between, type Clock, type Instant } from "../../lib/time.ts";
import type { DiskPart } from "../ports/store.ts";
import type { Jobs } from "../work/jobs.ts";
import type { OnDisk } from "../work/troubles.ts";
import type { Announcer } from "./announcer.ts";

/** Says once when state or trail cannot be written, and once when they can be again. */
export function diskAlarm(options: { clock: Clock; jobs: Jobs; announcer: () => Announcer }): OnDisk {
  const { clock, jobs, announcer } = options;
  const since = new Map<DiskPart, Instant>();
  return (what, trouble) => {
    const began = since.get(what);
    if (trouble !== undefined) {
      since.set(what, trouble.since);
      jobs.start(`say that the ${what} cannot be written`, () =>
        announcer().say(
          `disk-failing/${what}/${trouble.since}`,
          { kind: "disk-failing", what, ...trouble },
          { topic: `disk ${what}` },
        ),
      );
    } else if (began !== undefined) {
      since.delete(what);
      const downFor = between(began, clock.now());
      jobs.start(`say that the ${what} can be written`, () =>
        announcer().say(
          `disk-working/${what}/${began}`,
          { kind: "disk-working", what, downFor },
          { topic: `disk ${what}` },
        ),
      );
    }
  };
}
