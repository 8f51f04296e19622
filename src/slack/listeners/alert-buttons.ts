import type { App, BlockAction, RespondFn } from "@slack/bolt";
import type { Answer, Response } from "../../engine/desk.ts";
import type { CardFacts } from "../../engine/ports/card-facts.ts";
import type { AlertId } from "../../sla/model.ts";
import { answerMessage, plainAnswer, progress } from "../blocks/answers.ts";
import type { Message } from "../blocks/fit.ts";
import { actions, alertPress, type IgnoreChoice, menuPress } from "../ids/alerts.ts";
import { askEscalation, askReason, askWhom } from "./alert-windows.ts";
import { personAsking } from "./asking.ts";
import { RESPONDING } from "./commands/respond.ts";
import type { Counter } from "./counter.ts";
import type { HomeTab } from "./home-opened.ts";
import { ignoreResponse } from "./ignore-until.ts";
import { type Press, readPress } from "./press.ts";
import { answerWith, type Reply, replyTo } from "./reply.ts";
import type { Opening } from "./windows/open.ts";
import { openClosing, openDetails } from "./windows/register-finish.ts";
import { readWindowPress } from "./windows/window-press.ts";

const byButton: Readonly<Record<string, Wish["does"]>> = {
  [actions.promote]: { kind: "promote" },
  [actions.ignore]: { kind: "ignore" },
  [actions.acknowledge]: { kind: "acknowledge" },
  [actions.resume]: { kind: "resume" },
  [actions.take]: { kind: "take" },
  [actions.accept]: { kind: "accept" },
  [actions.decline]: { kind: "decline" },
};

/** What a press asks for: a response, or a window in which one says more. */
interface Wish {
  readonly alert: AlertId;
  readonly does: Exclude<Response, { kind: "give" | "escalate" }> | { kind: "hand" } | { kind: "escalate" };
  /** An entry of the menu says how long. */
  readonly ignore?: IgnoreChoice;
}

/** What opens a window at once. */
const windows = { [actions.details]: openDetails, [actions.close]: openClosing } as const;

const outdated = plainAnswer("This button is of an older version of the monitor. Please use /sla status.");

/** The buttons under every card, wherever it is shown: in the channel, to one person, in App Home. */
export function registerAlertButtons(app: App, counter: Counter, home: HomeTab): void {
  for (const action of [...Object.keys(byButton), actions.menu]) {
    app.action<BlockAction>(action, async ({ ack, body, respond }) => {
      await ack();
      const press = readPress(body);
      const reply = replyFor(press, respond);
      const number = numberOf(counter, press);
      const { trigger } = readWindowPress(body);
      await answerWith(reply, respondTo(counter, press, { trigger }), {
        ...counter,
        underWay: progress(number),
      });
    });
  }
  for (const [action, open] of Object.entries(windows)) {
    app.action<BlockAction>(action, async ({ ack, body, respond }) => {
      await ack();
      const press = readPress(body);
      const pressed = alertPress.decode(press.value);
      const refused =
        pressed === undefined
          ? outdated
          : await open(counter, pressed.alert, press.user, { trigger: readWindowPress(body).trigger });
      if (refused !== undefined) await replyFor(press, respond).say(refused);
    });
  }
  // The browser opens the address; Slack wants to hear that the press arrived all the same.
  app.action(actions.openInTheHive, async ({ ack }) => ack());

  // In App Home there is no channel to answer in: the answer stands above the board.
  function replyFor({ channel, user }: Press, respond: RespondFn): Reply {
    return channel === undefined ? home.replyTo(user) : replyTo(counter, { respond, channel, user });
  }
}

/** @returns nothing when the card that was pressed, or a window, says it all */
async function respondTo(counter: Counter, press: Press, opening: Opening): Promise<Message | undefined> {
  const refused = await counter.rights.objection("respond", press.user, RESPONDING);
  if (refused !== undefined) return refused;
  const wish = readWish(press);
  if (wish === undefined) return outdated;
  const { does } = wish;
  const facts = counter.desk.facts(wish.alert);
  if (does.kind === "hand" || does.kind === "escalate") {
    if (facts === undefined) return plainAnswer("This alert is not known any more.");
    return await (does.kind === "hand" ? askWhom : askEscalation)(counter, opening, facts);
  }
  if (facts !== undefined && needsReason(wish, facts))
    return await askReason(counter, opening, { facts, ignore: wish.ignore, user: press.user });
  const { zone, ...asking } = await personAsking(counter, press.user);
  const response = wish.ignore === undefined ? does : ignoreResponse(wish.ignore, counter.clock.now(), zone);
  const answer = await counter.desk.respond(wish.alert, response, asking);
  // "Until 09:00" may be nine hours or nine minutes: that is said.
  return isSaidByCard(answer, press) && wish.ignore !== "nine" ? undefined : answerMessage(answer);
}

/** Nobody silences a critical alert without a word. */
function needsReason({ does }: Wish, { alert, record }: CardFacts): boolean {
  return does.kind === "ignore" && alert.severity === "critical" && record.handled === undefined;
}

function readWish({ action, value }: Press): Wish | undefined {
  if (action === actions.menu) {
    const chosen = menuPress.decode(value);
    if (chosen === undefined) return undefined;
    if ("ignore" in chosen) return { alert: chosen.a, does: { kind: "ignore" }, ignore: chosen.ignore };
    return { alert: chosen.a, does: { kind: chosen.do } };
  }
  const pressed = alertPress.decode(value);
  const does = byButton[action];
  return pressed && does && { alert: pressed.alert, does };
}

/** The card itself is redrawn; copies of it elsewhere are not. */
function isSaidByCard(answer: Answer, { channel, ts }: Press): boolean {
  if (answer.kind !== "done") return false;
  const { card } = answer.facts.record;
  return card !== undefined && card.channel === channel && card.ts === ts;
}

function numberOf({ desk }: Counter, { action, value }: Press): number | undefined {
  if (action !== actions.promote) return undefined;
  const pressed = alertPress.decode(value);
  return pressed && desk.record(pressed.alert)?.number;
}
