import type { App } from "@slack/bolt";
import { after, hours, type Instant, minutes, seconds } from "../../lib/time.ts";
import type { BoardView } from "../blocks/board.ts";
import type { Message } from "../blocks/fit.ts";
import { homeBlocks } from "../blocks/home.ts";
import { slackError } from "../errors.ts";
import type { Counter } from "./counter.ts";
import type { Reply } from "./reply.ts";

/** App Home of everybody who looked at it lately. */
export interface HomeTab {
  /** Draws it for one person. Never throws. */
  show(user: string, changes?: { view?: BoardView; note?: Message }): Promise<void>;
  /** Answers above the board. */
  replyTo(user: string): Reply;
  /** Draws no more. */
  stop(): void;
}

interface Viewer {
  view: BoardView;
  note: { message: Message; until: Instant } | undefined;
  until: Instant;
  /** As last published, to leave out what would change nothing. */
  shown: string;
}

// Slack does not tell when somebody looks away.
const WATCHED_FOR = hours(1);
const MOST_VIEWERS = 50;
const NOTE_STAYS_FOR = minutes(1);
// Changes come in groups, and each drawing is a call.
const GATHER = seconds(2);

export function homeTab(counter: Counter): HomeTab {
  const { desk, web, clock, log } = counter;
  const viewers = new Map<string, Viewer>();
  const stopping = new AbortController();
  let gathering = false;

  /** In the person's own turn, so that the board is as it is then, and nothing is drawn twice. */
  async function draw(user: string, viewer: Viewer): Promise<void> {
    try {
      await web.queue.run("views.publish", user, async () => {
        const { note, view } = viewer;
        const shownNote = note !== undefined && clock.now() < note.until ? note.message : undefined;
        const blocks = homeBlocks(desk.board(), desk, view, shownNote);
        const drawn = JSON.stringify(blocks);
        if (drawn === viewer.shown) return;
        await web.write.views.publish({ user_id: user, view: { type: "home", blocks } });
        viewer.shown = drawn;
      });
    } catch (error) {
      log.warn({ err: slackError(error, "views.publish"), user }, "App Home cannot be drawn");
    }
  }

  async function redrawAll(): Promise<void> {
    for (const [user, viewer] of [...viewers]) {
      if (clock.now() >= viewer.until) viewers.delete(user);
      else await draw(user, viewer);
    }
  }

  async function gather(): Promise<void> {
    try {
      await clock.sleep(GATHER, stopping.signal);
      gathering = false;
      await redrawAll();
    } catch {
      // Stopped.
    }
  }

  const unsubscribe = desk.onChange(() => {
    if (gathering || viewers.size === 0) return;
    gathering = true;
    gather().catch((error: unknown) => log.error({ err: error }, "App Home is not kept current"));
  });

  function viewerOf(user: string): Viewer {
    const viewer = viewers.get(user) ?? {
      view: { page: 0 },
      note: undefined,
      until: clock.now(),
      shown: "",
    };
    viewers.delete(user);
    viewers.set(user, viewer);
    const [oldest] = viewers.keys();
    if (viewers.size > MOST_VIEWERS && oldest !== undefined) viewers.delete(oldest);
    return viewer;
  }

  const tab: HomeTab = {
    async show(user, { view, note } = {}) {
      const viewer = viewerOf(user);
      viewer.until = after(clock.now(), WATCHED_FOR);
      if (view !== undefined) viewer.view = view;
      viewer.note = note && { message: note, until: after(clock.now(), NOTE_STAYS_FOR) };
      await draw(user, viewer);
    },
    replyTo: (user) => ({ say: (note) => tab.show(user, { note }) }),
    stop() {
      stopping.abort();
      unsubscribe();
    },
  };
  return tab;
}

/** Draws App Home whenever somebody opens it. */
export function registerHome(app: App, home: HomeTab): void {
  app.event("app_home_opened", async ({ event }) => {
    if (event.tab === "home") await home.show(event.user);
  });
}
