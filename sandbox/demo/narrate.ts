import type { Message } from "../slack/workspace/model.ts";
import type { HiveChange } from "../thehive/model.ts";
import type { Call } from "../twilio/model.ts";
import { whoIs } from "./cast.ts";
import type { Tell } from "./lines.ts";
import type { Outside } from "./soc.ts";

const SEVERITIES = ["", "low", "medium", "high", "critical"];

/** Tells everything that can be seen from outside the app, as it happens; call what it returns to fall silent. */
export function narrate(outside: Outside, tell: Tell): () => void {
  const leave = [narrateHive(outside, tell), narrateSlack(outside, tell), narratePhones(outside, tell)];
  return () => {
    for (const stop of leave) stop();
  };
}

function narrateHive({ hive, clock }: Outside, tell: Tell): () => void {
  const stages = new Map<string, string>();
  const raised = (id: string) => {
    const alert = hive.alerts.get(id);
    if (alert === undefined) return;
    stages.set(id, alert.stage);
    const age = Math.round((clock.now() - alert.createdAt) / 60_000);
    const since = age === 0 ? "just now" : `${age} min ago`;
    tell("TheHive", `${SEVERITIES[alert.severity]} alert, raised ${since}: ${alert.title}`);
  };
  return hive.onChange((change: HiveChange) => {
    if (change.kind === "alertsRaised") for (const id of change.ids) raised(id);
    if (change.kind === "caseOpened") {
      const opened = hive.cases.get(change.id);
      tell("TheHive", `case #${opened?.number} opened: ${opened?.title}`);
    }
    if (change.kind === "alertChanged") {
      const alert = hive.alerts.get(change.id);
      if (alert === undefined || stages.get(change.id) === alert.stage) return;
      stages.set(change.id, alert.stage);
      if (alert.stage === "Closed")
        tell("TheHive", `${nameOf(alert.updatedBy)} closes "${alert.title}" as ${alert.status}`);
    }
  });
}

function narrateSlack({ slack }: Outside, tell: Tell): () => void {
  const standings = new Map<string, string>();
  const place = ({ channel, threadTs }: Message) => {
    const { kind, name } = slack.channel(channel);
    return `${kind === "im" ? `@${name}` : `#${name}`}${threadTs === undefined ? "" : ", in the thread"}`;
  };
  return slack.onChange((change) => {
    if (change.kind !== "message" || !change.message.isBot) return;
    const { message } = change;
    const text = slack.notificationText(message);
    if (change.action === "posted") tell("Slack", `${place(message)}: ${text}`);
    const standing = /Ignored by .*|.* is on it until .*|Handled .*/.exec(text)?.[0];
    if (change.action === "edited" && standing !== undefined && standings.get(message.ts) !== standing) {
      standings.set(message.ts, standing);
      tell("Slack", `the card changes: ${text}`);
    }
  });
}

function narratePhones({ twilio }: Outside, tell: Tell): () => void {
  const heard = new Map<string, string>();
  const news = (sid: string, state: string): boolean => heard.get(sid) !== state && !!heard.set(sid, state);
  return twilio.onChange((change) => {
    if (change.kind === "message") {
      const sms = twilio.messages.get(change.sid);
      if (sms === undefined || sms.direction === "inbound" || !news(sms.sid, `${sms.errorCode}`)) return;
      const fate = sms.errorCode === null ? "" : ` (not delivered, error ${sms.errorCode})`;
      tell("SMS", `to ${nameOf(sms.to)}${fate}: ${sms.body}`);
    }
    if (change.kind === "call") {
      const call = twilio.calls.get(change.sid);
      const line = call && callLine(call);
      if (call !== undefined && line !== undefined && news(call.sid, call.status)) tell("Call", line);
    }
  });
}

function callLine({ to, status, spoken, pickedUpBy }: Call): string | undefined {
  const name = nameOf(to);
  switch (status) {
    case "ringing":
      return `${name}'s phone rings`;
    case "in-progress":
      return `${pickedUpBy === "machine" ? `${name}'s voicemail answers` : `${name} answers and hears`}: ${spoken[0] ?? ""}`;
    case "no-answer":
      return `${name} does not answer`;
    case "busy":
      return `${name} is busy`;
    case "failed":
    case "canceled":
      return `the call to ${name} has ${status === "failed" ? "failed" : "been called off"}`;
    default:
      return undefined;
  }
}

function nameOf(mark: string | undefined): string {
  return whoIs(mark)?.fullName ?? mark ?? "somebody";
}
