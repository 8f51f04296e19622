import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { alertSubject, pageAbout } from "./pages.ts";
import { ALICE, twilio } from "./sandbox.ts";

/** What has been loaded of the SDK, which is CommonJS. */
const loaded = () =>
  Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes("/node_modules/twilio/"));

// Whoever is loading between the last look and the send tells people what was handled by then.
test("a text and a call find everything loaded that they take", async () => {
  const { phones } = await twilio();
  const pages = (["sms", "call"] as const).map((via) => pageAbout(alertSubject(), { via, phone: ALICE }));
  expect(loaded()).toEqual([]);
  for (const { via } of pages) await phones.ready?.(via);
  const before = loaded();
  expect(before).not.toEqual([]);
  for (const page of pages) expect(await phones.send(page)).toMatchObject({ state: "sent" });
  expect(loaded()).toEqual(before);
});
