import { expect, test } from "vitest";
import { findHighRisk } from "../../src/sla/high-risk.ts";
import type { Alert, HighRiskRule } from "../../src/sla/model.ts";
import { alert } from "./fixtures.ts";

const rule: HighRiskRule = {
  words: ["CRITICAL", "URGENT", "FAIL OVER"],
  except: ["non-critical", "not urgent"],
  severities: ["medium"],
  then: "continue",
};
const found = (word: string, where = "title") => ({ word, where });

test.each<[rule: string, alert: Partial<Alert>, expected: { word: string; where: string } | undefined]>([
  ["finds a word in the title", { title: "CRITICAL: backup stopped" }, found("CRITICAL")],
  ["finds it in any case", { title: "an Urgent matter" }, found("URGENT")],
  ["finds only whole words", { title: "criticality review, hypercritical" }, undefined],
  ["takes a hyphen as the end of a word", { title: "mission-critical host" }, found("CRITICAL")],
  ["takes an underscore as part of a word", { title: "non_critical_host" }, undefined],
  ["knows letters of other scripts as letters", { title: "критиCRITICAL" }, undefined],
  ["does not count a word inside an exception", { title: "non-critical patch" }, undefined],
  [
    "counts the word elsewhere in the same title",
    { title: "non-critical patch on a CRITICAL host" },
    found("CRITICAL"),
  ],
  ["counts the word before an exception", { title: "CRITICAL host, non-critical patch" }, found("CRITICAL")],
  ["counts the word between two", { title: "not urgent: URGENT, non-critical" }, found("URGENT")],
  ["does not count exceptions in another order", { title: "not urgent, and non-critical" }, undefined],
  ["names the first word of the rule, not of the title", { title: "URGENT: CRITICAL" }, found("CRITICAL")],
  ["reads any white space in a phrase alike", { title: "fail  over started" }, found("FAIL OVER")],
  [
    "finds a word in any observable's data",
    {
      title: "x",
      observables: [
        { dataType: "ip", data: "203.0.113.7" },
        { dataType: "mail-subject", data: "URGENT payment" },
      ],
    },
    found("URGENT", "mail-subject"),
  ],
  ["passes over files, which have no data", { title: "x", observables: [{ dataType: "file" }] }, undefined],
  ["looks only at the listed severities", { title: "CRITICAL", severity: "high" }, undefined],
  ["treats a word literally, whatever signs it holds", { title: "cost (USD)" }, undefined],
])("%s", (_rule, changes, expected) => {
  expect(findHighRisk(alert({ severity: "medium", ...changes }), rule)).toEqual(expected);
});

test("takes words with regular-expression signs literally", () => {
  const signs = { ...rule, words: ["a.b*", "(x)"], except: [] };
  expect(findHighRisk(alert({ severity: "medium", title: "aXb" }), signs)).toBeUndefined();
  expect(findHighRisk(alert({ severity: "medium", title: "see a.b* now" }), signs)).toEqual(found("a.b*"));
});

test("finds signs that begin right after others like them", () => {
  const signs = { ...rule, words: ["!!"], except: [] };
  expect(findHighRisk(alert({ severity: "medium", title: "a!!!" }), signs)).toEqual(found("!!"));
});

const of = (words: string[], except: string[] = []): HighRiskRule => ({ ...rule, words, except });
const titled = (title: string) => alert({ severity: "medium", title });

test.each<[rule: string, words: string[], title: string, isFound: boolean]>([
  ["finds a word composed otherwise", ["déni"], "DE\u0301NI de service", true],
  ["finds a word that is written decomposed", ["de\u0301ni"], "D\u00c9NI", true],
  ["takes a mark as part of the word before it", ["deni"], "deni\u0301", false],
  ["takes a mark that composes with nothing as part of the word", ["URGENT"], "URGENT\u0302", false],
  ["takes a mark before the word as the end of another", ["risk"], "x\u0302risk", false],
  ["finds a sharp s in any spelling", ["GROSS"], "groß", true],
  ["finds its capital as well", ["groß"], "GROẞ", true],
  ["finds a sigma at the end and within", ["ΚΡΊΣΙΜΟΣ"], "κρίσιμος", true],
  ["finds a sigma before an apostrophe", ["κρίσιμος"], "ΚΡΊΣΙΜΟΣ’Α", true],
  ["finds a word in Turkish capitals", ["kritik"], "KRİTİK", true],
  ["finds a Turkish word without dots", ["ısrar"], "ISRAR", true],
  ["sees through a soft hyphen", ["CRITICAL"], "criti\u00adcal", true],
  ["sees the mark that colours a sign as none of the word's", ["FIRE"], "\u26a0\ufe0fFIRE", true],
  ["takes a letter outside the basic plane as a letter", ["URGENT"], "\u{1d400}URGENT", false],
  ["takes a picture as the end of a word", ["URGENT"], "\u{1f525}URGENT\u{1f525}", true],
  ["finds nothing for a word that is blank", [" ", "\u00ad"], "anything at all", false],
])("%s", (_rule, words, title, isFound) => {
  expect(findHighRisk(titled(title), of(words)) !== undefined).toBe(isFound);
});

test.each<[rule: string, words: string[], except: string[], title: string, isFound: boolean]>([
  [
    "joins nothing when an exception is cut out",
    ["FAIL OVER"],
    ["non-critical"],
    "fail non-critical over",
    false,
  ],
  ["joins nothing at a sign either", ["a-b"], ["x"], "a-x-b", false],
  [
    "does not count a word that lies half in an exception",
    ["critical host"],
    ["non-critical"],
    "non-critical host",
    false,
  ],
  [
    "does not count a word in the second of two exceptions that overlap",
    ["c"],
    ["a b", "b c"],
    "a b c",
    false,
  ],
  ["counts it beside two exceptions that overlap", ["d"], ["a b", "b c"], "a b c d", true],
  [
    "takes an exception in any case and composition",
    ["de\u0301ni"],
    ["Pas un DÉNI"],
    "pas  un de\u0301ni",
    false,
  ],
  ["takes no exception out of the middle of a word", ["critical"], ["on-critical"], "non-critical", true],
])("%s", (_rule, words, except, title, isFound) => {
  expect(findHighRisk(titled(title), of(words, except)) !== undefined).toBe(isFound);
});

test.each([
  ["blanks", " ".repeat(1_000_000)],
  ["one letter", "a".repeat(1_000_000)],
  ["marks", `e${"\u0301".repeat(1_000_000)}`],
  ["exceptions", "non-critical ".repeat(80_000)],
])("a megabyte of %s is searched within a second", (_what, title) => {
  const started = performance.now();
  findHighRisk(titled(title), of(["URGENT", "a b", "aaaaaaaaab", "baaaaaaaaa"], ["non-critical", "a  a"]));
  expect(performance.now() - started).toBeLessThan(1000);
});
