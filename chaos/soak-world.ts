import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { pino } from "pino";
import { SandboxClock } from "../sandbox/clock.ts";
import { openTrail } from "../src/audit/trail.ts";
import { settingsFrom } from "../src/config/settings-from.ts";
import type { Tree } from "../src/config/tree.ts";
import { createEngine } from "../src/engine/engine.ts";
import { HiveError } from "../src/engine/hive-error.ts";
import type { AlertSource } from "../src/engine/ports/alert-source.ts";
import type { Chat } from "../src/engine/ports/chat.ts";
import type { Outcome } from "../src/engine/ports/outcome.ts";
import type { Phones } from "../src/engine/ports/phones.ts";
import type { Clock, Instant } from "../src/lib/time.ts";
import type { Alert, AlertId } from "../src/sla/model.ts";
import { openStore } from "../src/store/store.ts";

/** The engine on a real disk between a TheHive, a Slack and phones that remember nothing but what is open. */
export async function soakWorld(text: Tree, at: number, roll: () => number) {
  const sandbox = new SandboxClock({ at });
  let sleeping = 0;
  const clock: Clock = {
    now: () => sandbox.now() as Instant,
    async sleep(duration, signal) {
      sleeping++;
      try {
        await sandbox.sleep(duration, signal);
      } finally {
        sleeping--;
      }
    },
  };
  const folder = await mkdtemp(join(tmpdir(), "sla-soak-"));
  const store = await openStore(join(folder, "state.sqlite"));
  const trail = await openTrail(join(folder, "audit.jsonl"), { redact: (line) => line });
  const judged = settingsFrom({ file: text }, "ready");
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  const { settings } = judged;
  const alerts = new Map<AlertId, Alert>();
  const counts = { posted: 0, sms: 0, call: 0, redrawn: 0, errors: 0 };

  const engine = createEngine({
    clock,
    log: pino({ level: "error" }, { write: () => void counts.errors++ }),
    store,
    trail,
    history: async () => [],
    source: hive(alerts),
    chat: slack(counts),
    phones: phones(counts, roll),
    settings: () => settings,
    roster: () => ({ people: settings.people, groups: settings.groups, overrides: [] }),
    slackHealth: () => ({ ok: true, detail: "fine" }),
    heartbeat: async () => {},
  });

  async function settle(): Promise<void> {
    do await setImmediate();
    while (await engine.idle());
  }

  return {
    engine,
    clock,
    alerts,
    counts,
    store,
    sleeping: () => sleeping,
    settle,
    /** Moves the clock in one step, and waits for all that comes of it. */
    async step(length: number): Promise<void> {
      sandbox.moveTo(sandbox.now() + length);
      await settle();
    },
    async end(): Promise<void> {
      await engine.stop();
      await trail.close();
      await store.close();
      sandbox.stop();
      await rm(folder, { recursive: true });
    },
  };
}
export type SoakWorld = Awaited<ReturnType<typeof soakWorld>>;

function hive(alerts: ReadonlyMap<AlertId, Alert>): AlertSource {
  return {
    poll: async () => ({ kind: "full", alerts: [...alerts.values()], malformed: [] }),
    read: async (id) => alerts.get(id),
    promote: async () => {
      throw new HiveError("refused", "nobody may");
    },
    caseOf: async () => undefined,
    readCase: async () => undefined,
    handledBy: async () => undefined,
    leaveResult: async () => "unsupported",
    closingStatuses: async () => ({ names: ["Closed"], keepsNote: true, limits: [] }),
    close: async () => {
      throw new HiveError("refused", "nobody may");
    },
    caseTemplates: async () => [],
    mergeInto: async () => {
      throw new HiveError("refused", "nobody may");
    },
    details: async () => undefined,
    assign: async () => false,
    comment: async () => true,
    alertUrl: (id) => `https://thehive.example/alerts/${id}`,
    clockSkew: () => 0,
  };
}

type Counts = SoakWorld["counts"];

function slack(counts: Counts): Chat {
  const post = async (): Promise<Outcome> => ({ state: "sent", ref: `C1/${++counts.posted}` });
  return {
    channel: "#soc",
    postCard: post,
    reply: post,
    say: post,
    remark: post,
    async redrawCard() {
      counts.redrawn++;
      return { state: "sent", ref: "C1/1" };
    },
    find: async () => "not-found",
    zoneOf: () => undefined,
  };
}

/** Every third call is not answered. */
function phones(counts: Counts, roll: () => number): Phones {
  return {
    methods: new Set(["sms", "call"]),
    send: async ({ via }) => ({ state: "sent", ref: `${via}/${++counts[via]}` }),
    find: async () => "not-found",
    follow: async (via, ref) =>
      via === "call" && roll() < 1 / 3
        ? { state: "unanswered", ref, detail: "nobody answered" }
        : { state: "delivered", ref },
    answer: async () => true,
    hangUp: async () => {},
    cancel: async () => true,
  };
}
