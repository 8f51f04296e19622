import type { Verdict } from "./judge/judge.ts";
import type { Judged } from "./judge/lost.ts";
import type { Telling } from "./told.ts";
import type { Truth } from "./truth.ts";

/** Whether everything was told, once, and nothing else. */
export function isGood(verdict: Verdict): boolean {
  const { lost, doubled, falsely } = figures(verdict);
  return lost + doubled + falsely + verdict.misheard.length === 0;
}

/** One line for the whole run. */
export function summary(verdict: Verdict, truth: Truth, told: readonly Telling[]): string {
  const { lost, doubled, falsely } = figures(verdict);
  const unsaved = verdict.falsely.filter((one) => one.unsaved && !one.unconfirmed).length;
  const count = (fate: string) => verdict.fates.filter((one) => one.fate === fate).length;
  const late = [...verdict.late].sort((a, b) => a - b);
  const at = (share: number) => Math.round(late[Math.floor(late.length * share)] ?? 0);
  const killed = truth.lives.filter(({ how }) => how !== "stopped").length;
  return [
    `${killed} kills, ${truth.troubles.length} troubles, ${truth.alerts.size} alerts, ${told.length} messages`,
    `lost ${lost}, doubled ${doubled}, told falsely ${falsely}`,
    `answered by phone ${truth.answers.length}, took alerts ${verdict.trail.answers.filter(({ event }) => event === "alert.acknowledged").length}, misheard ${verdict.misheard.length}`,
    `late ${late.filter((one) => one > 1000).length} of ${late.length} (p50 ${at(0.5)} ms, p99 ${at(0.99)} ms)`,
    `due ${verdict.fates.length}: told ${count("told")}, together ${count("together")}, stand-in ${count("stand-in")}, later tier ${count("later tier")}, no longer wanted ${count("excused")}`,
    `died with a full disk: doubled ${verdict.doubled.length - doubled}, holds forgotten ${unsaved}`,
    `unconfirmed ${verdict.falsely.length - falsely - unsaved}, two calls at once ${verdict.atOnce}`,
  ].join("; ");
}

/** Each violation with what happened around it. */
export function violations(verdict: Verdict, truth: Truth, told: readonly Telling[]): string[] {
  const story = (alertId: string | undefined, at: number) => storyOf(alertId, at, verdict, truth, told);
  const all = [
    ...verdict.fates
      .filter(isLost)
      .map(({ due }) => [
        `LOST ${due.via} ${due.anyOf.join(" or ") || "soc"}: ${titleOf(due.alertId, truth)}, tier ${due.rung}`,
        ...story(due.alertId, due.firedAt),
      ]),
    ...verdict.doubled
      .filter(({ allowed }) => !allowed)
      .map(({ first, second }) => [
        `DOUBLED ${second.via} ${second.to}: ${titleOf(second.alertId, truth)} ${second.id ?? ""}`,
        ...story(second.alertId, first.at),
      ]),
    ...verdict.misheard.map(({ answer, how, alertId }) => [
      `MISHEARD (${how}) ${answer.by} ${answer.from} ${answer.ref}: ${titleOf(alertId, truth)}`,
      ...story(alertId, answer.at),
    ]),
    ...verdict.falsely
      .filter(({ unconfirmed, unsaved }) => !unconfirmed && !unsaved)
      .map(({ telling, why, alertId }) => [
        `TOLD FALSELY (${why}) ${telling.via} ${telling.to}: ${titleOf(alertId, truth)} ${telling.id ?? ""}`,
        ...story(alertId, telling.at),
      ]),
  ];
  // The stories of the first ones; of the others only the headlines.
  return all.flatMap((lines, index) => (index < STORIES ? lines : lines.slice(0, 1)));
}

const STORIES = 20;

const isLost = ({ fate }: Judged): boolean => fate === "lost";

function figures({ fates, doubled, falsely }: Verdict) {
  return {
    lost: fates.filter(isLost).length,
    doubled: doubled.filter(({ allowed }) => !allowed).length,
    falsely: falsely.filter(({ unconfirmed, unsaved }) => !unconfirmed && !unsaved).length,
  };
}

function titleOf(id: string | undefined, { alerts }: Truth): string {
  const stored = alerts.get(id ?? "")?.stored;
  return stored === undefined
    ? "several alerts"
    : `${stored.id} "${stored.title}" severity ${stored.severity}`;
}

const AROUND = 8000;

/** The alert's own life in full, and what the app and the providers did around the instant. */
function storyOf(
  alertId: string | undefined,
  at: number,
  { trail }: Verdict,
  { alerts, lives, troubles }: Truth,
  told: readonly Telling[],
): string[] {
  const near = (from: number, until = from) => from < at + AROUND && until > at - AROUND;
  const alert = alerts.get(alertId ?? "");
  const lines: [number, string][] = [
    ...(alert === undefined ? [] : [[alert.stored.createdAt, "raised"] as [number, string]]),
    ...(alert?.handled ?? []).flatMap(({ from, until }): [number, string][] => [
      [from, "handled"],
      [until, "open again"],
    ]),
    ...(trail.holds.get(alertId ?? "") ?? []).flatMap(({ from, until }): [number, string][] => [
      [from, "held"],
      [until, "hold over"],
    ]),
    ...trail.pauses
      .filter(({ from, until }) => near(from, until))
      .map(({ from, until }): [number, string] => [from, `paused until ${clock(until)}`]),
    ...trail.firings
      .filter((one) => one.alertId === alertId)
      .map((one): [number, string] => [one.at, `fired ${one.rung}`]),
    ...told
      .filter((one) => one.alertId === alertId)
      .map((one): [number, string] => [one.at, `TOLD ${describe(one)}`]),
    ...told
      .filter((one) => one.alertId !== alertId && one.count !== undefined && near(one.at))
      .map((one): [number, string] => [one.at, `told ${describe(one)}`]),
    ...lives
      .filter(({ bornAt, diedAt }) => near(bornAt, diedAt))
      .flatMap((life): [number, string][] => [
        [
          life.bornAt,
          `app starts${life.sabotage.diskFull === undefined ? "" : `, ${JSON.stringify(life.sabotage.diskFull)}`}`,
        ],
        [life.readyAt ?? Number.POSITIVE_INFINITY, "app ready"],
        [life.diedAt ?? Number.POSITIVE_INFINITY, `app ${life.how}`],
      ]),
    ...troubles
      .filter(({ from, until }) => near(from, until))
      .map(({ where, kind, from, until }): [number, string] => [
        from,
        `${where} ${kind} until ${clock(until)}`,
      ]),
  ];
  return lines
    .filter(([when]) => Number.isFinite(when))
    .sort(([a], [b]) => a - b)
    .map(([when, what]) => `    ${clock(when)} ${what}`);
}

function describe({ via, to, id = "", count, text, call, again }: Telling): string {
  const end =
    call === undefined
      ? ""
      : ` ${call.status}${call.endedAt === null ? "" : ` until ${clock(call.endedAt)}`}`;
  return `${via} ${to} ${id}${again ? " again" : ""}${count === undefined ? "" : ` ${count} alerts: ${text.slice(0, 60)}`}${end}`;
}

function clock(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString().slice(14, 23) : "the end";
}
