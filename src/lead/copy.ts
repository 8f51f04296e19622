import type { DatabaseAddress } from "../database/address.ts";
import { forgetCopy } from "../database/copies.ts";
import { type Link, link } from "../database/link.ts";
import { backOff } from "../lib/back-off.ts";
import { type Clock, type Instant, seconds, systemClock } from "../lib/time.ts";
import type { Home, HomeOptions } from "./home.ts";
import { homeInDatabase } from "./home-in-database.ts";
import type { Self } from "./self.ts";
import { type Look, standBy, type Won } from "./stand-by.ts";
import { term } from "./term.ts";

/** What leads, once there is a home. */
export interface Leader {
  start(): Promise<void>;
  stop(): Promise<void>;
  reload(): Promise<void>;
}

/** How a copy that stands by does. */
interface StandingBy {
  readonly label: string;
  /** Database and TheHive answer, the settings can be used, and it would lead. */
  readonly ok: boolean;
  readonly reasons: readonly string[];
  readonly leads?: { readonly label: string; readonly since: Instant };
}

export interface CopyOptions extends HomeOptions {
  readonly address: DatabaseAddress;
  readonly self: Self;
  /** Puts the product together in a home that was won. The home is its to close. */
  readonly lead: (home: Home) => Promise<Leader>;
  /** Whether TheHive answers. @throws Error */
  readonly reach: (signal: AbortSignal) => Promise<unknown>;
  /** Tells probes how a copy that stands by does. */
  readonly probes?: Probes | undefined;
}

export interface Probes {
  start(standing: () => StandingBy): Promise<void>;
  stop(): Promise<void>;
}

const REACH_EVERY = seconds(60);
/** The file may change under all copies at once: none is to take the others' for another. */
const SETTINGS_EVERY = seconds(2);
const AGAIN_AT_MOST = seconds(30);

/** One of several copies: it stands by, leads when it is its turn, and stands by again once it was replaced. */
export function copy(options: CopyOptions): Leader {
  const { log, self } = options;
  const stopping = new AbortController();
  let leading: Leader | undefined;
  let running: Promise<void> = Promise.resolve();

  async function watchSettings(): Promise<void> {
    while (!stopping.signal.aborted) {
      await self.look();
      await systemClock.sleep(SETTINGS_EVERY, stopping.signal).catch(() => {});
    }
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const won = await wait(options, stopping.signal);
      if (won === undefined) return;
      try {
        await leadUntilLost(options, won, stopping.signal, (leader) => {
          leading = leader;
        });
        failures = 0;
      } catch (error) {
        failures++;
        log.error({ err: error }, "cannot lead, standing by again");
        await systemClock.sleep(backOff(failures, AGAIN_AT_MOST), stopping.signal).catch(() => {});
      }
    }
  }

  return {
    async start() {
      running = run();
      void watchSettings();
    },
    async stop() {
      stopping.abort();
      await running;
    },
    async reload() {
      await self.look();
      await leading?.reload();
    },
  };
}

interface Turn {
  readonly won: Won;
  /** The lease's own. */
  readonly link: Link;
}

/** Stands by. @returns undefined when it is to stop */
async function wait(options: CopyOptions, signal: AbortSignal): Promise<Turn | undefined> {
  const { address, self, probes, log } = options;
  const own = link(address);
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const watch = standing(options, ended);
  const onTrouble = (error: unknown) => log.warn({ err: error }, "the lease could not be renewed");
  await probes?.start(watch.now);
  try {
    const won = await standBy({ link: own, self, signal, onLook: watch.onLook, onTrouble });
    return { won, link: own };
  } catch (error) {
    if (!signal.aborted) throw error;
    await forgetCopy(own, self).catch(() => {});
    await own.close();
    return undefined;
  } finally {
    over.abort();
    await probes?.stop();
  }
}

async function leadUntilLost(
  options: CopyOptions,
  { won, link: own }: Turn,
  signal: AbortSignal,
  onLead: (leader: Leader | undefined) => void,
): Promise<void> {
  const { log, clock, self, address, lead } = options;
  const { lease, because } = won;
  log.info({ copy: self.label, epoch: lease.epoch }, "takes the lead");
  if (because !== undefined) log.warn({ because }, "leads although its settings are others");
  const home = await homeInDatabase(address, term({ lease, link: own, label: self.label, clock }), options);
  const leader = await lead(home);
  onLead(leader);
  try {
    await leader.start();
    log.info({ copy: self.label, epoch: lease.epoch }, "this copy leads");
    await aborted(AbortSignal.any([lease.lost, signal]));
    if (!signal.aborted) log.error({ copy: self.label }, "another copy leads by now: standing by");
  } finally {
    onLead(undefined);
    await leader.stop();
  }
}

/** What is seen while standing by, said in the log when it changes. */
function standing({ self, log, reach }: CopyOptions, signal: AbortSignal) {
  let database: string | undefined = "the database has not been reached yet";
  let theHive: string | undefined;
  let refuses: string | undefined;
  let leads: StandingBy["leads"];
  let said = "";

  function now(): StandingBy {
    const reasons = [database, self.problem(), theHive, refuses].filter((one) => one !== undefined);
    return {
      label: self.label,
      ok: reasons.length === 0,
      reasons,
      ...(leads === undefined ? {} : { leads }),
    };
  }

  function say(): void {
    const { ok, reasons } = now();
    const words = [ok, leads?.label, ...reasons].join("\n");
    if (words === said) return;
    said = words;
    const facts = { copy: self.label, leads: leads?.label, ...(ok ? {} : { reasons }) };
    if (ok) log.info(facts, "stands by");
    else log.warn(facts, "stands by, and would not lead well");
  }

  async function lookAround(clock: Clock): Promise<void> {
    while (!signal.aborted) {
      theHive = await reach(signal).then(
        () => undefined,
        (error: unknown) => `TheHive: ${error instanceof Error ? error.message : String(error)}`,
      );
      await clock.sleep(REACH_EVERY, signal).catch(() => {});
    }
  }

  void lookAround(systemClock);
  return {
    now,
    onLook(look: Look): void {
      if (look.kind === "unreachable") {
        database = look.error instanceof Error ? look.error.message : String(look.error);
      } else {
        database = undefined;
        refuses = look.refuses;
        const { holder, label, takenAt } = look.row;
        leads = holder === undefined ? undefined : { label, since: takenAt };
      }
      say();
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
