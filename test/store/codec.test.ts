import Keyv from "keyv";
import { expect, test } from "vitest";
import { keyvCodec } from "../../src/store/table.ts";

test.each<[string, unknown]>([
  [
    "a record",
    { id: "~1", title: 'quotes ",": and colons: all', tags: ["a", "b"], n: 1.5, is: true, none: null },
  ],
  ["what is left out", { gone: undefined, list: [undefined, 1] }],
  ["a text that begins with a colon", { title: ":wave: hello" }],
  ["such a text in a list", [":a", "b"]],
  ["such a key", { ":key": "value" }],
  ["such a text by itself", ":alone"],
  ["bytes", { data: Buffer.from("bytes") }],
  ["what looks like bytes", { type: "Buffer", data: [1] }],
  ["a time", new Date(0)],
  ["half a character", "\ud800"],
])("%s is written as Keyv writes it, and read back by Keyv", (_name, value) => {
  const text = keyvCodec().encode(value);
  const { serialize, deserialize } = new Keyv();
  expect(text).toBe(serialize?.({ value }));
  expect(deserialize?.(text)).toEqual(deserialize?.(String(serialize?.({ value }))));
});
