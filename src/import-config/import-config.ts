import { environmentFrom } from "../config/environment.ts";
import { problemLine } from "../config/problem.ts";
import { settingsFrom } from "../config/settings-from.ts";
import { type ImportPlan, type Ledger, ledger } from "./plan.ts";
import { importPolicies, leaveRest } from "./policies.ts";
import { type PythonFile, parsePython } from "./python/parse.ts";

import { importRecipients } from "./recipients.ts";
import { type Section, sectionOf } from "./section.ts";
import { importSlack, importTwilio, leaveFlask } from "./services.ts";
import { importHighRisk, importSystem } from "./system.ts";

const SECTIONS = [
  "SLA_SETTINGS",
  "SYSTEM_SETTINGS",
  "FLASK_SETTINGS",
  "TWILIO_SETTINGS",
  "SLACK_SETTINGS",
] as const;

/**
 * Works out what becomes of the earlier tool's `configuration.py`. The source is read, never run.
 *
 * @returns undefined when it holds none of that tool's settings
 */
export function importConfig(source: string): ImportPlan | undefined {
  const file = parsePython(source);
  const book = ledger();
  const sections = sectionsOf(file, book);
  if (sections.size === 0) return undefined;
  const [sla, system, flask, twilio, slack] = SECTIONS.map((name) => sections.get(name));

  const watchedLevel = system?.number("SEVERITY_LEVEL");
  const canPage = importRecipients(twilio, book);
  if (sla !== undefined) importPolicies(sla, watchedLevel, { book, canPage });
  if (system !== undefined) importSystem(system, book);
  importHighRisk(system, sla, watchedLevel, book);
  if (twilio !== undefined) importTwilio(twilio, book);
  if (slack !== undefined) importSlack(slack, book);
  if (flask !== undefined) leaveFlask(flask, book);
  leaveOthers(file, book);
  leaveRest(sla, book);
  leaveRest(system, book);
  for (const { line, what } of file.slips)
    if (what.endsWith("left out")) book.toDo(`line ${line}: ${what}, so what stood there keeps its default`);
  tellWhatIsLeft(book);
  return book.plan(file.slips);
}

function sectionsOf({ assignments }: PythonFile, book: Ledger): ReadonlyMap<string, Section> {
  const known: ReadonlySet<string> = new Set(SECTIONS);
  const sections = new Map<string, Section>();
  for (const { key, value } of assignments) {
    const section = known.has(key) ? sectionOf(key, value, book) : undefined;
    if (section !== undefined) sections.set(key, section);
  }
  return sections;
}

/** Whatever else the file sets; plain values may be there to be used by the sections. */
function leaveOthers({ assignments }: PythonFile, book: Ledger): void {
  const known: ReadonlySet<string> = new Set(SECTIONS);
  for (const { key, line, value } of assignments) {
    if (known.has(key)) continue;
    const entry = { from: /^[A-Z][A-Z0-9_]{0,50}$/.test(key) ? key : "a name", line };
    const isSection = value.kind === "dict";
    const why = isSection ? "no section of the earlier tool" : "no section, and so no setting by itself";
    if (isSection) book.puzzle({ ...entry, why });
    else book.leave({ ...entry, why });
  }
}

/** What the monitor itself would say of the result. */
function tellWhatIsLeft(book: Ledger): void {
  const { settings, environment } = book.plan([]);
  const judged = settingsFrom({ file: settings });
  if (!judged.ok) for (const problem of judged.problems) book.toDo(problemLine(problem));
  const read = environmentFrom(environment);
  if (read.ok) return;
  for (const problem of read.problems) {
    // A value in the wrong place may be a secret: only what is missing is told in the usual words.
    const found = problem.missing === true ? problem.found : "a value that cannot be used";
    book.toDo(problemLine({ ...problem, found }));
  }
}
