import fc from "fast-check";
import { expect, test } from "vitest";
import { boardRow, cardFacts } from "../../../src/engine/show/card-facts.ts";
import { isMissed } from "../../../src/engine/show/next-act.ts";
import { deadlines } from "../../../src/sla/evaluate.ts";
import { isTier } from "../../../src/sla/model.ts";
import { policyFor } from "../../../src/sla/policy.ts";
import { alertCard } from "../../../src/slack/blocks/alert-card.ts";
import { boardMessage } from "../../../src/slack/blocks/board.ts";
import { homeBlocks } from "../../../src/slack/blocks/home.ts";
import { health } from "../../slack/fake-desk.ts";
import { type Story, stories, theatre } from "./story.ts";

// A fifth of what was asked of it, so that the suite stays quick: all of it, and more, by FUZZ_RUNS=10000.
const RUNS = Number(process.env.FUZZ_RUNS ?? 2_000);
// Beyond the last event, so that what is promised last is seen to happen.
const EPILOGUE = 30;

/** Plays a story; at every moment the instant shown must be the one at which something is told next. */
function play({ events, ...how }: Story): number {
  const stage = theatre(how);
  stage.act();
  let promised = shown(stage);
  let moments = 1;
  const walk = (steps: number) => {
    for (let step = 0; step < steps; step++) {
      stage.step();
      const [told] = stage.act();
      const due = promised !== undefined && promised.at <= stage.now() ? promised : undefined;
      if (told === undefined && due === undefined) continue;
      expect(told).toEqual(due);
      promised = shown(stage);
      moments++;
    }
  };
  for (const event of events) {
    if (event.kind === "wait") walk(event.steps);
    else stage.happen(event);
    stage.act();
    promised = shown(stage);
    moments++;
  }
  walk(EPILOGUE);
  return moments;
}

/** What is shown now, after making sure that card, board and Home agree and that nothing else is said. */
function shown({ sources, entry, board, now, settings }: ReturnType<typeof theatre>) {
  const { alert, record } = entry();
  const facts = cardFacts(sources, entry());
  const { rows } = board.board();
  expect(rows).toEqual(record.handled === undefined ? [boardRow(sources, entry())] : []);
  if (record.handled === undefined) expect(rows[0]?.next).toEqual(facts.next);
  const passed =
    record.firings.some(({ tier }) => isTier(tier)) ||
    (deadlines(alert, record, policyFor(alert, settings()))[0] ?? Number.POSITIVE_INFINITY) <= now();
  const view = { health, rows, counts: { low: 0, medium: 0, high: 0, critical: 0 }, onCall: [] };
  const card = JSON.stringify(alertCard(facts));
  const list = JSON.stringify(rows.map((row) => row.state));
  if (!passed) {
    expect(card).not.toContain("missed");
    expect(list).not.toContain("breached");
    expect(isMissed({ alert, record, rules: settings(), now: now() })).toBe(false);
  }
  if (moment(now()) % 5 === 0) {
    const times = datesIn([
      alertCard(facts).blocks,
      boardMessage(view, { page: 0 }).blocks,
      homeBlocks(view, { facts: () => facts }, { page: 0 }),
    ]);
    const future = times.filter((at) => at > now() / 1000);
    const allowed = [facts.next?.at, record.hold?.until].map((at) => at && Math.floor(at / 1000));
    for (const at of future) expect(allowed).toContain(at);
  }
  if (record.hold === undefined || record.hold.until <= now())
    expect(list).not.toMatch(/ignored|acknowledged/);
  return facts.next;
}

const moment = (now: number) => Math.floor(now / 300_000);

function datesIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(datesIn);
  if (typeof value !== "object" || value === null) return [];
  const own = "timestamp" in value && typeof value.timestamp === "number" ? [value.timestamp] : [];
  return [...own, ...Object.values(value).flatMap(datesIn)];
}

test(`every time on card, board and Home is the instant of the engine's next act: ${RUNS} stories`, () => {
  fc.assert(
    fc.property(stories, (story) => {
      expect(play(story)).toBeGreaterThan(0);
    }),
    { numRuns: RUNS },
  );
}, 600_000);
