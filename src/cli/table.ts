import { oneLine } from "../lib/terminal.ts";

/** Lines up columns, two spaces apart; the last one may be as long as it likes. A cell never begins a line. */
export function table(given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map(oneLine));
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) => `${row.map((cell, column) => padded(cell, row, column, widths)).join("  ")}\n`)
    .join("");
}

function padded(cell: string, row: readonly string[], column: number, widths: readonly number[]): string {
  return column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0);
}
