import { startPostgres } from "../sandbox/postgres/server.ts";
import { databaseTrail } from "../src/audit/database-trail.ts";
import { link } from "../src/database/link.ts";
import { termAtOnce } from "../src/lead/open-home.ts";
import { iso, systemClock } from "../src/lib/time.ts";
import { openPostgresStore } from "../src/store/postgres.ts";

/** What a leader waits for the database over loopback, ms each. */
interface WriteFigures {
  /** A record as large as most are. */
  readonly store: readonly number[];
  /** An event of the trail. */
  readonly trail: readonly number[];
}

/** Writes one by one, as between two alerts. */
export async function writes(count: number): Promise<WriteFigures> {
  const server = await startPostgres();
  const address = { url: await server.createDatabase(), sslmode: "disable" } as const;
  const term = await termAtOnce(address, { settingsFile: undefined, version: "bench", clock: systemClock });
  const { lease } = term;
  const trail = databaseTrail({ link: link(address), lease, redact: (line) => line });
  const store = await openPostgresStore({ link: link(address), lease });
  try {
    const text = "Two sign-ins within minutes from places nine thousand kilometres apart. ".repeat(10);
    return {
      store: await timed(count, (nth) => store.write([[`record:~${nth}`, { nth, text }]])),
      trail: await timed(count, (nth) =>
        trail.append([
          { at: iso(systemClock.now()), event: "tier.fired", actor: "system", alertId: `~${nth}`, tier: 1 },
        ]),
      ),
    };
  } finally {
    await Promise.all([trail.close(), store.close()]);
    await term.end();
    await server.stop();
  }
}

async function timed(count: number, write: (nth: number) => Promise<unknown>): Promise<number[]> {
  const all: number[] = [];
  for (let nth = 0; nth < count; nth++) {
    const startedAt = performance.now();
    await write(nth);
    all.push(performance.now() - startedAt);
  }
  return all;
}
