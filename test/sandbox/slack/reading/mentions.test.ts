import { expect, test } from "vitest";
import { mentions, notifications } from "../../../../sandbox/slack/reading/mentions.ts";
import type { Message } from "../../../../sandbox/slack/workspace/model.ts";

const message = (part: Partial<Message>): Pick<Message, "text" | "blocks" | "attachments"> => ({
  text: "",
  blocks: [],
  attachments: [],
  ...part,
});
const section = (text: string, verbatim?: boolean): Partial<Message> => ({
  blocks: [{ type: "section", text: { type: "mrkdwn", text, verbatim } }],
});
const rich = (element: object): Partial<Message> => ({
  blocks: [
    { type: "rich_text", elements: [{ type: "rich_text_section", elements: [element] }] },
  ] as Message["blocks"],
});
const formatting = {
  parse: "none",
  linkNames: false,
  mrkdwn: true,
  unfurlLinks: false,
  unfurlMedia: false,
} as const;
const known = { users: ["bob"], channels: ["soc"] };

test.each<[string, Partial<Message>, string[]]>([
  ["a channel-wide mention", { text: "<!channel> look" }, ["broadcast channel"]],
  ["a user", { text: "<@U1|ann>" }, ["user U1"]],
  ["a user group", { text: "<!subteam^S1>" }, ["usergroup S1"]],
  ["a spoofed link", { text: "<https://evil.example|https://bank.example>" }, ["link https://evil.example"]],
  ["a link behind a date", { text: "<!date^1^{ago}^https://evil.example|x>" }, ["link https://evil.example"]],
  ["escaped forms", { text: "&lt;!channel&gt; &lt;@U1&gt;" }, []],
  ["words in brackets that mean nothing", { text: "<b>bold</b>" }, []],
  ["a bare address", { text: "see http://evil.example/a" }, ["link http://evil.example/a"]],
  ["a bare domain", { text: "see evil.com now" }, ["link evil.com"]],
  ["a bare address with parsing off", { text: "see http://evil.example/a", formatting }, []],
  ["@here in plain text", { text: "@here @bob #soc" }, []],
  [
    "@here in a section",
    section("@here @bob #soc #17 a@b.example"),
    ["link a@b.example", "broadcast here", "user bob", "channel soc"],
  ],
  ["@here in a verbatim section", section("@here http://evil.example", true), []],
  ["a written mention in a verbatim section", section("<!here>", true), ["broadcast here"]],
  [
    "rich text that only looks like a mention",
    rich({ type: "text", text: "<!channel> http://evil.example" }),
    [],
  ],
  ["a rich text mention", rich({ type: "broadcast", range: "here" }), ["broadcast here"]],
  [
    "a rich text link",
    rich({ type: "link", url: "https://a.example", text: "b" }),
    ["link https://a.example"],
  ],
  [
    "a button's address and an image's",
    {
      blocks: [
        {
          type: "actions",
          elements: [
            { type: "button", url: "https://a.example", text: { type: "plain_text", text: "<!here>" } },
          ],
        },
        { type: "image", alt_text: "x", image_url: "https://i.example/p.png" },
      ],
    },
    ["link https://a.example", "image https://i.example/p.png"],
  ],
  [
    "markdown",
    { blocks: [{ type: "markdown", text: "[a](https://a.example) ![b](https://i.example)" }] },
    ["link https://a.example", "image https://i.example"],
  ],
  [
    "an attachment",
    { attachments: [{ text: "<!here>", title_link: "https://a.example", color: "#ff0000" }] },
    ["broadcast here", "link https://a.example"],
  ],
])("tells what is live in %s", (_what, part, expected) => {
  expect(mentions(message(part), known).map(({ kind, target }) => `${kind} ${target}`)).toEqual(expected);
});

test("says where a mention stands and whether Slack made it of words", () => {
  expect(mentions(message({ ...section("see evil.com"), text: "<@U1>" }))).toEqual([
    { kind: "user", target: "U1", label: undefined, pointer: "/text", auto: false },
    { kind: "link", target: "evil.com", label: undefined, pointer: "/blocks/0/text/text", auto: true },
  ]);
});

test("only mentions of people notify", () => {
  const all = message({ text: "<@U1> <#C1> <https://a.example> <!here>" });

  expect(notifications(all).map(({ target }) => target)).toEqual(["U1", "here"]);
});
