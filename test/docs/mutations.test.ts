import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

const root = new URL("../..", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const Named = z.array(
  z.object({ name: z.string(), file: z.string(), find: z.string(), replace: z.string() }),
);

// What is renamed or rewritten must not leave its mutation behind unseen.
test.each(Named.parse(JSON.parse(read("scripts/mutations.json"))))(
  "the mutation against which it is proved stands where it is looked for: $name",
  ({ file, find, replace }) => {
    expect(read(file).split(find)).toHaveLength(2);
    expect(replace).not.toBe(find);
  },
);
