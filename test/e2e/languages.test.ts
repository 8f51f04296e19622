import { expect, test } from "vitest";
import { night, seconds } from "./harness.ts";

/* One night in German and French: what phones and cards say, and that an answer is understood all the same. */

const settings = {
  poll: { every: "1m" },
  sla: {
    high: {
      tiers: [
        { after: "5m", notify: ["slack", "sms"] },
        { after: "20m", notify: ["slack", "call:seniors"] },
      ],
    },
  },
  highRisk: { words: [] },
};

test("a text in German is answered by its code, and the card is in German too", async () => {
  const soc = await night({
    replies: true,
    settings: { ...settings, language: "de", voice: { language: "de-DE" } },
  });
  soc.hive.raise({ severity: 3, title: "Beacon seen" });
  await soc.until("2026-03-03T02:05:10Z");
  const [text] = soc.phone("alice").sms;
  expect(text?.body).toMatch(
    /^SLA verpasst: HOCH #1, seit 5 min( \d+ s)? offen\. Beacon seen\. Antwort \w{4} übernimmt ihn, sonst wird die Gruppe seniors um 02:20 angerufen\.$/,
  );
  expect(soc.read(soc.card("Beacon seen"))).toContain("🟧 HOCH  #1  SLA verpasst, Stufe 1 von 2");
  soc.phone("alice").reply(/Antwort (\w{4}) /.exec(text?.body ?? "")?.[1] ?? "");
  await soc.advance(seconds(10));
  expect(soc.read(soc.card("Beacon seen"))).toContain("@alice ist dran bis 2026-03-03 03:05 UTC");
  expect(soc.phone("alice").sms.at(-1)?.body).toMatch(/^Du hast #1 bis 03:0\d\./);
});

test("a call in French says so in a French voice, and what happens otherwise", async () => {
  const soc = await night({ settings: { ...settings, voice: { language: "fr-FR" } } });
  soc.hive.raise({ severity: 3, title: "Files renamed on FSPRD02" });
  await soc.until("2026-03-03T02:20:10Z");
  const [call] = soc.phone("carol").calls;
  expect(call?.twiml).toContain(
    '<Say language="fr-FR">Moniteur S L A. Alerte élevée, non traitée depuis 20 minutes',
  );
  expect(call?.twiml).toContain("F S P R D 02.");
  expect(call?.twiml).toContain("C'est le dernier palier.");
});

test("why a text did not arrive is said in German too, on the card and below it", async () => {
  const soc = await night({ settings: { ...settings, language: "de" } });
  soc.phone("alice").behaviour.sms = { kind: "undelivered", code: 30003 };
  soc.hive.raise({ severity: 3, title: "Beacon seen" });
  await soc.until("2026-03-03T02:06:00Z");
  const card = soc.card("Beacon seen");
  const why = "das Telefon von alice ist aus oder ohne Empfang";
  expect(soc.read(card)).toContain(`✗ SMS @alice: gescheitert (${why})`);
  expect(card.thread.map((message) => soc.read(message))).toContain(`SMS an alice: ${why}`);
  // Log and trail stay English.
  expect(await soc.audit("notification.failed")).toMatchObject([
    { detail: { why: "this person's phone is off or out of reach" } },
  ]);
});
