import { expect, test } from "vitest";
import { validateView } from "../../../sandbox/slack/block-kit/validate.ts";
import { forms } from "../../../src/slack/ids/windows.ts";
import { type Field, fieldBlock, readEntries } from "../../../src/slack/modals/fields.ts";
import { formView } from "../../../src/slack/modals/form-view.ts";

const field = (over: Partial<Extract<Field, { kind: "text" }>> = {}): Field => ({
  id: "ignoreFor",
  label: "Ignore lasts",
  kind: "text",
  value: "30m",
  ...over,
});
const choices = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ value: `v${i}`, label: `Value ${i}` }));

function problems(fields: readonly Field[]) {
  return validateView(formView({ form: forms.section, title: "T", state: { revision: 1 }, fields }));
}

test("a text too long for Slack is left out rather than cut", () => {
  const block = fieldBlock(field({ value: "x".repeat(3001) }), 1);
  expect(block).toMatchObject({ type: "section" });
  expect(JSON.stringify(block)).toContain("please use the settings file");
  expect(problems([field({ value: "x".repeat(3000) })])).toEqual([]);
});

test("of more options than Slack takes those that are chosen are kept", () => {
  const some: Field = { id: "a", label: "A", kind: "some", value: ["v199", "gone"], options: choices(200) };
  expect(problems([some])).toEqual([]);
  const drawn = JSON.stringify(fieldBlock(some, 1));
  expect(drawn).toContain('"v199"');
  expect(drawn).toContain('"gone"');
});

test("few options are seen at once, many are a menu", () => {
  const one = (count: number): Field => ({
    id: "a",
    label: "A",
    kind: "one",
    value: "v0",
    options: choices(count),
  });
  expect(fieldBlock(one(3), 1)).toMatchObject({ element: { type: "radio_buttons" } });
  expect(fieldBlock(one(9), 1)).toMatchObject({ element: { type: "static_select" } });
  expect(problems([one(3), { ...one(200), id: "b" }])).toEqual([]);
});

test("what was entered is read whatever was asked", () => {
  const entries = readEntries({
    "poll.every@1773000000000": { entry: { type: "plain_text_input", value: " 5m " } },
    "empty@1": { entry: { type: "plain_text_input", value: null } },
    'people["a@b"].x@1': { entry: { type: "users_select", selected_user: "U0ANN" } },
    "one@1": { entry: { type: "radio_buttons", selected_option: { value: "yes" } } },
    "some@1": { entry: { type: "multi_static_select", selected_options: [{ value: "a" }, { value: "b" }] } },
    "none@1": { entry: { type: "multi_static_select", selected_options: [] } },
    "button@1": { other: { type: "button" } },
  });
  expect(Object.fromEntries(entries)).toEqual({
    "poll.every": "5m",
    empty: "",
    'people["a@b"].x': "U0ANN",
    one: "yes",
    some: ["a", "b"],
    none: [],
  });
});
