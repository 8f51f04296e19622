import type { Origin } from "../../../src/config/origins.ts";
import { settingsFrom } from "../../../src/config/settings-from.ts";
import type { Tree } from "../../../src/config/tree.ts";

/** The settings of a small team, as text and with the origin of each value. */
export function teamSettings(file: Tree = team, slack: Tree = {}) {
  const judged = settingsFrom({ file, slack });
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return { text: judged.text, origins: judged.origins as ReadonlyMap<string, Origin> };
}

export const team: Tree = {
  people: {
    alice: { phone: "+12025550111", slack: "U0ANN00001", email: "alice@example.org" },
    "bob.smith": { phone: "+12025550112", slack: "U0BOB00001" },
    carol: { email: "carol@example.org" },
  },
  groups: {
    oncall: {
      rotation: {
        members: ["alice", "bob.smith"],
        timezone: "Europe/London",
        start: "2026-01-05T09:00",
        every: "1w",
      },
    },
    seniors: { members: ["carol"] },
  },
};
