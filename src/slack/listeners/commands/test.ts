import { Via } from "../../../sla/model.ts";
import { fitMessage } from "../../blocks/fit.ts";
import { usageMessage } from "../../blocks/help.ts";
import { lines, strong, theirs, words } from "../../blocks/rich.ts";
import { theirText } from "../../blocks/text.ts";
import { mentionedUser } from "../command-text.ts";
import type { Command } from "./command.ts";

/** A real message to whoever would be told, so that nobody finds out at night that it does not work. */
export const test: Command = {
  usage: "/sla test [slack|sms|call] [@person]",
  help: "A real test notification.",
  example: "/sla test sms @bob",
  underWay: "⏳ The test is on its way…",
  async run({ counter, user, words: given }) {
    const [first, second] = given;
    const via = Via.safeParse(first?.toLowerCase() ?? "slack").data;
    if (via === undefined) return usageMessage("By which way? slack, sms or call.", test);
    const person = second === undefined ? undefined : (mentionedUser(second) ?? second.replace(/^@/, ""));
    const results = await counter.desk.test(via, person, user);
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
  },
};
