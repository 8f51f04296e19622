import { dirname } from "node:path";
import type { Logger } from "pino";
import { adaptersOf } from "./assembly/adapters.ts";
import { reportsOf } from "./assembly/reports.ts";
import { readAgain, watchFile } from "./assembly/settings-file.ts";
import { type Feeds, feeds } from "./calendars/feeds.ts";
import { fetchCalendar } from "./calendars/fetch.ts";
import type { Environment } from "./config/environment.ts";
import { type Problem, problemLine } from "./config/problem.ts";
import { dutyDesk } from "./control/duty.ts";
import { type LiveSettings, openLiveSettings } from "./control/live-settings.ts";
import { createEngine, type Engine } from "./engine/engine.ts";
import type { Phones } from "./engine/ports/phones.ts";
import type { Store } from "./engine/ports/store.ts";
import { heartbeat } from "./heartbeat.ts";
import { guardedChat, guardedPhones } from "./lead/guard.ts";
import { type Home, homeInFile } from "./lead/home.ts";
import { type Clock, type Duration, seconds, systemClock } from "./lib/time.ts";
import { within } from "./lib/within.ts";
import { outsideOf } from "./outside.ts";
import type { Slack } from "./slack/adapter.ts";
import { tellAtStart } from "./start-notices.ts";
import type { Lost } from "./store/lost.ts";

export interface MonitorOptions {
  readonly environment: Environment;
  /** Settings file; undefined: defaults only. */
  readonly settingsFile: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where the audit trail goes when `AUDIT_FILE` is `-`. */
  readonly stdout: (text: string) => void;
  /** Of this program. */
  readonly version: string;
  /** How long any request to a provider may take, in real time; each adapter's own deadlines unless given. */
  readonly patience?: Duration;
  /** What people call this copy among others; the host's name unless given. */
  readonly name?: string | undefined;
  /** State and trail, such as those of a lease that was won; opened unless given. The monitor closes it. */
  readonly home?: Home;
  /** Stands between the monitor and its state, such as something that makes it fail; the state itself unless given. */
  readonly overStore?: (store: Store) => Store;
  /** The same between the monitor and its phones. */
  readonly overPhones?: (phones: Phones) => Phones;
}

/** The whole product, put together and not yet started. */
export interface Monitor {
  readonly engine: Engine;
  readonly live: LiveSettings;
  readonly slack: Slack | undefined;
  /** Watches until `stop`. */
  start(): Promise<void>;
  /** One poll, everything due. @returns false when something failed */
  once(): Promise<boolean>;
  /** Reads the settings file again, as after a change of it. Never throws. */
  reload(): Promise<void>;
  /** Finishes what is in flight and lets go of everything. */
  stop(): Promise<void>;
}

/** Settings that cannot be used: every problem at once. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemLine).join("\n"));
    this.problems = problems;
  }
}

/**
 * Puts the product together: the only place where adapters meet the engine.
 * @throws SettingsError, StoreError
 */
export async function createMonitor(options: MonitorOptions): Promise<Monitor> {
  const lost = { tell: (_lost: Lost) => {} };
  const home = options.home ?? (await openHome(options, (one) => lost.tell(one)));
  try {
    return await putTogether(options, home, lost);
  } catch (error) {
    // A lease that nobody leads by would keep the others from leading.
    await home.close();
    throw error;
  }
}

async function putTogether(
  options: MonitorOptions,
  home: Home,
  lost: { tell: (lost: Lost) => void },
): Promise<Monitor> {
  const { environment, settingsFile, clock, log, version, patience } = options;
  const { overStore = (store) => store, overPhones = (phones) => phones } = options;
  let feed: Pick<Feeds, "duties" | "holidays"> | undefined;
  const none = {};
  const { trail, term } = home;
  const store = overStore(home.store);
  const live = await openLiveSettings({
    store,
    // Made below: nothing is changed before everything is there.
    ledger: {
      insist: (entries, events) => engine.journal.insist(entries, events),
      write: (entries, events) => engine.journal.write(entries, events),
    },
    clock,
    file: settingsFile,
    twilio: environment.twilioSetup,
    duties: () => feed?.duties() ?? {},
    holidays: () => feed?.holidays() ?? none,
  });
  if ("problems" in live) throw new SettingsError(live.problems);
  const { proxy, twilio, theHive } = environment;
  const outside = adaptersOf({ environment, clock, log, settings: live.settings, patience });
  const { source, slack, phones } = outside;
  const measured =
    environment.metrics && (await import("./metrics/measuring.ts")).measuring(environment.metrics);
  const engine = createEngine({
    clock,
    log,
    store,
    trail,
    history: (alertId, limit) => trail.history({ alertId }, limit),
    source,
    chat: slack && (term === undefined ? slack.chat : guardedChat(slack.chat, term.lease)),
    phones: phones && overPhones(term === undefined ? phones : guardedPhones(phones, term.lease)),
    ...(term === undefined
      ? {}
      : {
          copies: term.copies,
          maybeToldSince: term.maybeToldSince,
          ledSince: term.lease.takenAt,
          stopsWithin: HANDS_OVER_WITHIN,
        }),
    codeSecret: `${theHive.apiKey} ${twilio?.password ?? ""}`,
    settings: live.settings,
    roster: live.roster,
    slackHealth: () => slack?.health() ?? { ok: true, detail: "off" },
    heartbeat: heartbeat(environment.heartbeatUrl, proxy, log),
    calendars: () => calendars.troubles(),
    outside: outsideOf(environment, slack?.standing, patience),
    ...(measured === undefined ? {} : { meter: measured.meter }),
  });
  const calendars = feeds({
    clock,
    log: log.child({ part: "calendars" }),
    settings: live.settings,
    store,
    write: (entries) => engine.journal.write(entries, []),
    fetch: (place) =>
      fetchCalendar(place, {
        proxy,
        folder: settingsFile === undefined ? "." : dirname(settingsFile),
        patience,
      }),
    say: (name, notice) => engine.announcer.say(name, notice),
    onChange: live.calendarsChanged,
  });
  feed = calendars;
  const reports = slack && reportsOf({ clock, log, live, store, trail, engine, slack });
  live.onChange(engine.reconsider);
  if (reports !== undefined) live.onChange(reports.replan);
  lost.tell = (one) => tellLost(one, engine, log);
  slack?.register(engine.desk, {
    admins: () => live.settings().admins,
    responders: () => live.settings().responders,
    control: {
      live,
      duty: dutyDesk({ live, clock, announcer: engine.announcer }),
      events: (since, events) => trail.read({ since, events }),
    },
  });

  const { desk, readings } = engine;
  const metrics = measured?.serve(
    { desk, readings, slackConnections: slack?.connections, version },
    log.child({ part: "metrics" }),
  );
  const file = { live, engine, hasSlack: slack !== undefined, clock, log };
  let stopWatching = () => {};
  const stopped = new AbortController();
  return {
    engine,
    live,
    slack,
    async start() {
      await metrics?.start();
      phones?.watch(stopped.signal);
      stopWatching = watchFile(settingsFile, file);
      await calendars.load(stopped.signal);
      await engine.start();
      // Not before all that is remembered was read: a press would be lost under it.
      slack?.start();
      calendars.run(stopped.signal);
      reports?.run(stopped.signal);
      // Nobody waits for what is only said, least of all a lease that is to be watched.
      tellAtStart({
        live,
        engine,
        store,
        clock,
        log,
        twilio: phones !== undefined,
        statuses: outside.theHive.statuses,
        theHive: { version: outside.theHive.version, url: theHive.publicUrl },
        channel: slack?.chat.channel,
        signal: stopped.signal,
      }).catch((error: unknown) => log.warn({ err: error }, "not all could be said at the start"));
    },
    async once() {
      await calendars.load(stopped.signal, { fresh: true });
      const isDone = await engine.once();
      await calendars.look();
      await reports?.look();
      return isDone;
    },
    async reload() {
      await readAgain(settingsFile, file).catch((error: unknown) =>
        log.error({ err: error }, "settings file cannot be read again"),
      );
    },
    async stop() {
      stopWatching();
      stopped.abort();
      // Side by side: each may have to wait for what hangs, and a stop has ten seconds in all.
      const left = Promise.all([slack?.stop(), metrics?.stop()]);
      await Promise.all([engine.stop(), term === undefined ? left : soon(left)]);
      await home.close();
    },
  };
}

/** Somebody stands by: what hangs is looked up by whoever leads next. */
const HANDS_OVER_WITHIN = seconds(1);

async function soon(job: Promise<unknown>): Promise<void> {
  await within(systemClock, HANDS_OVER_WITHIN, async () => job).catch(() => {});
}

async function openHome(options: MonitorOptions, onLost: (lost: Lost) => void): Promise<Home> {
  const { state } = options.environment;
  if (state.kind === "sqlite") return homeInFile(state.path, options, onLost);
  return (await import("./lead/open-home.ts")).homeAtOnce(state, options);
}

/** Somebody removed the state under us: what it held is written anew, and people are told to look. */
function tellLost({ path, what, rescued }: Lost, engine: Engine, log: Logger): void {
  log.error({ path, what, rescued }, "the state store was removed while it was in use, and is written anew");
  const why = `The state store ${path} (${what === "state" ? "the file itself" : "its log or lock"}) was removed while the monitor ran. It was written anew; see who removes it.`;
  const said = rescued ? Promise.resolve() : engine.rewrite();
  said
    .then(() => engine.announcer.say(`lost/${path}/${what}`, { kind: "setup-problem", why }))
    .catch((error: unknown) => log.error({ err: error }, "the state could not be written anew"));
}
