import { Via } from "../../../sla/model.ts";
import { plainAnswer } from "../../blocks/answers.ts";
import { fitMessage, type Message } from "../../blocks/fit.ts";
import { usageMessage } from "../../blocks/help.ts";
import { lines, strong, theirs, words } from "../../blocks/rich.ts";
import { theirText } from "../../blocks/text.ts";
import type { Counter } from "../counter.ts";
import { findPerson } from "../find-person.ts";
import { mayTest, type TestTarget } from "../rights/may-test.ts";
import type { Command } from "./command.ts";

/** A real message to whoever would be told, so that nobody finds out at night that it does not work. */
export const test: Command = {
  usage: "/sla test [slack|sms|call] [@person]",
  help: "A real test notification; to others than yourself by admins only.",
  example: "/sla test sms @bob",
  underWay: "⏳ The test is on its way…",
  async run({ counter, user, words: [first, second, ...more] }) {
    const via = Via.safeParse(first?.toLowerCase() ?? "slack").data;
    if (via === undefined) return usageMessage("Which way? slack, sms or call.", test);
    if (more.length > 0) return usageMessage("One person at a time, please.", test);
    const found = second === undefined ? undefined : await personNamed(counter, second);
    if (found !== undefined && "say" in found) return found.say;
    const target = { via, person: found?.name };
    return (await mayTest(counter, target, user)) ?? (await send(counter, target, user));
  },
};

/** Nobody else than who was named is told, and who is unknown is nobody. */
async function personNamed(counter: Counter, word: string): Promise<{ name: string } | { say: Message }> {
  const { control } = counter;
  return control === undefined
    ? { say: plainAnswer("No people are set up here, so nobody was told.") }
    : await findPerson(counter, control, word);
}

async function send({ desk }: Counter, { via, person }: TestTarget, user: string): Promise<Message> {
  // In Slack a person is written to directly: the channel is not who was named.
  const results = await desk.test(via === "slack" && person !== undefined ? "dm" : via, person, user);
  return fitMessage({
    text: results
      .map(({ to, ok, detail }) => `${ok ? "✓" : "✗"} ${theirText(to, 60)}: ${theirText(detail, 160)}`)
      .join("; "),
    blocks: [
      lines(
        [strong(`Test by ${via}`)],
        ...results.map(({ to, ok, detail }) => [
          words(ok ? "✓ " : "✗ "),
          theirs(to, 60, { bold: true }),
          words(": "),
          theirs(detail, 200),
        ]),
      ),
    ],
  });
}
