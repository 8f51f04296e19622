import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { Client } from "pg";

/*
 * The least that reading a whole trail costs on this machine: each line read and parsed, and nothing else done. Runs
 * as a process of its own; told a file or a database's address.
 */

const PAGE = 5000;
const [place = ""] = process.argv.slice(2);

if (place.startsWith("postgres://")) {
  const client = new Client({ connectionString: place });
  await client.connect();
  for (let after = "0"; ; ) {
    const { rows } = await client.query<{ seq: string; event: string }>(
      `SELECT seq, event FROM sla_audit WHERE seq > $1 ORDER BY seq LIMIT ${PAGE}`,
      [after],
    );
    for (const { event } of rows) JSON.parse(event);
    if (rows.length < PAGE) break;
    after = rows.at(-1)?.seq ?? after;
  }
  await client.end();
} else {
  for await (const line of createInterface({ input: createReadStream(place) })) JSON.parse(line);
}
