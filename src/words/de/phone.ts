import type { Duration } from "../../lib/time.ts";
import type { Severity, Via } from "../../sla/model.ts";
import { clockText, spokenZone } from "../clock.ts";
import type { ClockTime, Lead, PhoneWords, Whom } from "../phone-words.ts";
import { counted, shortAge, spokenLength } from "../units.ts";

const DAYS = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"];

function at(time: ClockTime): string {
  const day = time.weekday === undefined ? "" : `am ${DAYS[time.weekday - 1]} `;
  return `${day}um ${clockText(time)}`;
}

function then(whom: Whom, via: Via, when: string): string {
  const message = via === "sms" ? "eine SMS" : "eine Nachricht";
  switch (whom.kind) {
    case "you":
      return via === "call" ? `wirst du ${when} angerufen` : `bekommst du ${when} ${message}`;
    case "person":
      return via === "call"
        ? `wird ${whom.name} ${when} angerufen`
        : `bekommt ${whom.name} ${when} ${message}`;
    case "group":
      return via === "call"
        ? `wird die Gruppe ${whom.name} ${when} angerufen`
        : `bekommt die Gruppe ${whom.name} ${when} ${message}`;
    case "channel":
      return `steht es ${when} wieder im Kanal`;
  }
}

const age = (length: Duration) => shortAge(length, ["Tag", "Tage"]);
// After "seit": the third case.
const since = (length: Duration) => shortAge(length, ["Tag", "Tagen"]);
const length = (long: Duration) =>
  spokenLength(long, {
    day: ["einem Tag", "Tagen"],
    hour: ["einer Stunde", "Stunden"],
    minute: ["einer Minute", "Minuten"],
    lessThanMinute: "weniger als einer Minute",
    minutesAfterHours: (minutes) => (minutes === 1 ? "einer Minute" : `${minutes} Minuten`),
  });

const severities: Readonly<Record<Severity, string>> = {
  low: "NIEDRIG",
  medium: "MITTEL",
  high: "HOCH",
  critical: "KRITISCH",
};
const spoken: Readonly<Record<Severity, string>> = {
  low: "Niedriger",
  medium: "Mittlerer",
  high: "Hoher",
  critical: "Kritischer",
};

function leadText(lead: Lead): string {
  switch (lead.kind) {
    case "missed":
      return "SLA verpasst";
    case "escalated":
      return "An dich eskaliert";
    case "reminder":
      return "Erinnerung";
    case "at-risk":
      return "SLA in Gefahr";
    case "high-risk":
      return `Risikowort${lead.word === undefined ? "" : ` ${lead.word}`}`;
  }
}

function spokenLead(lead: Lead, severity: Severity): string {
  const alert = `${spoken[severity]} Alarm`;
  if (lead.kind === "at-risk") return `Bald zu spät. ${alert}`;
  if (lead.kind === "reminder") return `Erinnerung. ${alert}`;
  return lead.kind === "high-risk"
    ? `${alert}, Risikowort${lead.word === undefined ? "" : ` ${lead.word}`}`
    : alert;
}

function until(time: ClockTime): string {
  return `bis ${time.hour} Uhr${time.minute === 0 ? "" : ` ${time.minute}`}${spokenZone(time)}`;
}

export const phone = {
  colleague: "jemandem in Slack",
  monitor: "dem Monitor selbst",
  then,
  text: {
    at,
    age,
    noTitle: "(kein Titel)",
    withheld: (why) => `${why}, siehe TheHive`,
    alert: ({ lead, severity, number, age: old }) =>
      `${leadText(lead)}: ${severities[severity]} #${number}, seit ${since(old)} offen.`,
    digest: ({ count, missed, oldest, severity, number }) =>
      `${counted(count, ["Alarm", "Alarme"])} ${missed ? "nach der SLA" : "für dich"}, einer seit ${since(oldest)}. Schlimmster: ${severities[severity]} #${number}`,
    doubt: (count) => `TheHive schweigt, ${count > 1 ? "einige evtl." : "evtl. schon"} erledigt.`,
    reply: (code, count, next) => {
      const take = `Antwort ${code} übernimmt ${count > 1 ? "alle" : "ihn"}`;
      if (next === "last") return `${take}. Letzte Stufe.`;
      return next === undefined ? `${take}.` : `${take}, sonst ${next}.`;
    },
    lookIn: (place, next) => {
      const where = `In ${place === "slack" ? "Slack" : "TheHive"} übernehmen`;
      if (next === "last") return `${where}. Letzte Stufe.`;
      return next === undefined ? `${where}.` : `${where}, sonst ${next}.`;
    },
    case: ({ step, caseNumber, severity, number, age: old }) =>
      `Fall${caseNumber === undefined ? "" : ` #${caseNumber}`} ${step === "assigned" ? `seit ${since(old)} niemandem zugewiesen` : `nach ${since(old)} noch offen`}: ${severities[severity]} #${number}`,
    caseDoubt: "TheHive schweigt, evtl. schon geschehen.",
    caseTodo: (step) => `Bitte in TheHive ${step === "assigned" ? "zuweisen" : "schließen"}.`,
    list: (reference) => `Liste: Slack, ${reference}.`,
    more: (count) => `und ${count} weitere`,
    hiveTrouble: {
      unauthorized: "Schlüssel abgelehnt",
      forbidden: "dem Schlüssel fehlt ein Recht",
      "not-found": "findet nichts",
      refused: "lehnt ab",
      unreachable: "keine Antwort",
      nonsense: "Antworten unbrauchbar",
      unknown: "Grund unbekannt",
    },
    hiveDown: (from, old) => `TheHive seit ${clockText(from)} nicht lesbar (${age(old)}):`,
    hiveDownMeans: "NEUE Alarme sieht niemand, bekannte melden sich weiter. Bitte TheHive prüfen.",
    hiveUp: (downFor) =>
      `TheHive ist nach ${since(downFor)} wieder da. Neue Alarme werden wieder gesehen. Nichts zu tun.`,
    test: (by) => `Test des SLA-Monitors, gewünscht von ${by}.`,
    testReply: (code) => `Zum Ausprobieren mit ${code} antworten.`,
    testEnd: "Dein Telefon ist erreichbar. Nichts zu tun.",
    taken: ({ list, until: end, from }) =>
      `Du hast ${list} bis ${clockText(end)}.${from === undefined ? "" : ` Vorher: ${from}.`} Bis dahin wird sonst niemand angerufen.`,
    tooLate: (count) => `${count > 1 ? "Sie waren" : "Er war"} schon erledigt. Nichts zu tun.`,
    notUnderstood:
      'Nichts übernommen. Bitte mit den vier Zeichen hinter "Antwort" im Text des Alarms antworten.',
    testPassed: "Deine Antwort ist da. Das war ein Test. Nichts zu tun.",
  },
  speech: {
    greeting: "S L A Monitor.",
    inTime: (long) => `in ${length(long)}`,
    noTitle: "ohne Titel",
    withheld: (why) => `${why}, siehe TheHive`,
    otherScript: "Titel in anderer Schrift",
    dot: "Punkt",
    link: "ein Link",
    address: "eine Adresse",
    hash: "ein Hash",
    longWord: "ein langes Wort",
    alert: ({ lead, severity, age: old }) => `${spokenLead(lead, severity)}, seit ${length(old)} offen:`,
    digest: ({ count, oldest, severity }) =>
      `${counted(count, ["offener Alarm", "offene Alarme"])}, der älteste seit ${length(oldest)}, der schlimmste ${severities[severity].toLowerCase()}:`,
    case: ({ step, caseNumber, severity, age: old }) =>
      `Fall${caseNumber === undefined ? "" : ` ${caseNumber}`}, ${severities[severity].toLowerCase()}, ${step === "assigned" ? `seit ${length(old)} niemandem zugewiesen` : `nach ${length(old)} noch offen`}:`,
    caseDoubt: "Vielleicht schon geschehen: TheHive schweigt.",
    caseTodo: (step) => `Bitte in TheHive ${step === "assigned" ? "zuweisen" : "schließen"}.`,
    doubt: (count) => `${count > 1 ? "Einige vielleicht" : "Vielleicht schon"} erledigt: TheHive schweigt.`,
    press: (count) => `Drück eine Taste, um ${count > 1 ? `alle ${count}` : "ihn"} zu übernehmen.`,
    lookIn: (place) => `Bitte in ${place === "slack" ? "Slack" : "TheHive"} übernehmen.`,
    otherwise: (next) => `Sonst ${next}.`,
    last: "Das ist die letzte Stufe.",
    hiveDown: (old) =>
      `TheHive ist seit ${length(old)} nicht lesbar. Neue Alarme sieht niemand, bekannte melden sich weiter. Bitte TheHive prüfen.`,
    hiveUp: (downFor) => `TheHive ist nach ${length(downFor)} wieder da. Du musst nichts tun.`,
    test: (by) => `Das ist ein Test, gewünscht von ${by}.`,
    testPress: "Drück zum Ausprobieren eine Taste.",
    testEnd: "Dein Telefon ist erreichbar. Du musst nichts tun.",
    taken: ({ numbers, until: end, from }) =>
      `Danke. ${numbers.length > 1 ? `Alle ${numbers.length} Alarme gehören` : `Alarm Nummer ${numbers[0]} gehört`} dir ${until(end)}.` +
      `${from === undefined ? "" : ` Vorher: ${from}.`} Bis dahin wird sonst niemand angerufen. ` +
      `Schließ ${numbers.length > 1 ? "sie in TheHive oder mach Fälle" : "ihn in TheHive oder mach einen Fall"} daraus. Tschüss.`,
    tooLate: (count) =>
      `Danke. ${count > 1 ? "Sie waren" : "Er war"} schon erledigt. Du musst nichts tun. Tschüss.`,
    notUnderstood: "Nichts übernommen. Tschüss.",
    testPassed: "Danke. Deine Taste ist angekommen. Das war ein Test. Tschüss.",
  },
} satisfies PhoneWords;
