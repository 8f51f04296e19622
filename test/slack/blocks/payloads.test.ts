import type { types } from "@slack/bolt";
import { expect, test } from "vitest";
import { validateBlocks, validateView } from "../../../sandbox/slack/block-kit/validate.ts";
import type { Notice } from "../../../src/engine/ports/notice.ts";
import { byUrgency } from "../../../src/engine/show/urgency.ts";
import { after, hours, minutes } from "../../../src/lib/time.ts";
import { Roster } from "../../../src/oncall/model.ts";
import type { AuditEvent } from "../../../src/sla/event.ts";
import { severities } from "../../../src/sla/model.ts";
import { alertCard } from "../../../src/slack/blocks/alert-card.ts";
import { boardMessage } from "../../../src/slack/blocks/board.ts";
import { closingMessage } from "../../../src/slack/blocks/closing.ts";
import type { Message } from "../../../src/slack/blocks/fit.ts";
import { homeBlocks } from "../../../src/slack/blocks/home.ts";
import { modal } from "../../../src/slack/blocks/modal.ts";
import { noticeMessage } from "../../../src/slack/blocks/notices.ts";
import { onCallBlocks, onCallMessage } from "../../../src/slack/blocks/oncall.ts";
import { threadReply } from "../../../src/slack/blocks/thread-reply.ts";
import { auditMessage } from "../../../src/slack/blocks/trail/audit.ts";
import { whyMessage } from "../../../src/slack/blocks/why.ts";
import { forms } from "../../../src/slack/ids/windows.ts";
import { closeManyWindow, previewWindow } from "../../../src/slack/modals/close-windows.ts";
import { formView } from "../../../src/slack/modals/form-view.ts";
import { memberFields } from "../../../src/slack/modals/members.ts";
import { groupList, peopleList } from "../../../src/slack/modals/people-list.ts";
import { beacon, cardFacts, now, told } from "../cards.ts";
import { another, boardOf, fakeDesk, rowOf, whyOf } from "../fake-desk.ts";

const ALERTS = 5000;
const PEOPLE = 1000;
// What Slack takes of a whole view.
const LONGEST_VIEW = 250_000;

const long = "&<b>`*_~ beacon from evil.example.com ".repeat(20);
const cards = Array.from({ length: ALERTS }, (_, i) => {
  const facts = another(i + 1, severities[i % severities.length]);
  return { ...facts, alert: { ...facts.alert, title: `${i} ${long}` } };
});
const rows = cards.map(rowOf).sort(byUrgency);
const names = Array.from({ length: PEOPLE }, (_, i) => `person${i}`);
const everybody = names.map((name, i) => ({ name, slack: `U0P${10_000 + i}` }));
const roster: Roster = Roster.parse({
  people: Object.fromEntries(everybody.map(({ name, slack }) => [name, { slack, phone: "+447700900001" }])),
  groups: Object.fromEntries(
    names.map((name, i) => [
      `group-${name}`,
      i === 1
        ? { rotation: { members: names, timezone: "UTC", start: "2026-01-05T09:00", every: "1w" } }
        : { members: names },
    ]),
  ),
  overrides: [],
});
const onCall = names.map((group) => ({ group, now: names, because: "members", next: names }) as const);
const board = { ...boardOf([]), rows, onCall, counts: { low: 1, medium: 1, high: 1, critical: 1 } };
const crowd = names.map((to) => told({ via: "call", to, state: "sent", tier: 2 }));
const busy = cardFacts({ alert: { ...beacon, title: long }, told: crowd, duty: everybody });
const worst = { number: 1, title: long, severity: "critical", createdAt: now } as const;

const notices: readonly Notice[] = [
  { kind: "unattended", rows, total: ALERTS },
  {
    kind: "handoff",
    group: "oncall",
    to: { name: "person1" },
    relieved: everybody,
    until: after(now, hours(1)),
    open: ALERTS,
    rows,
  },
  {
    kind: "duty",
    group: "oncall",
    by: "U0X",
    swap: false,
    shifts: names.slice(0, 20).map((name) => ({
      person: { name },
      relieves: everybody,
      from: now,
      until: after(now, minutes(1)),
    })),
  },
  {
    kind: "digest",
    groups: Array.from({ length: 200 }, (_, tier) => ({ severity: "high", tier: tier + 1, count: 25 })),
    oldest: worst,
    worst,
    total: ALERTS,
    missed: true,
    reference: "D1",
  },
  {
    kind: "started",
    facts: {
      watching: long,
      open: ALERTS,
      onCall: names.map((group) => ({ group, people: everybody })),
      phones: false,
    },
  },
];

const statuses = { names: ["Ignored", "Duplicate"], keepsNote: true, limits: [] };
const plan = { rows, what: long, status: "Ignored", note: long, limits: [], now, user: "U0ANN00001" };
const left = cards.map(({ alert: { id, severity, title }, record: { number } }) => ({
  ...{ id, severity, title, number, why: long },
}));
// As many as are asked for at once.
const events = cards.slice(0, 25).map(
  ({ alert: { id } }): AuditEvent => ({
    ...{ at: "2026-03-02T01:43:00.000Z", event: "alert.ignored", actor: "U0ANN00001", alertId: id },
    detail: { until: "2026-03-02T02:43:00.000Z", reason: long },
  }),
);

const messages: readonly [string, () => Message][] = [
  ["the board", () => boardMessage(board, { page: 0 })],
  ["the last page of the board", () => boardMessage(board, { page: 999 })],
  ["a card", () => alertCard(busy)],
  ["a reply", () => threadReply({ kind: "tier", facts: busy, tier: 2, repeat: 0 })],
  ["who is on call", () => onCallMessage(roster, now, { editable: true })],
  ["why", () => whyMessage({ ...whyOf(busy), events })],
  ["the trail", () => auditMessage(events, long, () => 7)],
  [
    "what was closed",
    () => closingMessage({ kind: "closed", status: "Ignored", statuses, closed: [], already: [], left }),
  ],
  ["that nobody has answered", () => threadReply({ kind: "nobody", facts: busy, tier: 2, repeat: 0 })],
  ...notices.map((notice): [string, () => Message] => [`notice ${notice.kind}`, () => noticeMessage(notice)]),
];

test.each(messages)("Slack takes %s of five thousand alerts and a thousand people", (_name, make) => {
  const { text, blocks } = make();
  const known: types.KnownBlock[] = blocks;
  expect(validateBlocks(known, "message")).toEqual([]);
  expect(text.length).toBeLessThanOrEqual(4000);
  expect(JSON.stringify(known).length).toBeLessThan(60_000);
});

const views: readonly [string, () => types.View][] = [
  [
    "App Home",
    () => ({ type: "home", blocks: homeBlocks(board, fakeDesk(cards.slice(0, 40)), { page: 0 }) }),
  ],
  [
    "who is on call",
    () => modal({ title: "On call", blocks: onCallBlocks(roster, now, { editable: true }) }),
  ],
  ["closing many", () => closeManyWindow(rows, statuses)],
  ["what is to be closed", () => previewWindow(plan, { key: "k", status: "Ignored", last: ALERTS })],
  ["the people", () => peopleList(roster)],
  ["the groups", () => groupList(roster)],
  [
    "the form of a group",
    () =>
      formView({
        form: forms.group,
        title: "Group",
        state: { revision: 1 },
        fields: memberFields(roster.people, names),
      }),
  ],
];

test.each(views)(
  "Slack takes the view of %s with five thousand alerts and a thousand people",
  (_name, make) => {
    const view = make();
    expect(validateView(view)).toEqual([]);
    expect(JSON.stringify(view).length).toBeLessThan(LONGEST_VIEW);
  },
);
