import type { Duration } from "../../lib/time.ts";
import type { Severity, Via } from "../../sla/model.ts";
import { clockText, spokenZone } from "../clock.ts";
import type { ClockTime, Lead, PhoneWords, Whom } from "../phone-words.ts";
import { counted, shortAge, spokenLength } from "../units.ts";

const DAYS = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];

function at(time: ClockTime): string {
  const day = time.weekday === undefined ? "" : `${DAYS[time.weekday - 1]} `;
  return `${day}à ${clockText(time)}`;
}

function then(whom: Whom, via: Via, when: string): string {
  const message = via === "sms" ? "un SMS" : "un message";
  switch (whom.kind) {
    case "you":
      return via === "call" ? `on vous appelle ${when}` : `vous recevez ${message} ${when}`;
    case "person":
      return via === "call" ? `on appelle ${whom.name} ${when}` : `${whom.name} reçoit ${message} ${when}`;
    case "group":
      return via === "call"
        ? `on appelle le groupe ${whom.name} ${when}`
        : `le groupe ${whom.name} reçoit ${message} ${when}`;
    case "channel":
      return `rappel dans le canal ${when}`;
  }
}

const age = (length: Duration) => shortAge(length, ["jour", "jours"]);
const length = (long: Duration) =>
  spokenLength(long, {
    day: ["un jour", "jours"],
    hour: ["une heure", "heures"],
    minute: ["une minute", "minutes"],
    lessThanMinute: "moins d'une minute",
    minutesAfterHours: (minutes) => String(minutes),
  });

const severities: Readonly<Record<Severity, string>> = {
  low: "FAIBLE",
  medium: "MOYENNE",
  high: "ÉLEVÉE",
  critical: "CRITIQUE",
};

function leadText(lead: Lead): string {
  switch (lead.kind) {
    case "missed":
      return "SLA dépassé";
    case "escalated":
      return "Escalade vers vous";
    case "reminder":
      return "Rappel";
    case "at-risk":
      return "SLA bientôt dépassé";
    case "high-risk":
      return `Mot à risque${lead.word === undefined ? "" : ` ${lead.word}`}`;
  }
}

function spokenLead(lead: Lead, severity: Severity): string {
  const alert = `Alerte ${severities[severity].toLowerCase()}`;
  if (lead.kind === "at-risk") return `Bientôt en retard. ${alert}`;
  if (lead.kind === "reminder") return `Rappel. ${alert}`;
  return lead.kind === "high-risk"
    ? `${alert}, mot à risque${lead.word === undefined ? "" : ` ${lead.word}`}`
    : alert;
}

function until(time: ClockTime): string {
  const hour = `${time.hour} heure${time.hour > 1 ? "s" : ""}`;
  return `jusqu'à ${hour}${time.minute === 0 ? "" : ` ${time.minute}`}${spokenZone(time)}`;
}

export const phone = {
  colleague: "quelqu'un sur Slack",
  monitor: "le moniteur lui-même",
  then,
  text: {
    at,
    age,
    noTitle: "(sans titre)",
    withheld: (why) => `${why}, voir TheHive`,
    alert: ({ lead, severity, number, age: old }) =>
      `${leadText(lead)} : ${severities[severity]} #${number}, ouverte depuis ${age(old)}.`,
    digest: ({ count, missed, oldest, severity, number }) =>
      `${counted(count, ["alerte", "alertes"])} ${missed ? "hors SLA" : "à la fois"}, dont une depuis ${age(oldest)}. La pire : ${severities[severity]} #${number}`,
    doubt: (count) => `TheHive muet, traitée${count > 1 ? "s" : ""} peut-être.`,
    reply: (code, count, next) => {
      const take = `Répondez ${code} pour ${count > 1 ? "tout prendre" : "la prendre"}`;
      if (next === "last") return `${take}. Dernier palier.`;
      return next === undefined ? `${take}.` : `${take}, sinon ${next}.`;
    },
    lookIn: (place, next) => {
      const where = `Voir ${place === "slack" ? "Slack" : "TheHive"}`;
      if (next === "last") return `${where}. Dernier palier.`;
      return next === undefined ? `${where}.` : `${where}, sinon ${next}.`;
    },
    case: ({ step, caseNumber, severity, number, age: old }) =>
      `Cas${caseNumber === undefined ? "" : ` #${caseNumber}`} ${step === "assigned" ? "sans responsable depuis" : "encore ouvert après"} ${age(old)} : ${severities[severity]} #${number}`,
    caseDoubt: "TheHive muet, fait peut-être.",
    caseTodo: (step) => `${step === "assigned" ? "Attribuez-le" : "Fermez-le"} dans TheHive.`,
    list: (reference) => `Liste : Slack, ${reference}.`,
    more: (count) => `et ${count} de plus`,
    hiveTrouble: {
      unauthorized: "clé refusée",
      forbidden: "droit manquant",
      "not-found": "rien trouvé",
      refused: "il refuse",
      unreachable: "pas de réponse",
      nonsense: "réponses illisibles",
      unknown: "raison inconnue",
    },
    hiveDown: (since, old) => `TheHive illisible depuis ${clockText(since)} (${age(old)}) :`,
    hiveDownMeans: "Les NOUVELLES alertes ne sont pas vues, les connues sonnent encore. Vérifiez TheHive.",
    hiveUp: (downFor) =>
      `TheHive est de retour après ${age(downFor)}. Les nouvelles alertes sont de nouveau vues. Rien à faire.`,
    test: (by) => `Test du moniteur SLA, demandé par ${by}.`,
    testReply: (code) => `Répondez ${code} pour essayer.`,
    testEnd: "Votre téléphone est joignable. Rien à faire.",
    taken: ({ list, count, until: end, from }) =>
      `${list} ${count > 1 ? "sont" : "est"} à vous jusqu'à ${clockText(end)}.${from === undefined ? "" : ` Avant vous : ${from}.`} D'ici là, on n'appelle personne d'autre.`,
    tooLate: (count) =>
      `${count > 1 ? "Elles étaient déjà traitées" : "Elle était déjà traitée"}. Rien à faire.`,
    notUnderstood:
      "Rien n'a été pris. Répondez avec les quatre caractères après \"Répondez\" dans le texte de l'alerte.",
    testPassed: "Votre réponse est arrivée. C'était un test. Rien à faire.",
  },
  speech: {
    greeting: "Moniteur S L A.",
    inTime: (long) => `dans ${length(long)}`,
    noTitle: "sans titre",
    withheld: (why) => `${why}, voir TheHive`,
    otherScript: "titre dans une autre écriture",
    dot: "point",
    link: "un lien",
    address: "une adresse",
    hash: "une empreinte",
    longWord: "un long mot",
    alert: ({ lead, severity, age: old }) =>
      `${spokenLead(lead, severity)}, non traitée depuis ${length(old)}:`,
    digest: ({ count, oldest, severity }) =>
      `${counted(count, ["alerte non traitée", "alertes non traitées"])}, la plus ancienne depuis ${length(oldest)}, la pire ${severities[severity].toLowerCase()}:`,
    case: ({ step, caseNumber, severity, age: old }) =>
      `Cas${caseNumber === undefined ? "" : ` ${caseNumber}`}, gravité ${severities[severity].toLowerCase()}, ${step === "assigned" ? "sans responsable depuis" : "encore ouvert après"} ${length(old)}:`,
    caseDoubt: "Peut-être déjà fait: TheHive est muet.",
    caseTodo: (step) => `${step === "assigned" ? "Attribuez-le" : "Fermez-le"} dans TheHive.`,
    doubt: (count) =>
      `${count > 1 ? "Certaines peut-être traitées" : "Peut-être déjà traitée"}: TheHive est muet.`,
    press: (count) => `Appuyez sur une touche pour ${count > 1 ? `prendre les ${count}` : "la prendre"}.`,
    lookIn: (place) => `Prenez-la dans ${place === "slack" ? "Slack" : "TheHive"}.`,
    otherwise: (next) => `Sinon, ${next}.`,
    last: "C'est le dernier palier.",
    hiveDown: (old) =>
      `TheHive est illisible depuis ${length(old)}. Les nouvelles alertes ne sont pas vues, les connues sonnent encore. Vérifiez TheHive.`,
    hiveUp: (downFor) => `TheHive est de retour après ${length(downFor)}. Vous n'avez rien à faire.`,
    test: (by) => `Ceci est un test, demandé par ${by}.`,
    testPress: "Appuyez sur une touche pour essayer.",
    testEnd: "Votre téléphone est joignable. Vous n'avez rien à faire.",
    taken: ({ numbers, until: end, from }) =>
      `Merci. ${numbers.length > 1 ? `Les ${numbers.length} alertes sont` : `L'alerte numéro ${numbers[0]} est`} à vous ${until(end)}.` +
      `${from === undefined ? "" : ` Avant vous: ${from}.`} D'ici là, on n'appelle personne d'autre. ` +
      `Dans TheHive, ${numbers.length > 1 ? "fermez-les ou faites-en des cas" : "fermez-la ou faites-en un cas"}. Au revoir.`,
    tooLate: (count) =>
      `Merci. ${count > 1 ? "Elles étaient déjà traitées" : "Elle était déjà traitée"}. Vous n'avez rien à faire. Au revoir.`,
    notUnderstood: "Rien n'a été pris. Au revoir.",
    testPassed: "Merci. Votre touche est bien arrivée. C'était un test. Au revoir.",
  },
} satisfies PhoneWords;
