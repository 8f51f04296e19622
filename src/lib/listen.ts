import type { Server } from "node:net";

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: "where another program (another monitor?) listens, expected a port of its own",
  EADDRNOTAVAIL: "which is no address of this machine, expected one of its own such as 127.0.0.1",
  EACCES: "where this user may not listen, expected a port from 1024 on",
  ENOTFOUND: "a host that nobody knows, expected an address such as 127.0.0.1",
};

/**
 * Listens.
 *
 * @param variable that names the address, for the error
 * @throws Error in one line for people
 */
export async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
  variable: string,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why =
        WHY[error.code ?? ""] ?? `where it cannot listen (${error.code ?? error.name}), expected another`;
      reject(new Error(`${variable}: found ${host}:${port}, ${why}`, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}
