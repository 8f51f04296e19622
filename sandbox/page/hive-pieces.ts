import { caseLink } from "../thehive/links.ts";
import type { StoredAlert, StoredCase } from "../thehive/model.ts";
import type { TheHiveServer } from "../thehive/server.ts";
import type { AlertPage, AlertRow, AlertStage, CasePiece, HivePiece } from "./wire.ts";

const PAGE = 50;
const CASES = 20;

/** What is asked of the list of alerts. */
export interface AlertQuery {
  readonly stage: AlertStage | "all";
  /** Part of a title, source or tag. */
  readonly text: string;
  /** From 0. */
  readonly page: number;
}

/** How many alerts stand where. */
export function hivePiece(hive: TheHiveServer, revision: number): HivePiece {
  const counts = { New: 0, InProgress: 0, Closed: 0, Imported: 0 };
  for (const { stage } of hive.alerts.values()) counts[stage] += 1;
  return { version: hive.version, url: hive.publicUrl, revision, counts };
}

/** One page of alerts, newest first. */
export function alertPage(hive: TheHiveServer, { stage, text, page }: AlertQuery): AlertPage {
  const wanted = text.trim().toLowerCase();
  const found = [...hive.alerts.values()]
    .filter((alert) => (stage === "all" || alert.stage === stage) && contains(alert, wanted))
    .sort((a, b) => b.createdAt - a.createdAt);
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const shown = Math.min(page, pages - 1);
  const rows = found.slice(shown * PAGE, (shown + 1) * PAGE).map((alert) => rowOf(hive, alert));
  return { rows, total: found.length, page: shown, pages };
}

/** The latest cases, newest first. */
export function casePieces(hive: TheHiveServer): readonly CasePiece[] {
  return [...hive.cases.values()]
    .slice(-CASES)
    .reverse()
    .map((one) => casePiece(hive, one));
}

function contains({ title, source, tags }: StoredAlert, wanted: string): boolean {
  return wanted === "" || [title, source, ...tags].some((part) => part.toLowerCase().includes(wanted));
}

function rowOf(hive: TheHiveServer, alert: StoredAlert): AlertRow {
  const { id, title, severity, stage, status, createdAt, source, observables } = alert;
  const its = hive.caseOf(id);
  return {
    id,
    title,
    severity,
    stage,
    status,
    createdAt,
    source,
    observables: observables.length,
    url: hive.alertUrl(id),
    case: its && casePiece(hive, its),
  };
}

function casePiece({ version, publicUrl }: TheHiveServer, { id, number, title }: StoredCase): CasePiece {
  return { id, number, title, url: caseLink(version, publicUrl, id) };
}
