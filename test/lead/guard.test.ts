import { expect, test } from "vitest";
import type { Standing } from "../../src/database/lease.ts";
import type { Chat } from "../../src/engine/ports/chat.ts";
import type { Outcome } from "../../src/engine/ports/outcome.ts";
import type { Phones } from "../../src/engine/ports/phones.ts";
import { guardedChat, guardedPhones } from "../../src/lead/guard.ts";
import { TimeZone } from "../../src/lib/zoned.ts";

/** Ports that note what they were asked for, behind a lease that stands so. */
function guarded(standing: Standing) {
  const calls: string[] = [];
  const sent = (name: string) => async (): Promise<Outcome> => {
    calls.push(name);
    return { state: "sent", ref: "1" };
  };
  const chat: Chat = {
    postCard: sent("postCard"),
    redrawCard: sent("redrawCard"),
    reply: sent("reply"),
    remark: sent("remark"),
    say: sent("say"),
    find: sent("find"),
    zoneOf: () => undefined,
    channel: "C1",
  };
  const phones: Phones = {
    send: sent("send"),
    find: sent("find"),
    follow: sent("follow"),
    async hangUp() {
      calls.push("hangUp");
    },
    async cancel() {
      calls.push("cancel");
      return true;
    },
    async answer() {
      calls.push("answer");
      return true;
    },
    async inbox() {
      calls.push("inbox");
      return [];
    },
    methods: new Set(["sms"]),
  };
  const lease = { standing: async () => standing };
  const ports = { ...guardedChat(chat, lease), ...guardedPhones(phones, lease) };
  return { calls, ports };
}

// What they are asked with does not matter here.
const asked = (port: unknown): Promise<unknown> =>
  typeof port === "function" ? port() : Promise.reject(port);
const tellings = [
  "postCard",
  "redrawCard",
  "reply",
  "remark",
  "say",
  "send",
  "hangUp",
  "cancel",
  "answer",
  "inbox",
] as const;

test.each(tellings)("a leader that was replaced tells nothing: %s", async (name) => {
  const { calls, ports } = guarded("lost");
  const outcome = await asked(ports[name]);
  expect(calls).toEqual([]);
  const quiet: Partial<Record<string, unknown>> = {
    hangUp: undefined,
    inbox: undefined,
    answer: false,
    cancel: false,
  };
  expect(outcome).toEqual(name in quiet ? quiet[name] : expect.objectContaining({ state: "unknown" }));
});

test.each(tellings)("a leader tells, and so does one that cannot ask: %s", async (name) => {
  for (const standing of ["ours", "unsure"] as const) {
    const { calls, ports } = guarded(standing);
    await asked(ports[name]);
    expect(calls).toEqual([name]);
  }
});

test("what a caller is told keeps the clock by which they live", async () => {
  const said: unknown[] = [];
  const phones = { ...guarded("ours").ports, answer: async (...told: unknown[]) => said.push(...told) > 0 };
  const zone = TimeZone.parse("Europe/Berlin");
  const words = { kind: "test-passed" } as const;
  await guardedPhones(phones, { standing: async () => "ours" }).answer("CA1", words, zone);
  expect(said).toEqual(["CA1", words, zone]);
});
