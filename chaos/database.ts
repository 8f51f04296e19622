import { startPostgres } from "../sandbox/postgres/server.ts";
import { relay } from "./relay.ts";

/** One PostgreSQL, and a wire to it for each copy. */
export async function database(copies: number) {
  const server = await startPostgres();
  const url = await server.createDatabase();
  const wires = await Promise.all(Array.from({ length: copies }, () => relay(server.port)));
  let lines: string[] = [];
  return {
    server,
    wires,
    /** What each copy is told of it. */
    stateUrls: wires.map(({ port }) => {
      const own = new URL(url);
      own.port = String(port);
      return own.href;
    }),
    /** The trail; as it was last read while the server is away. */
    async trail(): Promise<string> {
      const rows = await server.query(url, "SELECT event FROM sla_audit ORDER BY seq").catch(() => undefined);
      lines = rows?.map(({ event }) => String(event)) ?? lines;
      return lines.join("\n");
    },
    async stop() {
      await Promise.all(wires.map((wire) => wire.stop()));
      await server.stop();
    },
  };
}
export type House = Awaited<ReturnType<typeof database>>;
