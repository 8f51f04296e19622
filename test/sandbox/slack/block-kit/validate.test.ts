import { expect, test } from "vitest";
import { validateBlocks, validateView } from "../../../../sandbox/slack/block-kit/validate.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const option = (text: string, value = text) => ({ text: plain(text), value });
const button = (more: object = {}) => ({ type: "button", action_id: "a", text: plain("Go"), ...more });
const actions = (...elements: object[]) => ({ type: "actions", elements });
const section = (more: object) => ({ type: "section", text: mrkdwn("x"), ...more });
const input = (element: object) => ({ type: "input", label: plain("L"), element });
const times = <Item>(count: number, item: (index: number) => Item) =>
  Array.from({ length: count }, (_, at) => item(at));
const text = (length: number) => "x".repeat(length);

test.each<[string, object[]]>([
  ["a section of 3000 characters", [section({ text: mrkdwn(text(3000)) })]],
  ["fields without text", [{ type: "section", fields: times(10, () => mrkdwn(text(100))) }]],
  ["a header of 150 characters", [{ type: "header", text: plain(text(150)) }]],
  ["25 elements in one actions block", [actions(...times(25, (at) => button({ action_id: `${at}` })))]],
  ["ten context elements", [{ type: "context", elements: times(10, () => mrkdwn("x")) }]],
  [
    "a button of 75 characters with a value of 2000",
    [actions(button({ text: plain(text(75)), value: text(2000) }))],
  ],
  [
    "a menu of five options",
    [section({ accessory: { type: "overflow", options: times(5, (at) => option(`${at}`)) } })],
  ],
  ["fifty blocks", times(50, () => ({ type: "divider" }))],
  [
    "rich text of every kind",
    [
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [
              { type: "text", text: "hi", style: { bold: true } },
              { type: "user", user_id: "U1" },
              { type: "link", url: "https://example.org", text: "here" },
              { type: "date", timestamp: 1795000000, format: "{ago}", fallback: "then" },
            ],
          },
          {
            type: "rich_text_list",
            style: "bullet",
            elements: [{ type: "rich_text_section", elements: [] }],
          },
          { type: "rich_text_quote", elements: [{ type: "text", text: "said" }] },
          { type: "rich_text_preformatted", elements: [{ type: "text", text: "code" }] },
        ],
      },
    ],
  ],
  ["an image", [{ type: "image", alt_text: "a chart", image_url: "https://example.org/a.png" }]],
  ["a table", [{ type: "table", rows: [[{ type: "raw_text", text: "a" }]] }]],
])("a message may hold %s", (_what, blocks) => {
  expect(validateBlocks(blocks, "message")).toEqual([]);
});

test.each<[string, unknown, string, string]>([
  ["51 blocks", times(51, () => ({ type: "divider" })), "/blocks", "no more than 50 items allowed"],
  ["something that is no list", {}, "/blocks", "must be an array"],
  ["an unknown block", [{ type: "marquee" }], "/blocks/0/type", "unsupported type: marquee"],
  ["a block without type", [{}], "/blocks/0/type", "missing required field: type"],
  [
    "an unknown property",
    [{ type: "divider", colour: "red" }],
    "/blocks/0",
    "invalid additional property: colour",
  ],
  [
    "an over-long section",
    [section({ text: mrkdwn(text(3001)) })],
    "/blocks/0/text/text",
    "must be less than 3001 characters",
  ],
  [
    "an empty section text",
    [section({ text: mrkdwn("") })],
    "/blocks/0/text/text",
    "must be more than 0 characters",
  ],
  ["a section without words", [{ type: "section" }], "/blocks/0", "missing required field: text or fields"],
  [
    "eleven fields",
    [{ type: "section", fields: times(11, () => mrkdwn("x")) }],
    "/blocks/0/fields",
    "no more than 10 items allowed",
  ],
  [
    "an over-long field",
    [{ type: "section", fields: [mrkdwn(text(2001))] }],
    "/blocks/0/fields/0/text",
    "must be less than 2001 characters",
  ],
  [
    "a header of 151 characters",
    [{ type: "header", text: plain(text(151)) }],
    "/blocks/0/text/text",
    "must be less than 151 characters",
  ],
  [
    "a header in mrkdwn",
    [{ type: "header", text: mrkdwn("x") }],
    "/blocks/0/text/type",
    'Invalid input: expected "plain_text"',
  ],
  [
    "an over-long button",
    [actions(button({ text: plain(text(76)) }))],
    "/blocks/0/elements/0/text/text",
    "must be less than 76 characters",
  ],
  [
    "an over-long value",
    [actions(button({ value: text(2001) }))],
    "/blocks/0/elements/0/value",
    "must be less than 2001 characters",
  ],
  [
    "a button without text",
    [actions({ type: "button" })],
    "/blocks/0/elements/0",
    "missing required field: text",
  ],
  [
    "26 elements",
    [actions(...times(26, (at) => button({ action_id: `${at}` })))],
    "/blocks/0/elements",
    "no more than 25 items allowed",
  ],
  ["no element", [actions()], "/blocks/0/elements", "no less than 1 items required"],
  [
    "eleven context elements",
    [{ type: "context", elements: times(11, () => mrkdwn("x")) }],
    "/blocks/0/elements",
    "no more than 10 items allowed",
  ],
  [
    "six overflow options",
    [actions({ type: "overflow", options: times(6, (at) => option(`${at}`)) })],
    "/blocks/0/elements/0/options",
    "no more than 5 items allowed",
  ],
  [
    "an over-long option",
    [actions({ type: "overflow", options: [option(text(76), "v")] })],
    "/blocks/0/elements/0/options/0/text/text",
    "must be less than 76 characters",
  ],
  [
    "a repeated block_id",
    [
      { type: "divider", block_id: "b" },
      { type: "divider", block_id: "b" },
    ],
    "/blocks/1/block_id",
    "block_id b already exists",
  ],
  [
    "a repeated action_id",
    [actions(button(), button())],
    "/blocks/0/elements/1/action_id",
    "action_id a already exists in this block",
  ],
  [
    "an initial option that is not offered",
    [actions({ type: "static_select", options: [option("a")], initial_option: option("b") })],
    "/blocks/0/elements/0",
    "initial option must exactly match one of the options",
  ],
  [
    "a select without options",
    [actions({ type: "static_select" })],
    "/blocks/0/elements/0",
    "must provide exactly one of options or option_groups",
  ],
  [
    "an image without alt_text",
    [{ type: "image", image_url: "https://example.org/a.png" }],
    "/blocks/0",
    "missing required field: alt_text",
  ],
  [
    "a script as an address",
    [actions(button({ url: "javascript:alert(1)" }))],
    "/blocks/0/elements/0/url",
    "must be a valid URL",
  ],
  [
    "empty rich text",
    [
      {
        type: "rich_text",
        elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "" }] }],
      },
    ],
    "/blocks/0/elements/0/elements/0/text",
    "must be more than 0 characters",
  ],
  [
    "a mention in preformatted text",
    [
      {
        type: "rich_text",
        elements: [{ type: "rich_text_preformatted", elements: [{ type: "user", user_id: "U1" }] }],
      },
    ],
    "/blocks/0/elements/0/elements/0/type",
    "unsupported type: user",
  ],
  [
    "two tables",
    times(2, () => ({ type: "table", rows: [[{ type: "raw_text", text: "a" }]] })),
    "/blocks",
    "only_one_table_allowed",
  ],
  [
    "too much text in all",
    times(5, () => section({ text: mrkdwn(text(2700)) })),
    "/blocks",
    "the blocks' texts must be less than 13201 characters in all",
  ],
  [
    "too much markdown in all",
    times(2, () => ({ type: "markdown", text: text(6001) })),
    "/blocks",
    "markdown blocks must be less than 12001 characters in all",
  ],
])("a message may not hold %s", (_what, blocks, pointer, message) => {
  expect(validateBlocks(blocks, "message").map((problem) => [problem.pointer, problem.message])).toEqual([
    [pointer, message],
  ]);
});

const modal = { type: "modal", title: plain("T"), submit: plain("S"), blocks: [] as object[] };

test.each<[string, object, string[]]>([
  ["a modal with an input", { ...modal, blocks: [input({ type: "plain_text_input" })] }, []],
  ["a hundred blocks", { ...modal, blocks: times(100, () => ({ type: "divider" })) }, []],
  ["101 blocks", { ...modal, blocks: times(101, () => ({ type: "divider" })) }, ["/view/blocks"]],
  ["a title of 25 characters", { ...modal, title: plain(text(25)) }, ["/view/title/text"]],
  [
    "a table",
    { ...modal, blocks: [{ type: "table", rows: [[{ type: "raw_text", text: "a" }]] }] },
    ["/view/blocks/0/type"],
  ],
  [
    "an input without submit",
    { type: "modal", title: plain("T"), blocks: [input({ type: "plain_text_input" })] },
    ["/view"],
  ],
  [
    "a form with two focused inputs",
    {
      ...modal,
      blocks: times(2, (at) => ({
        ...input({ type: "plain_text_input", focus_on_load: true }),
        block_id: `${at}`,
      })),
    },
    ["/view/blocks/1/element"],
  ],
  ["a title on a Home tab", { type: "home", title: plain("T"), blocks: [] }, ["/view"]],
  ["an unknown view", { type: "window", blocks: [] }, ["/view/type"]],
])("a view with %s is judged by its place", (_what, view, pointers) => {
  expect(validateView(view).map(({ pointer }) => pointer)).toEqual(pointers);
});
