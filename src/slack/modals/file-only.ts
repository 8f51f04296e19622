import { isTree, type Tree, valueAt } from "../../config/tree.ts";

/** What is shown here and changed in the settings file: too much for a form on a phone, and seldom touched. */
export function fileOnlyLines(text: Tree): readonly string[] {
  const reports = listAt(text, "reports").map(reportText);
  const disclosed = disclosureTexts(valueAt(text, ["disclosure"]));
  const routes = listAt(text, "routes").length;
  const calendars = keysAt(text, "calendars");
  const voice = valueAt(text, ["voice", "voice"]) ?? "the language's own";
  const zone = valueAt(text, ["readiness", "timezone"]) ?? "that of the group oncall";
  return [
    `Waiting are (poll.open): ${listAt(text, "poll", "open").join(", ")}`,
    `Reports (reports): ${reports.join("; ") || "none"}`,
    `What TLP and PAP hold back (disclosure): ${disclosed.length === 0 ? "as by default" : `as by default, but ${disclosed.join(", ")}`}`,
    `Results in TheHive (writeBack): ${writeBackText(valueAt(text, ["writeBack"]))}`,
    `Alerts that go elsewhere (routes): ${routes === 0 ? "none" : `by ${routes === 1 ? "one route" : `${routes} routes`}`}`,
    `Hours (calendars): ${calendars.join(", ") || "none"}`,
    `Time zone of the daily look (readiness.timezone): ${zone}`,
    `Voice of calls (voice.voice): ${voice}`,
  ];
}

function reportText(report: unknown): string {
  const at = (key: string) => valueAt(report, [key]);
  const target = at("target");
  return `${at("every")} over ${at("since")}${target === undefined ? "" : `, target ${target}`}`;
}

/** `TLP:red slack title`. */
function disclosureTexts(disclosure: unknown): string[] {
  if (!isTree(disclosure)) return [];
  const { pap, ...tlp } = disclosure;
  const marks = [
    ...Object.entries(tlp).map(([mark, carried]) => [`TLP:${mark}`, carried] as const),
    ...Object.entries(Object(pap)).map(([mark, carried]) => [`PAP:${mark}`, carried] as const),
  ];
  return marks.flatMap(([mark, carried]) =>
    Object.entries(Object(carried)).map(([place, level]) => `${mark} ${place} ${level}`),
  );
}

function writeBackText(value: unknown): string {
  if (!isTree(value)) return String(value);
  return `in the custom field ${String(value.customField)}`;
}

function listAt(text: Tree, ...path: string[]): readonly unknown[] {
  const found = valueAt(text, path);
  return Array.isArray(found) ? found : [];
}

function keysAt(text: Tree, key: string): readonly string[] {
  return Object.keys(Object(valueAt(text, [key])));
}
