import type { App, BlockAction } from "@slack/bolt";
import type { Swap } from "../../oncall/swap.ts";
import { plainAnswer, progress } from "../blocks/answers.ts";
import type { Message } from "../blocks/fit.ts";
import type { Control } from "../control.ts";
import { dutyActions, dutyPress, swapPress } from "../ids/duty.ts";
import { dutyAnswer } from "./commands/duty-changes.ts";
import { said } from "./commands/duty-group.ts";
import type { Counter } from "./counter.ts";
import { type Press, readPress } from "./press.ts";
import { answerWith, replyTo } from "./reply.ts";
import { dutyObjection } from "./rights/may-change-duty.ts";

type Deed = (counter: Counter, control: Control, press: Press) => Promise<Message>;

const deeds: Readonly<Record<string, Deed>> = {
  [dutyActions.thisNight]: chosenNight,
  [dutyActions.nextNight]: chosenNight,
  [dutyActions.acceptSwap]: (counter, control, press) =>
    answerSwap(counter, control, press, async (swap) => {
      const agreed = await control.duty.acceptSwap(swap, press.user);
      return agreed.kind === "refused" ? said(agreed.why) : plainAnswer("✓ Swapped. The channel is told.");
    }),
  [dutyActions.declineSwap]: (counter, control, press) =>
    answerSwap(counter, control, press, async (swap) => {
      await control.duty.declineSwap(swap, press.user);
      return said(`${swap.asks} is told that you cannot. Nothing was changed.`);
    }),
};

/** The buttons by which a night is chosen, and a swap accepted. Their message makes room for the answer. */
export function registerDutyButtons(app: App, counter: Counter, control: Control): void {
  for (const [action, deed] of Object.entries(deeds)) {
    app.action<BlockAction>(action, async ({ ack, body, respond }) => {
      await ack();
      const press = readPress(body);
      const reply = replyTo(counter, { respond, channel: press.channel ?? press.user, user: press.user });
      const answered = { say: (message: Message) => reply.say(message, true) };
      await answerWith(answered, deed(counter, control, press), {
        ...counter,
        underWay: progress(undefined),
      });
    });
  }
}

async function chosenNight(counter: Counter, control: Control, { user, value }: Press): Promise<Message> {
  const chosen = dutyPress.decode(value);
  if (chosen === undefined) return outdated;
  const refused = await dutyObjection(counter, control, user, { kind: "override", ...chosen });
  if (refused !== undefined) return refused;
  const { group, person, from, until } = chosen;
  return dutyAnswer(await control.duty.override(group, person, { from, until }, user), control);
}

async function answerSwap(
  { rights }: Counter,
  { duty }: Control,
  { user, value }: Press,
  answer: (swap: Swap) => Promise<Message>,
): Promise<Message> {
  const swap = swapPress.decode(value);
  if (swap === undefined) return outdated;
  const outside = await rights.objection("look", user, "swap duty");
  if (outside !== undefined) return outside;
  return duty.personOf(user) === swap.asked ? answer(swap) : said(`This was asked of ${swap.asked}.`);
}

const outdated = plainAnswer("This button is of an older version of the monitor. Please use /sla oncall.");
