import type { AckFn, App, types, ViewResponseAction, ViewSubmitAction } from "@slack/bolt";
import { z } from "zod";
import type { Response } from "../../engine/desk.ts";
import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { formatDuration } from "../../lib/duration-text.ts";
import { after, between } from "../../lib/time.ts";
import type { AlertId } from "../../sla/model.ts";
import { answerMessage, plainAnswer } from "../blocks/answers.ts";
import type { Message } from "../blocks/fit.ts";
import { loadingModal, messageModal, modal, plainObject } from "../blocks/modal.ts";
import { lines, moment, strong, theirs, words } from "../blocks/rich.ts";
import { severityLabel } from "../blocks/severity.ts";
import { alertWindow, alertWindows, type IgnoreChoice } from "../ids/alerts.ts";
import { personAsking } from "./asking.ts";
import { RESPONDING } from "./commands/respond.ts";
import type { Counter } from "./counter.ts";
import { giveTo } from "./giving.ts";
import { ignoreResponse } from "./ignore-until.ts";
import { type Opening, openModal, updateModal } from "./windows/open.ts";

/** Longer is a report, and goes into TheHive. */
const LONGEST_REASON = 300;

/** Asks why a critical alert is to be ignored. @returns what to say when no window could be opened */
export function askReason(
  counter: Counter,
  opening: Opening,
  { facts, ignore, user }: { facts: CardFacts; ignore: IgnoreChoice | undefined; user: string },
): Promise<Message | undefined> {
  const title = `Ignore #${facts.record.number}`;
  return openModal(counter, opening, title, async () => {
    const { zone } = await personAsking(counter, user);
    const until = ignoreUntil(counter, facts, ignore, zone);
    const long = formatDuration(between(counter.clock.now(), until));
    return modal({
      title,
      callback_id: alertWindows.reason,
      private_metadata: alertWindow.encode({ alert: facts.alert.id, ...(ignore && { ignore }) }),
      submit: plainObject("Ignore"),
      blocks: [
        named(facts),
        lines([words("Nobody is told of it until "), moment(until), words(`, that is ${long} from now.`)]),
        field("reason", "Why may it wait?", {
          type: "plain_text_input",
          action_id: "reason",
          max_length: LONGEST_REASON,
        }),
      ],
    });
  });
}

/** Asks whom an alert is to be handed to. @returns what to say when no window could be opened */
export function askWhom(counter: Counter, opening: Opening, facts: CardFacts): Promise<Message | undefined> {
  const title = `Hand over #${facts.record.number}`;
  return openModal(counter, opening, title, async () =>
    modal({
      title,
      callback_id: alertWindows.handTo,
      private_metadata: alertWindow.encode({ alert: facts.alert.id }),
      submit: plainObject("Hand over"),
      blocks: [
        named(facts),
        field("to", "To whom?", { type: "users_select", action_id: "to" }),
        lines([words("They are asked and have 5 minutes to accept. If they do not, its clock goes on.")]),
      ],
    }),
  );
}

/** A slip in the menu must not wake anybody. @returns what to say when no window could be opened */
export function askEscalation(
  counter: Counter,
  opening: Opening,
  facts: CardFacts,
): Promise<Message | undefined> {
  const title = `Escalate #${facts.record.number}`;
  const held = facts.record.hold === undefined ? "" : " Whoever has it now gives it up by that.";
  return openModal(counter, opening, title, async () =>
    modal({
      title,
      callback_id: alertWindows.escalate,
      private_metadata: alertWindow.encode({ alert: facts.alert.id }),
      submit: plainObject("Escalate now"),
      blocks: [named(facts), lines([words(`The next people are told at once, day or night.${held}`)])],
    }),
  );
}

/** Takes what people filled in to the desk, and says in the same window what came of it. */
export function registerAlertWindows(app: App, counter: Counter): void {
  app.view<ViewSubmitAction>(alertWindows.reason, async ({ ack, body, view }) => {
    const state = alertWindow.decode(view.private_metadata);
    const reason = Reason.safeParse(view.state.values).data?.reason.reason.value.trim();
    if (state === undefined || reason === undefined || reason === "") return await ack(needsReason);
    const user = body.user.id;
    await answerInWindow(counter, { ack, view: view.id, title: "Ignore" }, () =>
      respondAs(counter, { user, alert: state.alert }, (zone) => {
        const wish =
          state.ignore === undefined
            ? ({ kind: "ignore" } as const)
            : ignoreResponse(state.ignore, counter.clock.now(), zone);
        return { ...wish, reason };
      }),
    );
  });

  app.view<ViewSubmitAction>(alertWindows.handTo, async ({ ack, body, view }) => {
    const state = alertWindow.decode(view.private_metadata);
    const to = Chosen.safeParse(view.state.values).data?.to.to.selected_user;
    if (state === undefined || to === undefined) return await ack();
    await answerInWindow(counter, { ack, view: view.id, title: "Hand over" }, () =>
      giveTo(counter, { alert: state.alert, to, user: body.user.id }),
    );
  });

  app.view<ViewSubmitAction>(alertWindows.escalate, async ({ ack, body, view }) => {
    const state = alertWindow.decode(view.private_metadata);
    if (state === undefined) return await ack();
    const user = body.user.id;
    await answerInWindow(counter, { ack, view: view.id, title: "Escalate" }, () =>
      respondAs(counter, { user, alert: state.alert }, () => ({ kind: "escalate" })),
    );
  });
}

const Reason = z.object({ reason: z.object({ reason: z.object({ value: z.string() }) }) });
const Chosen = z.object({ to: z.object({ to: z.object({ selected_user: z.string() }) }) });

const needsReason: ViewResponseAction = {
  response_action: "errors",
  errors: { reason: "Please say why: everybody on the alert will want to know." },
};

/** @param wish what is asked for, by the presser's time zone */
async function respondAs(
  counter: Counter,
  { user, alert }: { user: string; alert: AlertId },
  wish: (zone: string | undefined) => Response,
): Promise<Message> {
  const refused = await counter.rights.objection("respond", user, RESPONDING);
  if (refused !== undefined) return refused;
  const { zone, ...person } = await personAsking(counter, user);
  return answerMessage(await counter.desk.respond(alert, wish(zone), person));
}

async function answerInWindow(
  counter: Counter,
  { ack, view, title }: { ack: AckFn<ViewResponseAction>; view: string; title: string },
  work: () => Promise<Message>,
): Promise<void> {
  await ack({ response_action: "update", view: loadingModal(title) });
  const message = await work().catch((error: unknown) => {
    counter.log.error({ err: error }, "a request from Slack failed");
    return plainAnswer("That did not work: the monitor ran into a problem and logged it. Please try again.");
  });
  await updateModal(counter, view, messageModal(title, message));
}

function ignoreUntil(
  { clock }: Counter,
  { ignoreFor }: CardFacts,
  ignore: IgnoreChoice | undefined,
  zone: string | undefined,
) {
  const now = clock.now();
  const wish = ignore === undefined ? undefined : ignoreResponse(ignore, now, zone);
  return wish?.until ?? after(now, wish?.for ?? ignoreFor);
}

function named({ alert, record }: CardFacts): types.RichTextBlock {
  return lines([
    strong(`${severityLabel(alert.severity)}  #${record.number}  `),
    theirs(alert.title, 200, { bold: true }),
  ]);
}

function field(name: string, label: string, element: types.InputBlock["element"]): types.InputBlock {
  return { type: "input", block_id: name, label: plainObject(label), element };
}
