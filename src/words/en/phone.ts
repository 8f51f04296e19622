import type { Severity, Via } from "../../sla/model.ts";
import { clockText, spokenZone } from "../clock.ts";
import type { ClockTime, Lead, PhoneWords, Whom } from "../phone-words.ts";
import { counted, shortAge, spokenLength } from "../units.ts";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function at(time: ClockTime): string {
  const day = time.weekday === undefined ? "" : `on ${DAYS[time.weekday - 1]} `;
  return `${day}at ${clockText(time)}`;
}

function then(whom: Whom, via: Via, when: string): string {
  switch (whom.kind) {
    case "you":
      return `${via === "call" ? "you are called" : `you get ${message(via)}`} ${when}`;
    case "person":
      return `${whom.name} ${via === "call" ? "is called" : `gets ${message(via)}`} ${when}`;
    case "group": {
      const { name } = whom;
      if (name.endsWith("s"))
        return `the ${name} ${via === "call" ? "are called" : `get ${message(via)}`} ${when}`;
      return `group ${name} ${via === "call" ? "is called" : `gets ${message(via)}`} ${when}`;
    }
    case "channel":
      return `the channel is told again ${when}`;
  }
}

const message = (via: Via) => (via === "sms" ? "a text" : "a message");

const age = (length: Parameters<typeof shortAge>[0]) => shortAge(length, ["day", "days"]);
const length = (long: Parameters<typeof spokenLength>[0]) =>
  spokenLength(long, {
    day: ["1 day", "days"],
    hour: ["1 hour", "hours"],
    minute: ["1 minute", "minutes"],
    lessThanMinute: "less than a minute",
    minutesAfterHours: (minutes) => counted(minutes, ["minute", "minutes"]),
  });

const severities: Readonly<Record<Severity, string>> = {
  low: "LOW",
  medium: "MEDIUM",
  high: "HIGH",
  critical: "CRITICAL",
};

function leadText(lead: Lead): string {
  switch (lead.kind) {
    case "missed":
      return "SLA missed";
    case "escalated":
      return "Escalated to you";
    case "reminder":
      return "Reminder";
    case "at-risk":
      return "SLA at risk";
    case "high-risk":
      return `High-risk word${lead.word === undefined ? "" : ` ${lead.word}`}`;
  }
}

function spokenLead(lead: Lead, severity: Severity): string {
  const alert = `${severity.charAt(0).toUpperCase()}${severity.slice(1)} alert`;
  if (lead.kind === "at-risk") return `Soon late. ${alert}`;
  if (lead.kind === "reminder") return `Reminder. ${alert}`;
  return lead.kind === "high-risk"
    ? `${alert}, high-risk word${lead.word === undefined ? "" : ` ${lead.word}`}`
    : alert;
}

function until({ hour, minute, ...rest }: ClockTime): string {
  return `until ${hour}:${String(minute).padStart(2, "0")}${spokenZone({ hour, minute, ...rest })}`;
}

export const phone = {
  colleague: "a colleague in Slack",
  monitor: "the monitor itself",
  then,
  text: {
    at,
    age,
    noTitle: "(no title)",
    withheld: (why) => `${why}, see TheHive`,
    alert: ({ lead, severity, number, age: old }) =>
      `${leadText(lead)}: ${severities[severity]} #${number}, ${age(old)} untriaged.`,
    digest: ({ count, missed, oldest, severity, number }) =>
      `${counted(count, ["alert", "alerts"])} ${missed ? "past their SLA" : "for you at once"}, oldest ${age(oldest)}. Worst: ${severities[severity]} #${number}`,
    doubt: (count) => `TheHive is silent, so ${count > 1 ? "some" : "it"} may be handled.`,
    reply: (code, count, next) => {
      const take = `Reply ${code} to take ${count > 1 ? "them all" : "it"}`;
      if (next === "last") return `${take}. This is the last step.`;
      return next === undefined ? `${take}.` : `${take}, or ${next}.`;
    },
    lookIn: (place, next) => {
      const where = `Take it in ${place === "slack" ? "Slack" : "TheHive"}`;
      if (next === "last") return `${where}. This is the last step.`;
      return next === undefined ? `${where}.` : `${where}, or ${next}.`;
    },
    case: ({ step, caseNumber, severity, number, age: old }) =>
      `Case${caseNumber === undefined ? "" : ` #${caseNumber}`} ${step === "assigned" ? "unassigned for" : "still open after"} ${age(old)}: ${severities[severity]} #${number}`,
    caseDoubt: "TheHive is silent, so it may be done.",
    caseTodo: (step) => `Please ${step === "assigned" ? "assign" : "close"} it in TheHive.`,
    list: (reference) => `List: Slack, ${reference}.`,
    more: (count) => `and ${count} more`,
    hiveTrouble: {
      unauthorized: "our key is refused",
      forbidden: "our key lacks a right",
      "not-found": "it finds nothing",
      refused: "it refuses",
      unreachable: "no answer",
      nonsense: "its answers make no sense",
      unknown: "reason unknown",
    },
    hiveDown: (since, old) => `TheHive unreadable since ${clockText(since)} (${age(old)}):`,
    hiveDownMeans: "NEW alerts are not seen; known ones still fire. Please check TheHive.",
    hiveUp: (downFor) => `TheHive is back after ${age(downFor)}. New alerts are seen again. Nothing to do.`,
    test: (by) => `Test of the SLA monitor, asked for by ${by}.`,
    testReply: (code) => `Reply ${code} to try that out.`,
    testEnd: "Your phone can be reached. Nothing to do.",
    taken: ({ list, until: end, from }) =>
      `You have ${list} until ${clockText(end)}.${from === undefined ? "" : ` Before you: ${from}.`} Nobody else is called till then.`,
    tooLate: (count) => `${count > 1 ? "They were" : "It was"} handled already. Nothing to do.`,
    notUnderstood: 'Nothing was taken. Reply with the four characters after "Reply" in the alert\'s text.',
    testPassed: "Your reply arrived. This was a test. Nothing to do.",
  },
  speech: {
    greeting: "S L A monitor.",
    inTime: (long) => `in ${length(long)}`,
    noTitle: "no title",
    withheld: (why) => `${why}, see TheHive`,
    otherScript: "title in another script",
    dot: "dot",
    link: "a link",
    address: "an address",
    hash: "a hash",
    longWord: "a long word",
    alert: ({ lead, severity, age: old }) =>
      `${spokenLead(lead, severity)}, nobody on it for ${length(old)}:`,
    digest: ({ count, oldest, severity }) =>
      `${counted(count, ["alert", "alerts"])}, nobody on them, the oldest for ${length(oldest)}, the worst ${severity}:`,
    case: ({ step, caseNumber, severity, age: old }) =>
      `Case${caseNumber === undefined ? "" : ` ${caseNumber}`}, ${severity}, ${step === "assigned" ? "nobody assigned for" : "still open after"} ${length(old)}:`,
    caseDoubt: "It may be done: TheHive is silent.",
    caseTodo: (step) => `Please ${step === "assigned" ? "assign" : "close"} it in TheHive.`,
    doubt: (count) => `${count > 1 ? "Some" : "It"} may be handled: TheHive is silent.`,
    press: (count) => `Press any key to take ${count > 1 ? `all ${count}` : "it"}.`,
    lookIn: (place) => `Please take it in ${place === "slack" ? "Slack" : "TheHive"}.`,
    otherwise: (next) => `Otherwise ${next}.`,
    last: "This is the last step.",
    hiveDown: (old) =>
      `TheHive has been unreadable for ${length(old)}. New alerts are not seen; known ones still fire. Please check TheHive.`,
    hiveUp: (downFor) => `TheHive is back after ${length(downFor)}. There is nothing for you to do.`,
    test: (by) => `This is a test, asked for by ${by}.`,
    testPress: "Press any key to try that out.",
    testEnd: "Your phone can be reached. There is nothing for you to do.",
    taken: ({ numbers, until: end, from }) =>
      `Thank you. ${numbers.length > 1 ? `All ${numbers.length} alerts are` : `Alert number ${numbers[0]} is`} yours ${until(end)}.` +
      `${from === undefined ? "" : ` Before you: ${from}.`} Nobody else is called until then. Close it or make it a case in TheHive. Goodbye.`,
    tooLate: (count) =>
      `Thank you. ${count > 1 ? "They were" : "It was"} handled already. There is nothing for you to do. Goodbye.`,
    notUnderstood: "Nothing was taken. Goodbye.",
    testPassed: "Thank you. Your key arrived. This was a test. Goodbye.",
  },
} satisfies PhoneWords;
