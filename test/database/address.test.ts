import { expect, test } from "vitest";
import { addressFault, connectionTries, isVerified, placeShown } from "../../src/database/address.ts";

const base = "postgres://u:hunter22@db.example.org:6432/x";

// What libpq does, in order; node-postgres reads `require` otherwise than libpq unless it is asked to be like it.
test.each([
  ["", ["prefer", "disable"], false],
  ["?sslmode=prefer", ["prefer", "disable"], false],
  ["?sslmode=allow", ["disable", "prefer"], false],
  ["?sslmode=disable", ["disable"], false],
  ["?sslmode=require", ["require"], false],
  ["?sslmode=verify-ca&sslrootcert=/ca.pem", ["verify-ca"], true],
  ["?sslmode=verify-full", ["verify-full"], true],
  ["?sslmode=no-verify", ["no-verify"], false],
])("%s is tried as %j", (query, modes, verified) => {
  const tries = connectionTries({ url: base + query }).map(
    ({ connectionString = "" }) => new URL(connectionString).searchParams,
  );
  expect(tries.map((one) => one.get("sslmode"))).toEqual(modes);
  for (const one of tries)
    expect(one.get("uselibpqcompat")).toBe(one.get("sslmode") === "no-verify" ? null : "true");
  expect(isVerified({ url: base + query })).toBe(verified);
});

test("what the address says counts before PGSSLMODE", () => {
  expect(connectionTries({ url: base, sslmode: "no-verify" })).toHaveLength(1);
  expect(isVerified({ url: `${base}?sslmode=verify-full`, sslmode: "disable" })).toBe(true);
});

test.each([
  ["?sslmode=sometimes", "sslmode to be one of disable"],
  ["?sslmode=verify-ca", "sslrootcert=FILE"],
  ["?sslmode=verify-full", undefined],
  ["", undefined],
])("%s: what is wrong with it", (query, fault) => {
  if (fault === undefined) expect(addressFault(base + query)).toBeUndefined();
  else expect(addressFault(base + query)).toContain(fault);
});

test("people see neither user nor password", () => {
  expect(placeShown({ url: `${base}?password=hunter22` })).toBe("postgres://db.example.org:6432/x");
});
