import { createHash } from "node:crypto";
import type { App } from "@slack/bolt";
import type { Board } from "../../engine/desk.ts";
import { breather } from "../../lib/breather.ts";
import { repeat } from "../../lib/repeat.ts";
import { after, hours, type Instant, minutes, seconds } from "../../lib/time.ts";
import { atHandoffs } from "../api/at-handoffs.ts";
import { slackError } from "../api/errors.ts";
import { perMinute } from "../api/pace.ts";
import type { BoardView } from "../blocks/board.ts";
import type { Block, Message } from "../blocks/fit.ts";
import { homeBlocks } from "../blocks/home.ts";
import { settingsInShort } from "../modals/settings-summary.ts";
import type { Counter } from "./counter.ts";
import { gathering } from "./gathering.ts";
import type { Reply } from "./reply.ts";

/** App Home of everybody who looked at it lately. */
export interface HomeTab {
  /** Draws it for one person. Never throws. */
  show(user: string, changes?: { view?: BoardView; note?: Message }): Promise<void>;
  /** Something it shows has changed: draws it anew for whoever looked at it lately. */
  changed(): void;
  /** Answers above the board. */
  replyTo(user: string): Reply;
  /** Draws no more. */
  stop(): void;
}

interface Viewer {
  view: BoardView;
  note: { message: Message; until: Instant } | undefined;
  until: Instant;
  /** What was last published, to leave out what would change nothing; its fingerprint, as boards are long. */
  shown: string;
  /** Slack's name for that state. */
  hash: string | undefined;
}

// Slack does not tell when somebody looks away.
const WATCHED_FOR = hours(1);
const MOST_VIEWERS = 1000;
const NOTE_STAYS_FOR = minutes(1);
// Deadlines pass and connections fail without a change to any alert.
const LOOK_EVERY = seconds(15);
// Changes come in groups, and each drawing is a call.
const GATHER = seconds(2);
// Slack takes about a hundred of these calls a minute; those who open App Home now need some of them.
const REDRAWN_PER_MINUTE = 80;

export function homeTab(counter: Omit<Counter, "boardChanged" | "tests">): HomeTab {
  const { desk, web, clock, log, control } = counter;
  const viewers = new Map<string, Viewer>();
  const pace = perMinute(REDRAWN_PER_MINUTE, clock);

  async function blocksFor(user: string, { view, note }: Viewer): Promise<Block[]> {
    const editable = control !== undefined && (await counter.rights.isAdmin(user));
    await desk.prepareBoard();
    return homeBlocks(desk.board(), desk, view, {
      note: note !== undefined && clock.now() < note.until ? note.message : undefined,
      settings: editable ? settingsInShort(control.live.text(), control.live.origins()) : undefined,
      changeable: control !== undefined,
    });
  }

  /** In the person's own turn, so that the board is as it is then, and nothing is drawn twice. */
  async function draw(user: string, viewer: Viewer): Promise<void> {
    try {
      await web.queue.run("views.publish", user, async () => {
        const blocks = await blocksFor(user, viewer);
        const drawn = createHash("sha256").update(JSON.stringify(blocks)).digest("base64");
        if (drawn === viewer.shown) return;
        pace.count();
        viewer.hash = await publish(user, blocks, viewer.hash);
        viewer.shown = drawn;
      });
    } catch (error) {
      log.warn({ err: slackError(error, "views.publish"), user }, "App Home cannot be drawn");
    }
  }

  /** @returns Slack's name for what it shows now */
  async function publish(
    user: string,
    blocks: Block[],
    hash: string | undefined,
  ): Promise<string | undefined> {
    const shown = { user_id: user, view: { type: "home" as const, blocks } };
    try {
      const { view } = await web.write.views.publish({ ...shown, ...(hash === undefined ? {} : { hash }) });
      return view?.hash;
    } catch (thrown) {
      const error = slackError(thrown, "views.publish");
      if (hash === undefined || error.slackCode !== "hash_conflict") throw error;
      // Somebody else drew it since, such as another copy of the monitor: ours is the newer board.
      return await publish(user, blocks, undefined);
    }
  }

  /** Whoever may not look is told so, and watches no more. */
  async function turnAway(user: string, { blocks }: Message): Promise<void> {
    viewers.delete(user);
    try {
      await web.queue.run("views.publish", user, () => publish(user, [...blocks], undefined));
    } catch (error) {
      log.warn({ err: slackError(error, "views.publish"), user }, "App Home cannot be drawn");
    }
  }

  /** Who opened it last looks most likely still. */
  async function redrawAll(signal: AbortSignal): Promise<void> {
    // Hundreds of boards that come out as before are no call at all, and no wait either.
    const { isDue, take } = breather();
    for (const [user, viewer] of [...viewers].reverse()) {
      if (isDue()) await take();
      if (clock.now() >= viewer.until) viewers.delete(user);
      else {
        await pace.room(signal);
        await draw(user, viewer);
      }
    }
  }

  const redrawing = gathering({ wait: GATHER, clock, log, job: redrawAll });
  const changed = () => {
    if (viewers.size > 0) redrawing.ask();
  };
  const unsubscribe = desk.onChange(changed);
  const ended = new AbortController();
  let lookedAt = clock.now();
  let seen: ReturnType<typeof likeness> | undefined;
  const looking = repeat(
    async () => {
      lookedAt = clock.now();
      await desk.prepareBoard();
      const looks = likeness(desk.board());
      if (looks.rows !== seen?.rows || looks.health !== seen.health) changed();
      seen = looks;
    },
    {
      clock,
      signal: ended.signal,
      next: () => (viewers.size === 0 ? undefined : after(lookedAt, LOOK_EVERY)),
      onError: (err) => log.warn({ err }, "App Home cannot be looked after"),
    },
  );
  const duty = control && atHandoffs({ clock, log, roster: control.live.roster, act: changed });
  duty?.plan();
  control?.live.onChange(() => {
    duty?.plan();
    changed();
  });

  function viewerOf(user: string): Viewer {
    const viewer = viewers.get(user) ?? {
      view: { page: 0 },
      note: undefined,
      until: clock.now(),
      shown: "",
      hash: undefined,
    };
    viewers.delete(user);
    viewers.set(user, viewer);
    const [oldest] = viewers.keys();
    if (viewers.size > MOST_VIEWERS && oldest !== undefined) viewers.delete(oldest);
    return viewer;
  }

  const tab: HomeTab = {
    async show(user, { view, note } = {}) {
      const refused = await counter.rights.objection("look", user, "look at this");
      if (refused !== undefined) return await turnAway(user, refused);
      const viewer = viewerOf(user);
      looking.replan();
      viewer.until = after(clock.now(), WATCHED_FOR);
      if (view !== undefined) viewer.view = view;
      viewer.note = note && { message: note, until: after(clock.now(), NOTE_STAYS_FOR) };
      await draw(user, viewer);
    },
    changed,
    replyTo: (user) => ({ say: (note) => tab.show(user, { note }) }),
    stop() {
      ended.abort();
      redrawing.stop();
      duty?.stop();
      unsubscribe();
    },
  };
  return tab;
}

/** What of a board changes by itself. Its rows are the same list until one of them changes. */
function likeness({ health, rows }: Board): { readonly rows: Board["rows"]; readonly health: string } {
  const { ok, reasons, theHive, slack, twilio, disk, waiting, paused } = health;
  return { rows, health: JSON.stringify([ok, reasons, theHive, slack, twilio, disk, waiting, paused]) };
}

/** Draws App Home whenever somebody opens it. */
export function registerHome(app: App, home: HomeTab): void {
  app.event("app_home_opened", async ({ event }) => {
    if (event.tab === "home") await home.show(event.user);
  });
}
