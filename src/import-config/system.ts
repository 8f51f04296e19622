import { isIPv6 } from "node:net";
import { durationText } from "../lib/duration-text.ts";
import { withoutEndSlashes } from "../lib/slashes.ts";
import { type Duration, seconds } from "../lib/time.ts";
import type { Ledger } from "./plan.ts";
import { severityOf } from "./policies.ts";
import type { Section } from "./section.ts";

/** Turns SYSTEM_SETTINGS into where TheHive is, how often it is asked, and where the log goes. */
export function importSystem(system: Section, book: Ledger): void {
  importAddress(system, book);
  importVariable(system, "HIVE_API_KEY", "THEHIVE_API_KEY", book);
  importVariable(system, "LOG_FILE_LOCATION", "LOG_FILE", book, "now JSON lines");
  const every = system.number("LOOP_TIME");
  if (every !== undefined) {
    book.set(["poll", "every"], durationText(secondsOf(Math.max(1, every))));
    book.carry({ ...system.place("LOOP_TIME"), to: "poll.every" });
  }
  importMaxAge(system, book);
}

function importAddress(system: Section, book: Ledger): void {
  const server = system.text("HIVE_SERVER_IP");
  const port = system.number("HIVE_SERVER_PORT");
  const shown = system.text("HIVE_FQDN");
  if (server !== undefined && server !== "") {
    const url = address(server, port);
    book.variable("THEHIVE_URL", url);
    book.carry({
      ...system.place("HIVE_SERVER_IP"),
      to: "THEHIVE_URL",
      ...(url.startsWith("http:") ? PLAIN : {}),
    });
    if (port !== undefined) book.carry({ ...system.place("HIVE_SERVER_PORT"), to: "THEHIVE_URL" });
  }
  if (shown === undefined || shown === "") return;
  book.variable("THEHIVE_PUBLIC_URL", address(shown, port));
  book.carry({
    ...system.place("HIVE_FQDN"),
    to: "THEHIVE_PUBLIC_URL",
    note: "for links; with the port, as before",
  });
}

const PLAIN = { note: "http, as before; use https where TheHive has it" } as const;

/** `192.168.1.15` and 9000, or an address that says more. */
function address(host: string, port: number | undefined): string {
  const text = /^https?:\/\//i.test(host) ? host : `http://${isIPv6(host) ? `[${host}]` : host}`;
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.port === "" && port !== undefined) url.port = String(port);
  return withoutEndSlashes(url.href);
}

function importMaxAge(system: Section, book: Ledger): void {
  const enabled = system.flag("MAX_ALERT_DETECTION_ENABLED");
  const age = system.number("MAX_ALERT_DETECTION_AGE");
  if (enabled === undefined && age === undefined) return;
  const isOff = enabled === false || age === undefined;
  book.set(["poll", "maxAge"], isOff ? "off" : durationText(secondsOf(age)));
  const key = age === undefined ? "MAX_ALERT_DETECTION_ENABLED" : "MAX_ALERT_DETECTION_AGE";
  book.carry({ ...system.place(key), to: "poll.maxAge" });
}

/** Turns high-risk words into the rule, from either of the places they have had. */
export function importHighRisk(
  system: Section | undefined,
  sla: Section | undefined,
  watchedLevel: number | undefined,
  book: Ledger,
): void {
  const level = system?.number("HIGH_RISK_WORDS_SEVERITY_LEVEL");
  const section = [system, sla].find((one) => one?.has("HIGH_RISK_WORDS"));
  const words = section?.texts("HIGH_RISK_WORDS");
  if (section !== undefined && words !== undefined) {
    book.set(["highRisk", "words"], words);
    book.set(["highRisk", "then"], "stop");
    book.carry({
      ...section.place("HIGH_RISK_WORDS"),
      to: "highRisk.words",
      note: "now whole words only; highRisk.then is stop, as before: with continue the tiers go on afterwards",
    });
  }
  const severity = severityOf(level ?? watchedLevel ?? 0);
  if (severity !== undefined && (words !== undefined || level !== undefined)) {
    book.set(["highRisk", "severities"], [severity]);
    if (system !== undefined && level !== undefined)
      book.carry({ ...system.place("HIGH_RISK_WORDS_SEVERITY_LEVEL"), to: "highRisk.severities" });
  } else if (system !== undefined && level !== undefined) {
    book.leave({ ...system.place("HIGH_RISK_WORDS_SEVERITY_LEVEL"), why: "no severity from 1 to 4" });
  }
}

/** A text that becomes a variable as it is. An empty one was never filled in. */
export function importVariable(
  section: Section,
  key: string,
  name: string,
  book: Ledger,
  note?: string,
): void {
  const text = section.text(key);
  if (text === undefined) return;
  if (text === "") {
    book.leave({ ...section.place(key), why: "empty" });
    return;
  }
  book.variable(name, text);
  book.carry({ ...section.place(key), to: name, ...(note === undefined ? {} : { note }) });
}

function secondsOf(count: number): Duration {
  return seconds(Math.max(0, count));
}
