import type { AlertDraft } from "../thehive/model.ts";
import { SCENARIO_ALERTS } from "../thehive/scenario-alerts.ts";
import type { CallBehaviour } from "../twilio/model.ts";

/** One thing that happens in the story; `minute` counts from its beginning. */
export type Act = Readonly<
  { minute: number } & (
    | { kind: "raise"; alert: Role; draft: AlertDraft; ageMinutes: number }
    | { kind: "press"; by: string; alert: Role; button: string }
    | { kind: "close"; by: string; alert: Role; status: string }
    | { kind: "phone"; of: string; calls: CallBehaviour }
    | { kind: "silence"; alert: Role }
  )
>;

/** The alerts of the story, by the part they play. */
export type Role =
  | "climbs to the seniors"
  | "promoted at once"
  | "ignored for a while"
  | "taken up after the call"
  | "nobody cares"
  | "handled in time"
  | "high-risk word"
  | "called until a case is made";

/**
 * A night in an hour: every severity meets its tiers, people react as people do.
 *
 * Alerts arrive with some age, as they do when a detection is slow; what falls due follows from the product's
 * default tiers.
 */
export const script: readonly Act[] = inOrder([
  raise(0.3, "climbs to the seniors", "Files renamed to .lockd", 12),
  raise(0.8, "promoted at once", "Credential phishing page", 25),
  raise(1.3, "ignored for a while", "LSASS memory read", 23.5),
  raise(2.0, "taken up after the call", "DNS tunnelling", 19),
  raise(2.5, "nobody cares", "Port scan of the branch office", 17),
  raise(3.0, "handled in time", "Outbound SMB", 9),
  raise(3.5, "called until a case is made", "Web shell written", 15),
  {
    minute: 11,
    kind: "raise",
    alert: "high-risk word",
    draft: {
      title: "URGENT: backup of the domain controllers reports FAILURE",
      severity: 2,
      type: "backup",
      source: "veeam",
      tags: ["backup", "T1490"],
    },
    ageMinutes: 0,
  },
  { minute: 0, kind: "phone", of: "dave", calls: { kind: "no-answer" } },
  { minute: 17.6, kind: "phone", of: "alice", calls: { kind: "no-answer" } },
  { minute: 22, kind: "phone", of: "alice", calls: { kind: "answer" } },
  { minute: 8, kind: "press", by: "bob", alert: "promoted at once", button: "Promote to case" },
  { minute: 9.5, kind: "press", by: "alice", alert: "ignored for a while", button: "Ignore 30 min" },
  { minute: 16.5, kind: "press", by: "bob", alert: "high-risk word", button: "Promote to case" },
  { minute: 20, kind: "close", by: "bob", alert: "handled in time", status: "FalsePositive" },
  { minute: 25.5, kind: "silence", alert: "handled in time" },
  { minute: 30, kind: "press", by: "alice", alert: "taken up after the call", button: "I'm on it" },
  { minute: 36.5, kind: "press", by: "carol", alert: "climbs to the seniors", button: "Promote to case" },
  { minute: 51, kind: "press", by: "carol", alert: "called until a case is made", button: "Promote to case" },
]);

/** When the last echo has died away. */
export const END_MINUTE = 53;

function raise(minute: number, alert: Role, title: string, ageMinutes: number): Act {
  const draft = SCENARIO_ALERTS.find((one) => one.title.startsWith(title));
  if (draft === undefined) throw new Error(`No scenario alert begins with "${title}"`);
  return { minute, kind: "raise", alert, draft, ageMinutes };
}

function inOrder(acts: readonly Act[]): readonly Act[] {
  return [...acts].sort((a, b) => a.minute - b.minute);
}
