import type { Settings } from "../../../src/config/settings.ts";
import { settingsFrom } from "../../../src/config/settings-from.ts";
import type { Item } from "../../../src/engine/items/item.ts";
import type { Subject } from "../../../src/engine/items/subject.ts";
import { wordingOf } from "../../../src/engine/outbox/wording.ts";
import type { Page, PageSubject } from "../../../src/engine/ports/phones.ts";
import type { Watched, Watchlist } from "../../../src/engine/work/watchlist.ts";
import { after, before, type Duration, type Instant, instant, minutes } from "../../../src/lib/time.ts";
import { audienceOf } from "../../../src/oncall/audience.ts";
import { zoneOf } from "../../../src/oncall/people.ts";
import { evaluate } from "../../../src/sla/evaluate.ts";
import { fire } from "../../../src/sla/fire.ts";
import { type Alert, AlertId, type Severity, type Tlp } from "../../../src/sla/model.ts";
import { type AlertRecord, DeliveryId, newRecord } from "../../../src/sla/record.ts";

/** A Monday in winter, 02:19:30 in London. */
export const night = instant("2026-03-02T02:19:30Z");

const people = {
  alice: { phone: "+12025550111", slack: "U024BE7LH" },
  bob: { phone: "+12025550112" },
  carol: { phone: "+12025550113" },
  dave: { phone: "+12025550114" },
};
const rotation = { members: ["alice"], timezone: "Europe/Berlin", start: "2026-01-05T09:00", every: "1w" };
const groups = { oncall: { rotation }, seniors: { members: ["carol", "dave"] } };

interface Waits {
  readonly title: string;
  readonly severity?: Severity;
  readonly age: Duration;
  /** Somebody did not wait for the deadline. */
  readonly byHand?: boolean;
  readonly unconfirmed?: boolean;
  readonly tlp?: Tlp;
}

/** What one person is told, by the engine's own rules: alerts that have waited for so long, under these settings. */
export interface Scene {
  readonly waits?: readonly Waits[];
  readonly settings?: object;
  readonly to?: string;
  /** Neither replies nor keys can be taken. */
  readonly mute?: boolean;
  readonly slackOff?: boolean;
  readonly about?: PageSubject;
}

export function pageOf(scene: Scene): Page {
  const { waits = [], to = "alice", mute = false, about } = scene;
  const settings = settingsOf(scene.settings ?? {});
  const watched = waits.map((waiting, index) => fired(waiting, index, settings));
  const members = watched.map(({ record }) => ({ alertId: record.alertId, ...lastOf(record) }));
  const [only] = members;
  const subject: Subject =
    about !== undefined
      ? { kind: "notice", name: "n", notice: about }
      : members.length === 1 && only !== undefined
        ? { kind: "tier", ...only }
        : { kind: "digest", reference: "D7", alerts: members };
  const roster = { people: settings.people, groups: settings.groups, overrides: [] };
  const { byPhone } = wordingOf({
    clock: { now: () => night, sleep: async () => {} },
    source: { alertUrl: () => undefined },
    settings: () => settings,
    roster: () => roster,
    watch: watchlistOf(watched),
    itemsOf: () => [],
    pausedUntil: () => undefined,
    audience: (at) => audienceOf(roster, new Set(["sms", "call"]), at),
    channel: scene.slackOff === true ? undefined : "#soc",
  });
  const facts = about?.kind === "case" ? about : byPhone({ about: subject, to, via: "sms" } as Item);
  if (facts === undefined) throw new Error("nothing to tell");
  const answerable = !mute && (about === undefined || about.kind === "test");
  return {
    id: DeliveryId.parse("~4096/1/0/sms/alice/1"),
    via: "sms",
    to,
    phone: "+12025550111",
    attempt: 1,
    about: facts,
    zone: zoneOf(roster, to),
    ...(answerable ? { code: "99KN" } : {}),
  };
}

function settingsOf(changes: object): Settings {
  const judged = settingsFrom({ file: { people, groups, ...changes } }, "ready");
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.settings;
}

/** The alert with all that fell due until now. */
function fired(
  { title, severity = "high", age, byHand, unconfirmed, tlp }: Waits,
  index: number,
  rules: Settings,
): Watched {
  const createdAt = before(night, age);
  const alert: Alert = {
    id: AlertId.parse(`~${index}`),
    ...{ title, severity, createdAt, type: "siem", source: "edr", tags: [], stage: "new", status: "New" },
    ...{ observableCount: 0, customFields: {} },
    ...(tlp === undefined ? {} : { tlp }),
  };
  let record = newRecord(alert, 17 + index, createdAt);
  if (byHand === true) return { alert, record: fire(record, alert, early, false, night, "U024BE7LH").record };
  for (let now: Instant = createdAt; now <= night; ) {
    const decision = evaluate(alert, record, rules, now);
    if (decision.kind === "stop") break;
    if (decision.kind === "wait") now = decision.until;
    else record = fire(record, alert, decision, unconfirmed === true, now).record;
  }
  return { alert, record };
}

const early = {
  kind: "fire",
  tier: 1,
  repeat: 0,
  methods: [],
  deadline: after(night, minutes(20)),
  skipped: [],
} as const;

function lastOf({ firings }: AlertRecord) {
  const last = firings.at(-1);
  if (last === undefined) throw new Error("nothing has fired");
  return { tier: last.tier, repeat: last.repeat };
}

function watchlistOf(watched: readonly Watched[]): Watchlist {
  return { get: (id: AlertId) => watched.find(({ alert }) => alert.id === id) } as Watchlist;
}
