import { severities } from "../../sla/model.ts";
import type { BoardRow } from "../ports/card-facts.ts";

/**
 * The order of every list of alerts: what nobody holds and is past a deadline, by severity and then by age; what
 * waits, by its next deadline; what nothing will be sent for; what is held, by the end of the hold. Whoever cuts such
 * a list leaves out the end of it, never the worst.
 */
export function byUrgency(one: BoardRow, other: BoardRow): number {
  const group = groupOf(one);
  const apart = group - groupOf(other);
  if (apart !== 0) return apart;
  const late = group === groups.breached;
  return (late ? 0 : turn(one) - turn(other)) || severity(other) - severity(one) || byAge(one, other);
}

const groups: Readonly<Record<BoardRow["state"], number>> = {
  breached: 0,
  waiting: 1,
  quiet: 2,
  acknowledged: 3,
  ignored: 3,
};

const groupOf = ({ state }: BoardRow) => groups[state];
const severity = ({ alert }: BoardRow) => severities.indexOf(alert.severity);
const LAST = Number.MAX_SAFE_INTEGER;

function turn(row: BoardRow): number {
  return (groupOf(row) === groups.ignored ? row.record.hold?.until : row.next?.at) ?? LAST;
}

function byAge({ alert, record }: BoardRow, other: BoardRow): number {
  return alert.createdAt - other.alert.createdAt || record.number - other.record.number;
}
