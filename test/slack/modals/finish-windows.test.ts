import { expect, test } from "vitest";
import { validateView } from "../../../sandbox/slack/block-kit/validate.ts";
import type { AlertDetails } from "../../../src/engine/ports/alert-finisher.ts";
import { before, minutes } from "../../../src/lib/time.ts";
import { closingMessage, mergeMessage } from "../../../src/slack/blocks/closing.ts";
import { manyState } from "../../../src/slack/ids/finish.ts";
import { closeManyWindow, closeWindow, previewWindow } from "../../../src/slack/modals/close-windows.ts";
import { detailsView } from "../../../src/slack/modals/details-window.ts";
import { noteIn } from "../../../src/slack/modals/note.ts";
import { selected, selectionsOf } from "../../../src/slack/modals/selection.ts";
import { beacon, cardFacts, now } from "../cards.ts";
import { another, rowOf } from "../fake-desk.ts";
import { expectGolden } from "../golden.ts";
import { expectGoldenModal } from "./golden-view.ts";

const five = {
  names: ["Duplicate", "FalsePositive", "Ignored", "TestRun", "Benign"],
  keepsNote: true,
  limits: [],
};
const three = {
  names: ["Ignored"],
  keepsNote: false,
  limits: ["TheHive 3 has one closing status: Ignored."],
};

const details: AlertDetails = {
  alert: { ...beacon, customFields: { unit: "Finance" }, assignee: "ana@soc.example" },
  description: "Call <!channel> at https://evil.example/x\n\n*now*",
  tlp: "AMBER",
  pap: "GREEN",
  observables: [
    { dataType: "domain", data: "evil.example", ioc: false, seen: false },
    { dataType: "ip", data: "203.0.113.7", ioc: true, seen: true },
    { dataType: "file", fileName: "dropper.exe", ioc: false },
  ],
  similarAlerts: [],
  similarCases: [
    { id: "~9", number: 12, title: "Last week", url: "https://thehive.example.org/cases/~9", shared: 2 },
  ],
  untold: [],
};

/** As long and as hostile as strangers make it. */
const long = "<!channel> https://evil.example/?q=".repeat(300);

function rows(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const facts = another(index + 1, index === 3 ? "critical" : "low");
    const alert = { ...facts.alert, source: `ids-${index % 2}`, type: "ids", tags: ["geo", `t${index}`] };
    return rowOf({ ...facts, alert });
  });
}

test("the window of an alert holds enough to decide", async () => {
  await expectGoldenModal("details", detailsView(details, cardFacts(), [], ["phishing", "malware"]));
});

test("a template is offered only where there are several, and nothing is done to what is handled", () => {
  const labels = (templates: readonly string[], handled = {}) => {
    const facts = cardFacts({ record: { ...cardFacts().record, ...handled } });
    return JSON.stringify(detailsView(details, facts, [], templates));
  };
  expect(labels(["phishing"])).not.toContain("Promote with template…");
  expect(labels(["phishing", "malware"])).toContain("Promote with template…");
  const done = labels(["phishing", "malware"], { handled: { how: "closed", at: now } });
  expect(done).not.toMatch(/Promote with|Close…/);
});

test("however much strangers write, Slack takes the window, and what is left out is counted", () => {
  const many = Array.from({ length: 900 }, () => ({ dataType: long, data: long, ioc: false }));
  const fields = Object.fromEntries(many.map((_, index) => [`${long}${index}`, long]));
  const view = detailsView(
    {
      ...details,
      alert: {
        ...beacon,
        title: long,
        source: long,
        type: long,
        tags: many.map(() => long),
        customFields: fields,
      },
      description: many.map(() => long).join("\n"),
      observables: many,
      similarAlerts: many.map((_, index) => ({ id: String(index), title: long, url: "https://x.example" })),
      untold: [long],
    },
    cardFacts(),
    [],
    many.map((_, index) => `template ${index}`),
  );
  expect(validateView(view)).toEqual([]);
  const text = JSON.stringify(view);
  expect(text).toContain("… and 860 more observables");
  expect(text).not.toMatch(/https:\/\/evil|"evil\.example/);
});

test("closing one alert asks for a status of TheHive's own, and for a note", async () => {
  await expectGoldenModal("close", closeWindow(cardFacts(), five));
});

test("where there is one way to close, it is chosen, and what cannot be done is said", async () => {
  await expectGoldenModal("close-one-way", closeWindow(cardFacts(), three));
});

test("closing many asks which by source, type and tag, the most frequent first", async () => {
  await expectGoldenModal("close-many", closeManyWindow(rows(4), five));
});

test("five thousand alerts with as many tags fit into the menu, and the rest is counted", () => {
  const view = closeManyWindow(rows(5000), five);
  expect(validateView(view)).toEqual([]);
  expect(JSON.stringify(view)).toContain("4904 rarer values are left out");
});

test("the preview says how many, shows the worst, and what it touches", async () => {
  const hold = { kind: "acknowledged", by: "U0BOB00001", at: now, until: before(now, minutes(-30)) } as const;
  const held = rows(8).map((row, index) => (index === 0 ? { ...row, record: { ...row.record, hold } } : row));
  const plan = {
    rows: held,
    what: "type ids",
    status: "FalsePositive",
    note: "known",
    limits: [],
    now,
    user: "U0ANN00001",
  };
  const state = { key: "k", status: "FalsePositive", note: "known", last: 8 };
  const view = previewWindow(plan, state);
  await expectGoldenModal("close-many-preview", view);
  expect(manyState.decode(view.private_metadata)).toEqual(state);
});

test("what is remembered of the longest note fits into a window", () => {
  const note = noteIn('"\\\n\u0000'.repeat(5000));
  const plan = { rows: rows(2), what: long, status: long, note, limits: [], now, user: "U0ANN00001" };
  const state = {
    key: "k".repeat(24),
    status: "s".repeat(64),
    last: 1e9,
    ...(note === undefined ? {} : { note }),
  };
  expect(validateView(previewWindow(plan, state))).toEqual([]);
});

test("a selection holds what it held when it was previewed, and no newer alert", () => {
  const all = rows(6);
  const selection = selectionsOf(all).find(({ what }) => what === "source ids-0");
  expect(selection?.rows.map(({ record }) => record.number)).toEqual([1, 3, 5]);
  expect(selected(all, selection?.key ?? "", 4)?.rows.map(({ record }) => record.number)).toEqual([1, 3]);
  expect(selected(all, "unknown")).toBeUndefined();
});

test("what came of closing says which are not closed and why", async () => {
  const named = (number: number) => {
    const { id, severity, title } = another(number).alert;
    return { id, severity, title, number };
  };
  const odd = { ...named(41), why: "it has to have a business unit" };
  const many = Array.from({ length: 20 }, (_, index) => ({
    ...named(40 - index),
    why: "TheHive does not answer",
  }));
  const report = {
    status: "FalsePositive",
    statuses: five,
    closed: [named(1), named(2)],
    already: [named(3)],
    left: [odd, ...many],
  };
  await expectGolden("closing-report", closingMessage({ kind: "closed", ...report }));
});

test.each([
  [{ kind: "failed", detail: "no answer" }, /Nothing was closed\. no answer/],
  [{ kind: "not-offered", statuses: five }, /closes alerts as: Duplicate, FalsePositive/],
] as const)("why nothing was closed is said: %j", (answer, said) => {
  expect(closingMessage(answer).text).toMatch(said);
});

test("a merge names the case it went into; a refusal is said as always", () => {
  const done = {
    kind: "done",
    response: "promote",
    facts: cardFacts(),
    case: { id: "~9", number: 57 },
  } as const;
  expect(mergeMessage(done).text).toMatch(/is now part of case #57\.$/);
  const refused = { kind: "refused", why: "failed", facts: cardFacts(), detail: "no case #9" } as const;
  expect(mergeMessage(refused).text).toContain("no case #9");
});
