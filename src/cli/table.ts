/** Lines up columns, two spaces apart; the last one may be as long as it likes. */
export function table(rows: readonly (readonly string[])[]): string {
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
