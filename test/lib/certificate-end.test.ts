import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createServer as createSilence } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { certificateEnd } from "../../src/lib/certificate-end.ts";
import { iso, milliseconds } from "../../src/lib/time.ts";
import { privateCa, signedCertificate, signedKey } from "./private-ca.ts";

async function host(): Promise<string> {
  const server = createServer({ cert: signedCertificate, key: signedKey }, (_request, response) =>
    response.end(),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `https://localhost:${(server.address() as AddressInfo).port}/base`;
}

const endOf = async (ca: string | undefined) => {
  const end = await certificateEnd({ url: await host(), ca, proxy: undefined });
  return end && { ...end, until: iso(end.until).slice(0, 10) };
};

test("a host's own certificate is looked at, whoever signed it", async () => {
  expect(await endOf(undefined)).toEqual({ until: "2126-11-04" });
});

test("where a private CA ends before it, that is its end", async () => {
  expect(await endOf(privateCa)).toEqual({ until: "2030-03-12", signer: "Example Root" });
});

test("a host that says nothing is given up", async () => {
  const server = createSilence();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(certificateEnd({ url, proxy: undefined, patience: milliseconds(50) })).rejects.toThrow(
    "no answer within",
  );
});
