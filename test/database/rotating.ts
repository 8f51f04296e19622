import type { PostgresServer } from "../../sandbox/postgres/server.ts";

/** A database of which the password can be changed, and with it every connection is ended. */
export async function rotating(server: PostgresServer, direct: string) {
  const [was, is] = ["the-old-one", "the-new-one"].map((password) => {
    const url = new URL(direct);
    [url.username, url.password] = ["rotated", password];
    return url.href;
  });
  if (was === undefined || is === undefined) throw new Error("no addresses");
  const [found] = await server.query(direct, "SHOW hba_file");
  const rule = "host all rotated 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust";
  await server.query(direct, `CREATE ROLE rotated SUPERUSER LOGIN PASSWORD 'the-old-one'`);
  await server.query(
    direct,
    `COPY (SELECT unnest(string_to_array('${rule.replaceAll("\n", "|")}', '|'))) TO '${found?.hba_file}'`,
  );
  await server.query(direct, "SELECT pg_reload_conf()");
  return {
    was,
    is,
    async change(): Promise<void> {
      await server.query(direct, "ALTER ROLE rotated PASSWORD 'the-new-one'");
      await server.query(
        direct,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'rotated'",
      );
    },
  };
}
