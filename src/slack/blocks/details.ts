import type { AlertDetails, KnownObservable, Similar } from "../../engine/ports/alert-finisher.ts";
import type { AuditEvent } from "../../sla/event.ts";
import type { Block } from "./fit.ts";
import { labelled, lines, link, moment, type Piece, strong, theirs, words } from "./rich.ts";
import { severityLabel } from "./severity.ts";
import { eventLine } from "./trail/audit.ts";

const MOST = { lines: 30, observables: 40, fields: 20, similar: 10 } as const;

/** Enough to decide about an alert. Everything that strangers wrote is plain text in which nothing can be clicked. */
export function detailsBlocks(
  details: AlertDetails,
  number: number,
  history: readonly AuditEvent[],
): Block[] {
  return [
    lines(...headLines(details, number)),
    section("Description", descriptionLines(details.description), "none"),
    section("Observables", observableLines(details.observables), "none"),
    ...fieldBlocks(details),
    ...similarBlocks("Similar alerts", details.similarAlerts),
    ...similarBlocks("Similar cases", details.similarCases),
    ...(details.untold.length === 0 ? [] : [lines(...details.untold.map((text) => [theirs(text, 300)]))]),
    section(
      "History",
      history.map((event) => eventLine(event, () => number)),
      "none",
    ),
  ];
}

function headLines(details: AlertDetails, number: number): readonly (readonly Piece[])[] {
  const { alert, tlp, pap } = details;
  const protocol = [
    ...(tlp === undefined ? [] : [`TLP ${tlp}`]),
    ...(pap === undefined ? [] : [`PAP ${pap}`]),
  ];
  return [
    [strong(`${severityLabel(alert.severity)}  #${number}`)],
    [theirs(alert.title, 300, { bold: true })],
    labelled("Raised", moment(alert.createdAt, "dayAndAgo")),
    labelled("Status", theirs(alert.status, 64)),
    alert.assignee === undefined ? [] : labelled("Assignee", theirs(alert.assignee, 128)),
    labelled("Source", theirs(alert.source, 64), words("  ·  "), theirs(alert.type, 64)),
    protocol.length === 0 ? [] : labelled("Sharing", words(protocol.join(", "))),
    alert.tags.length === 0 ? [] : labelled("Tags", theirs(alert.tags.slice(0, 50).join(", "), 600)),
  ];
}

function section(title: string, rows: readonly (readonly Piece[])[], empty: string): Block {
  return lines([strong(title)], ...(rows.length === 0 ? [[words(empty)]] : rows));
}

function descriptionLines(description: string): readonly (readonly Piece[])[] {
  const written = description.split(/\r?\n/).filter((line) => line.trim() !== "");
  return cut(written, MOST.lines, (line) => [theirs(line, 400)], "lines");
}

function observableLines(observables: readonly KnownObservable[]): readonly (readonly Piece[])[] {
  // What is known elsewhere, and what is known to be bad, says the most.
  const weight = ({ seen, ioc }: KnownObservable) => (ioc ? 2 : 0) + (seen === true ? 1 : 0);
  const sorted = observables.toSorted((one, other) => weight(other) - weight(one));
  return cut(sorted, MOST.observables, observableLine, "observables");
}

function observableLine({ dataType, data, fileName, seen, ioc }: KnownObservable): readonly Piece[] {
  const marks = [
    ...(ioc ? ["indicator of compromise"] : []),
    ...(seen === undefined ? [] : [seen ? "seen before" : "not seen before"]),
  ];
  return [
    theirs(dataType, 40),
    words("  "),
    theirs(data ?? fileName ?? "(no text)", 200, { bold: true }),
    ...(marks.length === 0 ? [] : [words(`  ·  ${marks.join(", ")}`)]),
  ];
}

function fieldBlocks({ alert }: AlertDetails): Block[] {
  const fields = Object.entries(alert.customFields);
  if (fields.length === 0) return [];
  const row = ([name, value]: (typeof fields)[number]) => [
    theirs(name, 80, { bold: true }),
    words("  "),
    theirs(String(value), 200),
  ];
  return [section("Custom fields", cut(fields, MOST.fields, row, "fields"), "none")];
}

function similarBlocks(title: string, similar: readonly Similar[] | undefined): Block[] {
  if (similar === undefined) return [];
  return [section(title, cut(similar, MOST.similar, similarLine, "of them"), "none")];
}

function similarLine({ number, title, url, shared }: Similar): readonly Piece[] {
  return [
    ...(number === undefined ? [] : [strong(`#${number} `)]),
    theirs(title, 150),
    ...(shared === undefined ? [] : [words(`  ·  ${shared} shared observable${shared === 1 ? "" : "s"}`)]),
    ...(url === undefined ? [] : [words("  "), link(url, "open")]),
  ];
}

function cut<T>(
  all: readonly T[],
  most: number,
  row: (one: T) => readonly Piece[],
  what: string,
): readonly (readonly Piece[])[] {
  const left = all.length - most;
  return [...all.slice(0, most).map(row), ...(left > 0 ? [[words(`… and ${left} more ${what}`)]] : [])];
}
