import { expect, test } from "vitest";
import type { Tree } from "../../../src/config/tree.ts";
import { nextTold } from "../../../src/engine/outbox/next-told.ts";
import { at } from "../items/items.ts";
import { entry, settingsWith, sources, told } from "./sources.ts";

const channel = { kind: "channel" };
const person = (name: string) => ({ kind: "person", name });
const group = (name: string) => ({ kind: "group", name });

test.each<[notify: string[], to: string, via: string, whom: object]>([
  [["slack"], "alice", "slack", channel],
  [["sms"], "alice", "sms", { kind: "you" }],
  [["sms"], "bob", "sms", person("alice")],
  [["slack", "sms", "call"], "bob", "call", person("alice")],
  [["slack", "sms", "dm"], "bob", "sms", person("alice")],
  [["slack", "dm"], "bob", "dm", person("alice")],
  [["call:seniors"], "alice", "call", group("seniors")],
  [["call:seniors"], "dave", "call", { kind: "you" }],
  // Nobody there has a number: the channel hears of it.
  [["call:desk"], "alice", "slack", channel],
  [["call:desk", "sms"], "bob", "sms", person("alice")],
])("of a tier by %j it is said to %s that next comes %s", (notify, to, via, whom) => {
  const from = sources({ settings: settingsWith(told(notify)) });
  expect(nextTold(from, [entry(1)], to)).toEqual({ at: at(30), via, whom });
});

const elsewhere: Tree = { ...told(["slack"]), routes: [{ match: { source: "test" }, channel: "#other" }] };

test("nothing is next where nobody can be told", () => {
  const settings = settingsWith(elsewhere);
  expect(nextTold(sources({ settings }), [entry(1)], "alice")).toMatchObject({ whom: channel });
  expect(nextTold(sources({ settings, channel: undefined }), [entry(1)], "alice")).toBeUndefined();
});

test("nothing is next of what is handled, or of nothing", () => {
  const handled = entry(1, { record: { handled: { how: "closed", at: at(10) } } });
  expect(nextTold(sources(), [handled], "alice")).toBeUndefined();
  expect(nextTold(sources(), [], "alice")).toBeUndefined();
  expect(nextTold(sources(), [handled, entry(2)], "alice")).toMatchObject({ at: at(30) });
});

const bySeverity = settingsWith({
  sla: {
    high: { tiers: [{ after: "30m", notify: ["sms"] }] },
    critical: { tiers: [{ after: "30m", notify: ["call"] }] },
  },
});
const critical = { severity: "critical" } as const;

test("of several the earliest is next, and of one moment the first", () => {
  const from = sources({ settings: bySeverity });
  const later = entry(1, { alert: { createdAt: at(5) } });
  const earlier = entry(2, { alert: critical });
  expect(nextTold(from, [later, earlier, later], "bob")).toMatchObject({ at: at(30), via: "call" });
  expect(nextTold(from, [earlier, entry(3)], "bob")).toMatchObject({ at: at(30), via: "call" });
  expect(nextTold(from, [entry(3), earlier], "bob")).toMatchObject({ at: at(30), via: "sms" });
});
