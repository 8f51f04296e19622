import type { Message } from "../slack/workspace/model.ts";
import type { StoredAlert } from "../thehive/model.ts";
import { type Player, whoIs } from "./cast.ts";
import type { Tell } from "./lines.ts";
import { type Act, END_MINUTE, type Role, script } from "./script.ts";
import type { Outside } from "./soc.ts";

const MINUTE = 60_000;

/** Plays the script on the sandbox clock; ends with it, or throws the signal's reason. */
export async function play(outside: Outside, tell: Tell, signal: AbortSignal): Promise<void> {
  const { clock } = outside;
  const begin = clock.now();
  const until = (minute: number) => clock.sleep(Math.max(0, begin + minute * MINUTE - clock.now()), signal);
  const roles = new Map<Role, string>();
  for (const act of script) {
    await until(act.minute);
    await perform(act, { outside, tell, roles, signal });
  }
  await until(END_MINUTE);
}

interface Stage {
  readonly outside: Outside;
  readonly tell: Tell;
  /** TheHive's id of each alert that has entered. */
  readonly roles: Map<Role, string>;
  readonly signal: AbortSignal;
}

async function perform(act: Act, stage: Stage): Promise<void> {
  const { outside, tell, roles } = stage;
  const { hive, clock, twilio } = outside;
  switch (act.kind) {
    case "raise": {
      const createdAt = Math.round(clock.now() - act.ageMinutes * MINUTE);
      roles.set(act.alert, hive.raise({ ...act.draft, createdAt }).id);
      return;
    }
    case "phone":
      twilio.phone(player(act.of).phone ?? "").behaviour.call = act.calls;
      return;
    case "close":
      hive.close(alertOf(act.alert, roles, outside).id, act.status, actorOf(act.by, outside));
      return;
    case "silence":
      tell("Story", silence(alertOf(act.alert, roles, outside), outside));
      return;
    case "press":
      await press(act, stage);
  }
}

async function press(
  { by, alert, button }: Extract<Act, { kind: "press" }>,
  { outside, tell, roles, signal }: Stage,
): Promise<void> {
  const { slack } = outside;
  const { fullName, slack: userId } = player(by);
  const card = await awaitedCard(alertOf(alert, roles, outside), outside, signal);
  if (card === undefined) {
    tell("Story", `${fullName} looks for a card to press "${button}", and there is none`);
    return;
  }
  tell("Slack", `${fullName} presses "${button}" on ${shortName(slack.notificationText(card))}`);
  const { error, messages } = await slack.press(userId, card, button);
  if (error !== undefined) tell("Slack", `${fullName} is told: ${error}`);
  for (const message of messages) tell("Slack", `${fullName} reads: ${slack.notificationText(message)}`);
}

/** A card that comes a little later than the script thinks is waited for. */
async function awaitedCard(
  alert: StoredAlert,
  outside: Outside,
  signal: AbortSignal,
): Promise<Message | undefined> {
  for (let tries = 0; tries < 30; tries++) {
    const card = cardOf(alert, outside);
    if (card !== undefined) return card;
    await outside.clock.sleep(MINUTE / 6, signal);
  }
  return undefined;
}

/** The app's message about an alert, if it has posted one. */
function cardOf({ id }: StoredAlert, { slack }: Outside): Message | undefined {
  return slack.channel("soc").messages.find(({ metadata }) => {
    const about = metadata?.event_payload.id;
    return typeof about === "string" && about.includes(id);
  });
}

function silence(alert: StoredAlert, outside: Outside): string {
  const { slack, twilio } = outside;
  const texts = [...twilio.messages.values()].filter(({ body }) => body.includes(alert.title.slice(0, 20)));
  const calls = [...twilio.calls.values()].filter(({ spoken }) =>
    spoken.join(" ").includes(alert.title.slice(0, 20)),
  );
  const told = texts.length + calls.length + (cardOf(alert, { ...outside, slack }) === undefined ? 0 : 1);
  return told === 0
    ? `the deadline of "${alert.title}" has passed; it was handled in time, so nobody was told`
    : `the deadline of "${alert.title}" has passed, and ${told} were told although it was handled`;
}

// "🟥 CRITICAL #1: Files renamed ...": the number is enough to know which.
function shortName(text: string): string {
  return /^.*?#\d+/.exec(text)?.[0] ?? text;
}

function alertOf(role: Role, roles: Stage["roles"], { hive }: Outside): StoredAlert {
  const alert = hive.alerts.get(roles.get(role) ?? "");
  if (alert === undefined) throw new Error(`The alert that is "${role}" has not entered yet`);
  return alert;
}

function actorOf(name: string, { hive }: Outside): { by: string } {
  const email = player(name).email;
  const user = hive.users.find((known) => known.email === email);
  return { by: user?.login ?? name };
}

function player(name: string): Player {
  const found = whoIs(name);
  if (found === undefined) throw new Error(`Nobody of the story is called ${name}`);
  return found;
}
