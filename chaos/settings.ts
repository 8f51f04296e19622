import { stringify } from "yaml";
import type { Settings } from "../src/config/settings.ts";
import { settingsFrom } from "../src/config/settings-from.ts";
import type { Dice } from "./dice.ts";

/** Everybody of the story; the numbers are from the range kept for fiction. */
export const people = {
  alice: { phone: "+12025550111", slack: "U0ALICE" },
  bob: { phone: "+12025550112", slack: "U0BOB" },
  carol: { phone: "+12025550113", slack: "U0CAROL" },
  dave: { phone: "+12025550114", slack: "U0DAVE" },
} as const;
export const names = ["alice", "bob", "carol", "dave"] as const;
export type Name = (typeof names)[number];

/** A settings file as the story writes it, and what the pure core makes of it. */
export interface Version {
  readonly text: string;
  readonly settings: Settings;
}

/** Every version asks the same ways of the same groups in the same tiers: only times, limits and order differ. */
export function version(chance: Dice, startedAt: number): Version {
  const tree = {
    poll: { every: "1s" },
    people,
    groups: {
      oncall: {
        rotation: {
          members: chance.happens(0.5) ? ["alice", "bob"] : ["bob", "alice"],
          timezone: "UTC",
          start: new Date(startedAt + 60_000 - 3_600_000).toISOString().slice(0, 16),
          every: "1h",
        },
      },
      seniors: { members: ["carol", "dave"] },
      leads: { members: ["carol"] },
    },
    sla: policies(chance),
    ignoreFor: chance.oneOf(["2s", "3s"]),
    acknowledgeFor: chance.oneOf(["3s", "5s"]),
    voice: { ringFor: "5s", retries: chance.whole(0, 2), repeat: 1, machineDetection: false },
    storm: { window: "1s", threshold: 30 },
    limits: chance.oneOf([
      { sms: "10000 per 15m", call: "10000 per 15m" },
      { sms: "6 per 10s", call: "4 per 10s" },
    ]),
    highRisk: { words: ["URGENT"], severities: ["medium"] },
    admins: Object.values(people).map(({ slack }) => slack),
  };
  const judged = settingsFrom({ file: tree });
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return { text: stringify(tree), settings: judged.settings };
}

function policies(chance: Dice) {
  const slower = chance.happens(0.3) ? 1 : 0;
  const after = (seconds: number) => `${seconds + slower}s`;
  return {
    low: {
      tiers: [
        { after: after(2), notify: ["slack"] },
        { after: after(5), notify: ["sms"] },
      ],
    },
    medium: {
      tiers: [
        { after: after(3), notify: ["slack", "sms"] },
        { after: after(6), notify: ["call"] },
      ],
      highRisk: ["slack", "call:seniors"],
    },
    high: {
      tiers: [
        { after: after(2), notify: ["slack", "sms"] },
        { after: after(4), notify: ["slack", "call"] },
        { after: after(6), notify: ["slack", "call:seniors"] },
      ],
    },
    critical: {
      tiers: [
        { after: after(2), notify: ["slack", "call"] },
        // Carol is in both groups, and rings once.
        { after: after(4), notify: ["slack", "call:seniors", "call:leads", "sms:seniors"] },
      ],
      repeat: { every: "5s", times: 1 },
    },
  };
}
