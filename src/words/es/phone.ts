import type { Duration } from "../../lib/time.ts";
import type { Severity, Via } from "../../sla/model.ts";
import { clockText, spokenZone } from "../clock.ts";
import type { ClockTime, Lead, PhoneWords, Whom } from "../phone-words.ts";
import { counted, shortAge, spokenLength } from "../units.ts";

const DAYS = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];

function hourOf(time: ClockTime, shown: string): string {
  return `${time.hour === 1 ? "la" : "las"} ${shown}`;
}

function at(time: ClockTime): string {
  const day = time.weekday === undefined ? "" : `el ${DAYS[time.weekday - 1]} `;
  return `${day}a ${hourOf(time, clockText(time))}`;
}

function then(whom: Whom, via: Via, when: string): string {
  const message = via === "sms" ? "un SMS" : "un mensaje";
  switch (whom.kind) {
    case "you":
      return via === "call" ? `te llamamos ${when}` : `recibes ${message} ${when}`;
    case "person":
      return via === "call" ? `llamamos a ${whom.name} ${when}` : `${whom.name} recibe ${message} ${when}`;
    case "group":
      return via === "call"
        ? `llamamos al grupo ${whom.name} ${when}`
        : `el grupo ${whom.name} recibe ${message} ${when}`;
    case "channel":
      return `se avisa otra vez en el canal ${when}`;
  }
}

const age = (length: Duration) => shortAge(length, ["día", "días"]);
const length = (long: Duration) =>
  spokenLength(long, {
    day: ["un día", "días"],
    hour: ["una hora", "horas"],
    minute: ["un minuto", "minutos"],
    lessThanMinute: "menos de un minuto",
    minutesAfterHours: (minutes) => `y ${counted(minutes, ["minuto", "minutos"])}`,
  });

const severities: Readonly<Record<Severity, string>> = {
  low: "BAJA",
  medium: "MEDIA",
  high: "ALTA",
  critical: "CRÍTICA",
};

function leadText(lead: Lead): string {
  switch (lead.kind) {
    case "missed":
      return "SLA vencido";
    case "escalated":
      return "Escalada a ti";
    case "reminder":
      return "Recordatorio";
    case "at-risk":
      return "SLA en riesgo";
    case "high-risk":
      return `Palabra de riesgo${lead.word === undefined ? "" : ` ${lead.word}`}`;
  }
}

function spokenLead(lead: Lead, severity: Severity): string {
  const alert = `Alerta ${severities[severity].toLowerCase()}`;
  if (lead.kind === "at-risk") return `Pronto fuera de plazo. ${alert}`;
  if (lead.kind === "reminder") return `Recordatorio. ${alert}`;
  return lead.kind === "high-risk"
    ? `${alert}, palabra de riesgo${lead.word === undefined ? "" : ` ${lead.word}`}`
    : alert;
}

function until(time: ClockTime): string {
  const minutes = time.minute === 0 ? "" : ` y ${time.minute}`;
  return `hasta ${hourOf(time, `${time.hour}${minutes}`)}${spokenZone(time)}`;
}

export const phone = {
  colleague: "alguien en Slack",
  monitor: "el propio monitor",
  then,
  text: {
    at,
    age,
    noTitle: "(sin título)",
    withheld: (why) => `${why}, mira TheHive`,
    alert: ({ lead, severity, number, age: old }) =>
      `${leadText(lead)}: ${severities[severity]} #${number}, ${age(old)} sin atender.`,
    digest: ({ count, missed, oldest, severity, number }) =>
      `${counted(count, ["alerta", "alertas"])} ${missed ? "fuera del SLA" : "a la vez para ti"}, una de hace ${age(oldest)}. La peor: ${severities[severity]} #${number}`,
    doubt: (count) => `TheHive calla, quizá resuelta${count > 1 ? "s" : ""}.`,
    reply: (code, count, next) => {
      const take = `Responde ${code} para ${count > 1 ? "tomarlas todas" : "tomarla"}`;
      if (next === "last") return `${take}. Es el último paso.`;
      return next === undefined ? `${take}.` : `${take} o ${next}.`;
    },
    lookIn: (place, next) => {
      const where = `Tómala en ${place === "slack" ? "Slack" : "TheHive"}`;
      if (next === "last") return `${where}. Es el último paso.`;
      return next === undefined ? `${where}.` : `${where} o ${next}.`;
    },
    case: ({ step, caseNumber, severity, number, age: old }) =>
      `Caso${caseNumber === undefined ? "" : ` #${caseNumber}`} ${step === "assigned" ? "sin asignar desde hace" : "abierto tras"} ${age(old)}: ${severities[severity]} #${number}`,
    caseDoubt: "TheHive calla, quizá ya está hecho.",
    caseTodo: (step) => `${step === "assigned" ? "Asígnalo" : "Ciérralo"} en TheHive.`,
    list: (reference) => `Lista: Slack, ${reference}.`,
    more: (count) => `y ${count} más`,
    hiveTrouble: {
      unauthorized: "clave rechazada",
      forbidden: "falta un permiso",
      "not-found": "no encuentra nada",
      refused: "se niega",
      unreachable: "no responde",
      nonsense: "respuestas sin sentido",
      unknown: "motivo desconocido",
    },
    hiveDown: (since, old) => `TheHive no se lee desde ${hourOf(since, clockText(since))} (${age(old)}):`,
    hiveDownMeans: "Las alertas NUEVAS no se ven; las conocidas siguen avisando. Revisa TheHive.",
    hiveUp: (downFor) =>
      `TheHive ha vuelto tras ${age(downFor)}. Las alertas nuevas se ven otra vez. Nada que hacer.`,
    test: (by) => `Prueba del monitor SLA, pedida por ${by}.`,
    testReply: (code) => `Responde ${code} para probarlo.`,
    testEnd: "Tu teléfono responde. Nada que hacer.",
    taken: ({ list, count, until: end, from }) =>
      `${list} ${count > 1 ? "son tuyas" : "es tuya"} hasta ${hourOf(end, clockText(end))}.${from === undefined ? "" : ` Antes: ${from}.`} Hasta entonces no llamamos a nadie más.`,
    tooLate: (count) => `Ya ${count > 1 ? "estaban resueltas" : "estaba resuelta"}. Nada que hacer.`,
    notUnderstood:
      'No se ha tomado nada. Responde con los cuatro caracteres tras "Responde" en el texto de la alerta.',
    testPassed: "Tu respuesta ha llegado. Era una prueba. Nada que hacer.",
  },
  speech: {
    greeting: "Monitor S L A.",
    inTime: (long) => `dentro de ${length(long)}`,
    noTitle: "sin título",
    withheld: (why) => `${why}, mira TheHive`,
    otherScript: "título en otra escritura",
    dot: "punto",
    link: "un enlace",
    address: "una dirección",
    hash: "un hash",
    longWord: "una palabra larga",
    alert: ({ lead, severity, age: old }) =>
      `${spokenLead(lead, severity)}, sin atender desde hace ${length(old)}:`,
    digest: ({ count, oldest, severity }) =>
      `${counted(count, ["alerta", "alertas"])} sin atender, la más antigua desde hace ${length(oldest)}, la peor ${severities[severity].toLowerCase()}:`,
    case: ({ step, caseNumber, severity, age: old }) =>
      `Caso${caseNumber === undefined ? "" : ` ${caseNumber}`}, gravedad ${severities[severity].toLowerCase()}, ${step === "assigned" ? "sin asignar desde hace" : "abierto tras"} ${length(old)}:`,
    caseDoubt: "Quizá ya está hecho: TheHive calla.",
    caseTodo: (step) => `${step === "assigned" ? "Asígnalo" : "Ciérralo"} en TheHive.`,
    doubt: (count) => `Quizá ya resuelta${count > 1 ? "s" : ""}: TheHive calla.`,
    press: (count) => `Pulsa una tecla para ${count > 1 ? `tomar las ${count}` : "tomarla"}.`,
    lookIn: (place) => `Tómala en ${place === "slack" ? "Slack" : "TheHive"}.`,
    otherwise: (next) => `Si no, ${next}.`,
    last: "Es el último paso.",
    hiveDown: (old) =>
      `TheHive no se puede leer desde hace ${length(old)}. Las alertas nuevas no se ven; las conocidas siguen avisando. Revisa TheHive.`,
    hiveUp: (downFor) => `TheHive ha vuelto tras ${length(downFor)}. No tienes que hacer nada.`,
    test: (by) => `Esto es una prueba, pedida por ${by}.`,
    testPress: "Pulsa una tecla para probarlo.",
    testEnd: "Tu teléfono responde. No tienes que hacer nada.",
    taken: ({ numbers, until: end, from }) =>
      `Gracias. ${numbers.length > 1 ? `Las ${numbers.length} alertas son tuyas` : `La alerta número ${numbers[0]} es tuya`} ${until(end)}.` +
      `${from === undefined ? "" : ` Antes: ${from}.`} Hasta entonces no llamamos a nadie más. ` +
      `${numbers.length > 1 ? "Ciérralas o haz casos de ellas" : "Ciérrala o haz un caso de ella"} en TheHive. Adiós.`,
    tooLate: (count) =>
      `Gracias. Ya ${count > 1 ? "estaban resueltas" : "estaba resuelta"}. No tienes que hacer nada. Adiós.`,
    notUnderstood: "No se ha tomado nada. Adiós.",
    testPassed: "Gracias. Tu tecla ha llegado. Era una prueba. Adiós.",
  },
} satisfies PhoneWords;
