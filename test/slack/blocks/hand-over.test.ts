import { test } from "vitest";
import type { ThreadReply } from "../../../src/engine/ports/chat.ts";
import type { DutyNotice } from "../../../src/engine/ports/notice.ts";
import { after, hours, minutes } from "../../../src/lib/time.ts";
import { TimeZone } from "../../../src/lib/zoned.ts";
import { whichNight } from "../../../src/slack/blocks/duty.ts";
import { noticeMessage } from "../../../src/slack/blocks/notices.ts";
import { threadReply } from "../../../src/slack/blocks/thread-reply.ts";
import { cardFacts, now } from "../cards.ts";
import { expectGoldenText } from "../golden.ts";

const ann = "U0ANN00001";
const bob = "U0BOB00001";
const until = after(now, minutes(5));
const offer = { to: bob, by: ann, at: now, until };
const zone = TimeZone.parse("Europe/London");
const facts = cardFacts();

type Step = Extract<ThreadReply, { kind: "hand-over" }>["step"];

test.each<[string, Step]>([
  ["taken", { kind: "taken", by: bob, from: ann, until: after(now, hours(1)) }],
  ["offered", { kind: "offered", offer }],
  ["declined", { kind: "declined", by: bob, offer, heldUntil: until }],
  ["declined-by-all", { kind: "declined", by: bob, offer }],
  ["lapsed", { kind: "lapsed", offer }],
])("the thread hears who has an alert: %s", (name, step) =>
  expectGoldenText(`thread-hand-over-${name}`, threadReply({ kind: "hand-over", facts, step })),
);

test("thread-hold-over-offered", () => {
  const hold = { kind: "acknowledged", until, at: now, by: ann, offeredTo: bob } as const;
  return expectGoldenText("thread-hold-over-offered", threadReply({ kind: "hold-over", facts, hold }));
});

test("notice-offer", () => expectGoldenText("notice-offer", noticeMessage({ kind: "offer", facts, offer })));

const swap = { group: "oncall", asks: "ann", asked: "bob", by: ann, at: now, from: now, until };
const shift = { group: "oncall", name: "ann", from: now, to: until, because: "rotation" } as const;
const onDuty = { name: "bob", slack: bob };

test.each<[string, DutyNotice]>([
  [
    "duty",
    {
      kind: "duty",
      group: "oncall",
      by: ann,
      swap: false,
      shifts: [
        { person: onDuty, relieves: [{ name: "carol" }, { name: "ann", slack: ann }], from: now, until },
      ],
    },
  ],
  ["duty-cleared", { kind: "duty-cleared", group: "oncall", by: ann, relieved: [onDuty], onCall: [] }],
  ["swap-asked", { kind: "swap-asked", swap, zone, gives: [shift], takes: [{ ...shift, name: "bob" }] }],
  ["swap-declined", { kind: "swap-declined", swap, by: bob, zone }],
])("notice-%s", (name, notice) => expectGoldenText(`notice-${name}`, noticeMessage(notice)));

test("which-night", () =>
  expectGoldenText(
    "which-night",
    whichNight(
      { group: "oncall", person: "bob" },
      [
        { from: now, until: after(now, hours(6)) },
        { from: after(now, hours(20)), until: after(now, hours(30)) },
      ],
      zone,
    ),
  ));
