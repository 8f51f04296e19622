import { expect, test } from "vitest";
import { notificationText, plainText } from "../../../../sandbox/slack/reading/plain-text.ts";
import type { Message } from "../../../../sandbox/slack/workspace/model.ts";

const names = (id: string) => ({ U1: "ann", C1: "soc", S1: "oncall" })[id];
const message = (part: Partial<Message>) => ({ text: "", blocks: [], attachments: [], files: [], ...part });
const plain = (text: string) => ({ type: "plain_text" as const, text });

test.each([
  ["mentions by name", "<@U1> in <#C1>, <!subteam^S1> and <!here>", "@ann in #soc, @oncall and @here"],
  ["an unknown person by label, or id", "<@U2|bob> <@U3>", "@bob @U3"],
  ["links by their words", "<https://a.example|the case> <https://b.example>", "the case https://b.example"],
  ["dates by their fallback", "<!date^1^{ago}|12:00 UTC>", "12:00 UTC"],
  ["entities decoded", "a &lt;b&gt; &amp; c", "a <b> & c"],
  ["formatting gone", "*bold* _it_ ~old~ `code` 2*3*4", "bold it old code 2*3*4"],
])("mrkdwn reads with %s", (_what, text, expected) => {
  expect(notificationText({ text }, names)).toBe(expected);
});

test("a message reads as its blocks, line by line, with controls in brackets", () => {
  const blocks: Message["blocks"] = [
    { type: "header", text: plain("High alert") },
    {
      type: "section",
      text: { type: "mrkdwn", text: "*Beacon*" },
      fields: [plain("Age 45 min")],
      accessory: {
        type: "overflow",
        options: [
          { text: plain("1 h"), value: "1" },
          { text: plain("4 h"), value: "4" },
        ],
      },
    },
    {
      type: "rich_text",
      elements: [
        {
          type: "rich_text_section",
          elements: [
            { type: "text", text: "by " },
            { type: "user", user_id: "U1" },
          ],
        },
        {
          type: "rich_text_list",
          style: "ordered",
          elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "first" }] }],
        },
      ],
    },
    { type: "divider" },
    { type: "context", elements: [{ type: "mrkdwn", text: "#17" }, plain("tag")] },
    {
      type: "actions",
      elements: [
        { type: "button", text: plain("Promote") },
        { type: "button", text: plain("Ignore") },
      ],
    },
    {
      type: "table",
      rows: [
        [
          { type: "raw_text", text: "a" },
          { type: "raw_text", text: "b" },
        ],
      ],
    },
  ];
  const attachments = [{ color: "#a30200", text: "under the bar" }];

  expect(plainText(message({ text: "not shown", blocks, attachments }), names).split("\n")).toEqual([
    "High alert",
    "Beacon",
    "Age 45 min",
    "[⋯ 1 h | 4 h]",
    "by @ann",
    "1. first",
    "---",
    "#17 tag",
    "[Promote] [Ignore]",
    "a | b",
    "under the bar",
  ]);
});

test("a message without blocks reads as its text", () => {
  expect(plainText(message({ text: "hello <@U1>" }), names)).toBe("hello @ann");
});
