import { parseMethod } from "../config/method-text.ts";
import { durationText } from "../lib/duration-text.ts";
import { seconds } from "../lib/time.ts";
import { type Severity, severities } from "../sla/model.ts";
import type { Ledger } from "./plan.ts";
import type { Section } from "./section.ts";

/** The earlier tool's three rungs, whatever the alert's own severity. */
const RUNGS = ["LOW_SEVERITY", "MEDIUM_SEVERITY", "HIGH_SEVERITY"] as const;
const FIRST_RUNGS = ["30M", "45M", "60M"] as const;
// What its first versions did, before methods could be chosen.
const FIRST_METHODS = [
  ["SLACK_API", "TWILIO_SMS"],
  ["SLACK_API", "TWILIO_CALL"],
  ["SLACK_API", "TWILIO_ESC"],
] as const;
const USUAL_LEVEL = 3;

interface Rung {
  readonly seconds: number;
  readonly notify: readonly string[];
}

/** How methods are carried over. `canPage`: there is somebody to text and call. */
interface Context {
  readonly book: Ledger;
  readonly canPage: boolean;
}

/**
 * Turns SLA_SETTINGS into policies: one per level of TheHive, or in its first form one for the severity that was
 * watched.
 */
export function importPolicies(sla: Section, watchedLevel: number | undefined, context: Context): void {
  const { book } = context;
  const flat = [RUNGS, FIRST_RUNGS].find((names) => names.some((name) => sla.isNumber(name)));
  const levels = severities.filter((_, index) => sla.isSection(levelName(index)));
  if (flat !== undefined) {
    const watched = severityOf(watchedLevel ?? USUAL_LEVEL) ?? "high";
    importFlat(sla, flat, watched, context);
    silence(
      severities.filter((severity) => severity !== watched),
      sla,
      book,
    );
  } else if (levels.length > 0) {
    for (const [index, severity] of severities.entries()) {
      const level = sla.section(levelName(index));
      if (level !== undefined) importLevel(level, severity, context);
    }
    // A level that is there and not understood is no level that was not watched.
    silence(
      severities.filter((_, index) => !sla.has(levelName(index))),
      sla,
      book,
    );
  } else {
    book.puzzle({
      from: sla.name,
      line: sla.line,
      why: "neither its first form (three times) nor its last (THEHIVE_LEVEL1 to 3); set sla.low, sla.medium and sla.high by hand",
    });
  }
  importCritical(sla, context);
}

function levelName(index: number): string {
  return `THEHIVE_LEVEL${index + 1}`;
}

/** TheHive's number as a severity. */
export function severityOf(level: number): Severity | undefined {
  return severities[level - 1];
}

function importFlat(sla: Section, names: readonly string[], severity: Severity, context: Context): void {
  const rungs = names.flatMap((name, index): Rung[] => {
    const timer = sla.number(name);
    if (timer === undefined) return [];
    const notify = methods(FIRST_METHODS[index] ?? [], sla.place(name), context);
    context.book.carry({ ...sla.place(name), to: `sla.${severity}.tiers` });
    return [{ seconds: timer, notify }];
  });
  setTiers(severity, rungs, sla, context.book);
}

function importLevel(level: Section, severity: Severity, context: Context): void {
  const { book } = context;
  const enabled = level.flag("ENABLED");
  if (enabled !== undefined) {
    book.set(["sla", severity, "enabled"], enabled);
    book.carry({ ...level.place("ENABLED"), to: `sla.${severity}.enabled` });
  }
  const rungs = RUNGS.flatMap((name) => rungOf(level, name, severity, context));
  setTiers(severity, rungs, level, book);
  const highRisk = level.section("HIGH_RISK");
  const atOnce = highRisk?.texts("NOTIFICATION_METHOD");
  if (highRisk !== undefined && atOnce !== undefined) {
    const place = highRisk.place("NOTIFICATION_METHOD");
    book.set(["sla", severity, "highRisk"], atOnce.length === 0 ? [] : methods(atOnce, place, context));
    book.carry({ ...place, to: `sla.${severity}.highRisk` });
  }
  leaveRest(highRisk, book);
  leaveRest(level, book);
}

function rungOf(level: Section, name: string, severity: Severity, context: Context): Rung[] {
  const rung = level.section(name);
  if (rung === undefined) return [];
  const timer = rung.number("TIMER");
  const wanted = rung.texts("NOTIFICATION_METHOD") ?? [];
  leaveRest(rung, context.book);
  const place = level.place(name);
  if (timer === undefined || timer < 0 || wanted.length === 0) {
    const lacking =
      wanted.length === 0 ? "NOTIFICATION_METHOD names nobody" : "TIMER is no number of seconds";
    context.book.puzzle({ ...place, why: `no tier without both: ${lacking}` });
    return [];
  }
  context.book.carry({ ...place, to: `sla.${severity}.tiers` });
  return [{ seconds: timer, notify: methods(wanted, rung.place("NOTIFICATION_METHOD"), context) }];
}

/** Methods as the settings write them. A tier must reach somebody: where nothing else is left, Slack. */
function methods(
  wanted: readonly string[],
  place: { readonly from: string; readonly line: number },
  { book, canPage }: Context,
): string[] {
  const names: Readonly<Record<string, string>> = {
    SLACK_API: "slack",
    TWILIO_SMS: "sms",
    TWILIO_CALL: "call",
    TWILIO_ESC: "call:seniors",
  };
  const usable = wanted.flatMap((word) => {
    const method = names[word] ?? (parseMethod(word) === undefined ? undefined : word);
    if (method === undefined)
      book.puzzle({ ...place, why: "a method that neither the earlier tool nor this one has" });
    else if (method !== "slack" && !canPage)
      book.leave({ ...place, why: `${method} would reach nobody: TWILIO_RTCP holds no usable number` });
    else return [method];
    return [];
  });
  if (usable.length > 0) return [...new Set(usable)];
  book.toDo(`${place.from}: nothing of it could be carried over, so slack is told in its place`);
  return ["slack"];
}

/** Tiers ascend: rungs are put in order, and those of one time become one. */
function setTiers(severity: Severity, rungs: readonly Rung[], section: Section, book: Ledger): void {
  if (rungs.length === 0) return;
  const times = [...new Set(rungs.map((rung) => rung.seconds))].toSorted((a, b) => a - b);
  if (times.join() !== rungs.map((rung) => rung.seconds).join())
    book.toDo(`${section.name}: its times did not ascend; look at sla.${severity}.tiers`);
  const tiers = times.map((time) => ({
    after: durationText(seconds(time)),
    notify: [...new Set(rungs.filter((rung) => rung.seconds === time).flatMap(({ notify }) => notify))],
  }));
  book.set(["sla", severity, "tiers"], tiers);
}

function silence(silent: readonly Severity[], sla: Section, book: Ledger): void {
  for (const severity of silent) {
    if (severity === "critical") continue;
    book.set(["sla", severity, "enabled"], false);
    book.carry({
      from: sla.name,
      line: sla.line,
      to: `sla.${severity}.enabled`,
      note: `off: the earlier tool did not watch ${severity} alerts`,
    });
  }
}

function importCritical(sla: Section, { book }: Context): void {
  if (sla.has("THEHIVE_LEVEL4")) return;
  // A severity that is silent by inheritance, and nobody's choice, would hide the worst alerts.
  book.toDo(
    `${sla.name}: the earlier tool never told anybody of critical alerts (severity 4); now the default policy does, unless you set sla.critical.enabled to false`,
  );
}

/** Whatever nobody asked for was no setting. */
export function leaveRest(section: Section | undefined, book: Ledger): void {
  if (section === undefined) return;
  for (const { key } of section.rest()) {
    const { from, line } = section.place(key);
    // A name that looks like none may be a secret out of its place.
    const shown = /^[A-Z][A-Z0-9_]{0,50}$/.test(key) ? from : `${section.name}, an entry`;
    book.puzzle({ from: shown, line, why: "the earlier tool is not known to have this setting" });
  }
}
