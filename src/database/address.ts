import type { ClientConfig } from "pg";

/** `no-verify` is node-postgres' own: encrypted, and whoever answers is believed. */
export const sslModes = [
  "disable",
  "allow",
  "prefer",
  "require",
  "verify-ca",
  "verify-full",
  "no-verify",
] as const;
type SslMode = (typeof sslModes)[number];

/** Where a database is, and how a connection to it is kept from others. `url` holds a password. */
export interface DatabaseAddress {
  readonly url: string;
  /** Unless the address says so itself; libpq's `prefer` without either. */
  readonly sslmode?: SslMode | undefined;
}

/** What is wrong with an address, in words without it; undefined = nothing. */
export function addressFault(url: string): string | undefined {
  const { searchParams } = new URL(url);
  const mode = searchParams.get("sslmode");
  if (mode !== null && !isSslMode(mode)) return `sslmode to be one of ${sslModes.join(", ")}`;
  if (mode === "verify-ca" && !searchParams.has("sslrootcert"))
    return "sslrootcert=FILE beside sslmode=verify-ca, or sslmode=verify-full";
  return undefined;
}

function isSslMode(text: string): text is SslMode {
  return sslModes.some((mode) => mode === text);
}

/** Whether somebody in between could pass for the database. Encrypting alone does not keep them out. */
export function isVerified(address: DatabaseAddress): boolean {
  const mode = modeOf(address);
  return mode === "verify-full" || mode === "verify-ca";
}

/** Where it is, without its password: for people. */
export function placeShown({ url }: DatabaseAddress): string {
  const { hostname, port, pathname } = new URL(url);
  return `postgres://${hostname}${port === "" ? "" : `:${port}`}${pathname}`;
}

/** How to connect: each in turn, as far as the one before was refused for its encryption or the lack of it. */
export function connectionTries(address: DatabaseAddress): readonly ClientConfig[] {
  const mode = modeOf(address);
  const encrypted = configFor(address.url, mode === "allow" ? "prefer" : mode);
  const plain = configFor(address.url, "disable");
  if (mode === "prefer") return [encrypted, plain];
  return mode === "allow" ? [plain, encrypted] : [encrypted];
}

function modeOf({ url, sslmode = "prefer" }: DatabaseAddress): SslMode {
  const mode = new URL(url).searchParams.get("sslmode") ?? "";
  return isSslMode(mode) ? mode : sslmode;
}

function configFor(text: string, mode: SslMode): ClientConfig {
  const url = new URL(text);
  url.searchParams.set("sslmode", mode);
  // Otherwise node-postgres takes `require` for `verify-full`, which libpq does not.
  if (mode !== "no-verify") url.searchParams.set("uselibpqcompat", "true");
  // libpq's word for the certificates that the system trusts: Node's own here.
  if (url.searchParams.get("sslrootcert") === "system") url.searchParams.delete("sslrootcert");
  return { connectionString: url.href };
}
