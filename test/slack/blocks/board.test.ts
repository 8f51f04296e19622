import { expect, test } from "vitest";
import { after, before, days, minutes } from "../../../src/lib/time.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { newRecord } from "../../../src/sla/record.ts";
import { boardMessage } from "../../../src/slack/blocks/board.ts";
import { helpMessage } from "../../../src/slack/blocks/help.ts";
import { homeBlocks } from "../../../src/slack/blocks/home.ts";
import { auditMessage } from "../../../src/slack/blocks/trail/audit.ts";
import { whyMessage } from "../../../src/slack/blocks/why.ts";
import { boardPress } from "../../../src/slack/ids/alerts.ts";
import { commands } from "../../../src/slack/listeners/commands/table.ts";
import { beacon, cardFacts, now, secondTier } from "../cards.ts";
import { another, boardOf, fakeDesk, health, whyOf } from "../fake-desk.ts";
import { expectGolden, expectGoldenHome, expectGoldenText } from "../golden.ts";

const hold = (kind: "ignored" | "acknowledged") =>
  ({ kind, until: after(now, minutes(30)), at: now, by: "U0ANN00001" }) as const;
const heldCard = (number: number, kind: "ignored" | "acknowledged") => {
  const id = AlertId.parse(`~${number}`);
  const record = { ...secondTier, alertId: id, number, hold: hold(kind) };
  return cardFacts({ alert: { ...beacon, id }, record });
};
const ignored = heldCard(4, "ignored");
const taken = heldCard(5, "acknowledged");
const off = {
  ...cardFacts(),
  told: [],
  alert: { ...another(6, "low").alert, createdAt: before(now, days(8)) },
};
const quiet = { ...off, record: newRecord(off.alert, 6, now) };
const cards = [quiet, ignored, another(3, "medium"), cardFacts(), taken];
const board = boardOf(cards);
const paused = {
  ...health,
  theHive: { ok: false, detail: "no answer in 10 s", since: now },
  paused: { by: "U0ANN00001", at: now, until: after(now, minutes(60)), reason: "TheHive upgrade" },
};

test("board", () => expectGolden("board", boardMessage(board, { page: 0 })));

test("board-ahead", () => {
  const ahead = { missed: 4, of: 11, by: after(now, minutes(40)), first: [17, 3, 21], handled: 6 };
  return expectGoldenText("board-ahead", boardMessage({ ...board, ahead }, { page: 0 }));
});

test("board-empty", () => expectGolden("board-empty", boardMessage(boardOf([]), { page: 0 })));

test("board-paused", () =>
  expectGolden("board-paused", boardMessage({ ...boardOf([]), health: paused }, { page: 0 })));

test("board-second-page", () => {
  const many = boardOf(Array.from({ length: 23 }, (_, i) => another(i + 1)));
  return expectGoldenText("board-second-page", boardMessage(many, { page: 1, severity: "high" }));
});

test("board-reading", () => {
  const { lastGoodPollAt: _, lastPollAt: __, ...unread } = health;
  const first = {
    ...unread,
    openAlerts: 0,
    theHive: { ok: false, detail: "not read yet" },
    reasons: ["TheHive: not read yet"],
  };
  return expectGoldenText("board-reading", boardMessage({ ...boardOf([]), health: first }, { page: 0 }));
});

test("there is no tick before TheHive has been read, nor while it cannot be", () => {
  const { lastGoodPollAt: _, lastPollAt: __, ...unread } = health;
  const blind = { ...health, theHive: { ok: false, detail: "no answer in 10 s" } };
  for (const one of [unread, blind]) {
    expect(JSON.stringify(boardMessage({ ...boardOf([]), health: one }, { page: 0 }))).not.toContain("✅");
  }
});

test("home", () => expectGoldenHome("home", homeBlocks(board, fakeDesk(cards), { page: 0 })));

test("why", () => expectGolden("why", whyMessage(whyOf(cardFacts()))));

test("audit", () =>
  expectGolden(
    "audit",
    auditMessage(whyOf(cardFacts()).events, "#17", () => 17),
  ));

test("audit-empty", () =>
  expectGolden(
    "audit-empty",
    auditMessage([], "the monitor", () => undefined),
  ));

test("help", () => expectGolden("help", helpMessage(Object.values(commands))));

test("pages are turned within the severity that was asked for", () => {
  const many = boardOf(Array.from({ length: 23 }, (_, i) => another(i + 1)));
  const { blocks } = boardMessage(many, { page: 1, severity: "high" });
  const turns = blocks.flatMap((block) =>
    block.type === "actions"
      ? block.elements.filter((element) => element.type === "button" && element.value !== undefined)
      : [],
  );
  expect(turns.map((button) => "value" in button && boardPress.decode(button.value))).toEqual([
    { page: 0, severity: "high" },
    { page: 2, severity: "high" },
  ]);
});

test("a page beyond the last is the last", () => {
  const { blocks } = boardMessage(boardOf([another(1)]), { page: 9 });
  expect(JSON.stringify(blocks)).toContain("Alert number 1");
});
