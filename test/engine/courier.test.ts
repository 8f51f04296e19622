import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { courier, type Parcel } from "../../src/engine/courier.ts";
import { lanes } from "../../src/engine/lanes.ts";
import type { Outcome } from "../../src/engine/ports.ts";
import { timetable } from "../../src/engine/timetable.ts";
import { workload } from "../../src/engine/workload.ts";
import { hours, instant, seconds } from "../../src/lib/time.ts";
import { type Delivery, DeliveryId } from "../../src/sla/record.ts";
import { handClock } from "./clock.ts";

const sent: Outcome = { state: "sent", ref: "R1" };
const unknown: Outcome = { state: "unknown", detail: "no answer" };
const failed = (rest: Partial<Outcome & { state: "failed" }> = {}): Outcome => ({
  state: "failed",
  scope: "person",
  detail: "no",
  ...rest,
});

interface Script {
  /** What each send brings, the last one again and again. */
  send?: readonly Outcome[];
  find?: readonly (Outcome | "not-found")[];
  follow?: readonly Outcome[];
  unwanted?: string;
  delivery?: Partial<Delivery>;
  saveFails?: number;
}

/** One parcel on its way, with a provider that answers as told. */
function onItsWay(script: Script = {}) {
  const hand = handClock();
  const { clock } = hand;
  const log = pino({ enabled: false });
  const table = timetable(clock);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  void table.run(stop.signal);
  const start = clock.now();
  const did: string[] = [];
  const outcomes: Outcome[] = [];
  const note = (what: string) => void did.push(`${(clock.now() - start) / 1000} ${what}`);
  const next = <T>(answers: readonly T[] | undefined, turn: number, otherwise: T): T =>
    answers?.[Math.min(turn, answers.length - 1)] ?? otherwise;
  const turns = { send: 0, find: 0, follow: 0 };
  let failures = script.saveFails ?? 0;
  let delivery: Delivery = {
    id: DeliveryId.parse("~1/1/slack/#soc/1"),
    tier: 1,
    repeat: 0,
    via: "slack",
    to: "#soc",
    attempt: 1,
    state: "pending",
    at: start,
    tries: 0,
    ...script.delivery,
  };
  const parcel: Parcel = {
    id: delivery.id,
    read: () => delivery,
    async save(changed) {
      if (failures-- > 0) throw new Error("the disk is full");
      delivery = changed;
    },
    unwanted: async () => script.unwanted,
    async send() {
      note("send");
      return next(script.send, turns.send++, sent);
    },
    async find() {
      note("find");
      return next(script.find, turns.find++, "not-found" as const);
    },
    async follow() {
      note("follow");
      return next(script.follow, turns.follow++, sent);
    },
    keepTrying: hours(1),
  };
  const postman = courier({
    clock,
    lanes: lanes(),
    timetable: table,
    work: workload(log),
    onOutcome: (_via, outcome) => void outcomes.push(outcome),
  });
  return { ...hand, postman, parcel, did, outcomes, state: () => delivery.state, read: () => delivery };
}

type Row = [rule: string, script: Script, did: readonly string[], state: Delivery["state"]];

test.each<Row>([
  ["sends what is pending", {}, ["0 send"], "sent"],
  [
    "is delivered at once where the provider says so",
    { send: [{ state: "delivered", ref: "R" }] },
    ["0 send"],
    "delivered",
  ],
  ["gives up what can never be sent", { send: [failed()] }, ["0 send"], "failed"],
  [
    "backs off 1, 2, 4 s",
    {
      send: [
        failed({ again: seconds(0) }),
        failed({ again: seconds(0) }),
        failed({ again: seconds(0) }),
        sent,
      ],
    },
    ["0 send", "1 send", "3 send", "7 send"],
    "sent",
  ],
  [
    "honours a longer wait that was asked for",
    { send: [failed({ again: seconds(40) }), sent] },
    ["0 send", "40 send"],
    "sent",
  ],
  [
    "looks before it sends again when nobody knows",
    { send: [unknown], find: ["not-found", sent] },
    ["0 send", "0 find", "5 find"],
    "sent",
  ],
  [
    "sends again what several looks did not find",
    { send: [unknown, sent] },
    ["0 send", "0 find", "5 find", "15 find", "25 find", "25 send"],
    "sent",
  ],
  [
    "looks first at what was under way in a crash",
    { delivery: { state: "sending", tries: 1 }, find: [sent] },
    ["0 find"],
    "sent",
  ],
  [
    "takes a failure found there for the answer",
    { delivery: { state: "sending", tries: 1 }, find: [failed({ ref: "R" })] },
    ["0 find"],
    "failed",
  ],
  [
    "does not send again while nobody can be asked",
    { send: [unknown], find: [unknown, unknown, unknown, unknown, unknown, sent] },
    ["0 send", "0 find", "5 find", "15 find", "25 find", "30 find", "36 find"],
    "sent",
  ],
  [
    "waits until it may be sent",
    { delivery: { notBefore: instant("2026-03-03T02:00:09Z") } },
    ["9 send"],
    "sent",
  ],
  ["does not send what nobody wants any more", { unwanted: "handled first" }, [], "dropped"],
  ["leaves alone what is settled", { delivery: { state: "failed" } }, [], "failed"],
  ["tries again after the disk was full", { saveFails: 1 }, ["10 send"], "sent"],
])("%s", async (_rule, script, did, state) => {
  const { postman, parcel, advance, ...way } = onItsWay(script);
  postman.carry(parcel);
  await advance(seconds(59));
  expect(way.did.map((line) => line.replace(/\.(\d)\d*/, ".$1"))).toEqual(did);
  expect(way.state()).toBe(state);
});

test("carried twice, it is sent once", async () => {
  const { postman, parcel, advance, did } = onItsWay();
  postman.carry(parcel);
  postman.carry(parcel);
  await advance(seconds(1));
  postman.carry(parcel);
  await advance(seconds(59));
  expect(did).toEqual(["0 send"]);
});

test("gives up after an hour of failures", async () => {
  const { postman, parcel, advance, state, did } = onItsWay({ send: [failed({ again: seconds(5) })] });
  postman.carry(parcel);
  await advance(hours(2));
  expect(state()).toBe("failed");
  expect(did.length).toBeLessThan(75);
  expect(Number(did.at(-1)?.split(" ")[0])).toBeGreaterThan(3500);
});

test("tells of every try, so that a failing provider is noticed at once", async () => {
  const answers = [failed({ scope: "setup", again: seconds(1) }), unknown, sent];
  const { postman, parcel, advance, outcomes } = onItsWay({ send: answers });
  postman.carry(parcel);
  await advance(seconds(59));
  expect(outcomes.map(({ state }) => state)).toEqual(["failed", "unknown", "sent"]);
});

const text = { via: "sms", to: "alice", id: DeliveryId.parse("~1/1/sms/alice/1") } as const;
const call = { via: "call", to: "alice", id: DeliveryId.parse("~1/1/call/alice/1") } as const;

test("follows a text at growing distances, until it has arrived", async () => {
  const follow = [sent, sent, sent, { state: "delivered", ref: "R1" }] as const;
  const { postman, parcel, advance, did, state } = onItsWay({ delivery: text, follow });
  postman.carry(parcel);
  await advance(hours(1));
  expect(did).toEqual(["0 send", "2 follow", "7 follow", "17 follow", "37 follow"]);
  expect(state()).toBe("delivered");
});

test("a text that is never confirmed is left after ten minutes", async () => {
  const { postman, parcel, advance, did, state } = onItsWay({ delivery: text });
  postman.carry(parcel);
  await advance(hours(3));
  expect(state()).toBe("sent");
  expect(did.length).toBeLessThan(20);
});

test("follows a call every 5 s to its end", async () => {
  const follow = [sent, { state: "unanswered", ref: "R1", detail: "busy" }] as const;
  const { postman, parcel, advance, did, state } = onItsWay({ delivery: call, follow });
  postman.carry(parcel);
  await advance(hours(1));
  expect(did).toEqual(["0 send", "5 follow", "10 follow"]);
  expect(state()).toBe("unanswered");
});

test("a text lost on the way is sent again, three times in all", async () => {
  const follow = [failed({ ref: "R1", again: seconds(60) })] as const;
  const { postman, parcel, advance, did, state } = onItsWay({ delivery: text, follow });
  postman.carry(parcel);
  await advance(hours(1));
  expect(did.filter((line) => line.endsWith("send"))).toHaveLength(3);
  expect(state()).toBe("failed");
});

test("a call waits while an earlier one to the same person is in doubt", async () => {
  const { postman, parcel, advance, did, state, clock } = onItsWay({ delivery: call });
  const earlier = {
    ...onItsWay({ delivery: { ...call, id: DeliveryId.parse("~2/1/call/alice/1") } }).read(),
  };
  postman.foresee({ ...earlier, state: "sending", startedAt: clock.now() });
  postman.carry(parcel);
  await advance(seconds(30));
  expect(state()).toBe("pending");
  expect(did).toEqual([]);
  await advance(seconds(35));
  expect(state()).toBe("sent");
});
