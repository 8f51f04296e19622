import type { App } from "@slack/bolt";
import { closest, distance } from "fastest-levenshtein";
import { plainAnswer, progress } from "../blocks/answers.ts";
import { fitMessage, type Message } from "../blocks/fit.ts";
import { lines, strong, theirs, words } from "../blocks/rich.ts";
import { theirText } from "../blocks/text.ts";
import { command } from "../ids/alerts.ts";
import { readCommand } from "./command-text.ts";
import type { Command, Request } from "./commands/command.ts";
import { commands } from "./commands/table.ts";
import type { Counter } from "./counter.ts";
import { answerWith, replyTo } from "./reply.ts";

/** `/sla …`: acknowledged at once, answered to the person who typed it. */
export function registerSlaCommand(app: App, counter: Counter): void {
  app.command(command, async ({ ack, command: typed, respond }) => {
    await ack();
    const user = typed.user_id;
    const { name, words: rest } = readCommand(typed.text);
    const known = commandOf(name === "" ? "help" : name);
    const reply = replyTo(counter, { respond, channel: typed.channel_id, user });
    if (known === undefined) return await reply.say(unknownCommand(name));
    const underWay = known.underWay === undefined ? progress(undefined) : plainAnswer(known.underWay);
    const request = { counter, user, words: rest, channel: typed.channel_id, triggerId: typed.trigger_id };
    await answerWith(reply, runAllowed(known, request), { ...counter, underWay });
  });
}

async function runAllowed(known: Command, request: Request): Promise<Message | undefined> {
  const { right, to } = known.needs ?? { right: "look", to: "look at this" };
  return (await request.counter.rights.objection(right, request.user, to)) ?? (await known.run(request));
}

function commandOf(name: string) {
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
}

// More letters wrong than this, and the guess is noise.
const NEAR = 3;

function unknownCommand(name: string): Message {
  const guess = closest(name, Object.keys(commands));
  const near = distance(name, guess) <= NEAR;
  return fitMessage({
    text: `There is no ${command} ${theirText(name, 40)}. ${near ? `Did you mean ${command} ${guess}?` : `See ${command} help.`}`,
    blocks: [
      lines([
        words(`There is no ${command} `),
        theirs(name, 40),
        ...(near
          ? [words(". Did you mean "), strong(`${command} ${guess}`), words("?")]
          : [words(". See "), strong(`${command} help`), words(".")]),
      ]),
    ],
  });
}
