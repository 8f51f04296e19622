import { upgrade } from "./layout.ts";
import type { SqliteFile } from "./sqlite.ts";
import { StoreError } from "./store-error.ts";
import { keyvCodec, type Table } from "./table.ts";
import type { Rows } from "./write-queue.ts";

/** What was removed under a process that was using it. */
export interface Lost {
  readonly path: string;
  /** `state`: the file itself. `beside`: its log or its lock. */
  readonly what: "state" | "beside";
  /** Whether all that it held could be written anew; otherwise whoever has it in memory has to. */
  readonly rescued: boolean;
}

/**
 * Notices that the file, its log or its lock was removed. The open file can still be read then: what it held is
 * written anew under its name.
 *
 * @returns to be called before each write. @throws StoreError when something else lies there now
 */
export function whenLost(file: SqliteFile, table: Table, onLost: (lost: Lost) => void) {
  let held: Rows | undefined;
  let lost: Lost | undefined;

  return async (): Promise<void> => {
    const place = await file.place();
    if (place === "moved") held ??= await rowsOf(table);
    if (place === "torn") lost ??= { path: file.path, what: "beside", rescued: true };
    if (place === "moved") lost = { path: file.path, what: "state", rescued: held !== undefined };
    if (lost === undefined) return;
    const isOurs = place !== "here" && (await file.reopen());
    if (lost.what === "state" && !isOurs) await fill(table, file.path, held);
    const told = lost;
    [held, lost] = [undefined, undefined];
    onLost(told);
  };
}

async function rowsOf(table: Table): Promise<Rows | undefined> {
  try {
    const rows = await table.list("");
    return new Map(rows.flatMap(({ key, text }) => (typeof text === "string" ? [[key, text]] : [])));
  } catch {
    return undefined;
  }
}

async function fill(table: Table, path: string, rows: Rows = new Map()): Promise<void> {
  if ((await table.list("")).length > 0) {
    throw new StoreError(
      `state store ${path}: another file was put in its place while this process was running. Start this one again to use that file, or move it away`,
    );
  }
  if (rows.size > 0) await table.replace(rows);
  else await upgrade(table, keyvCodec(), path);
}
