import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { certificateCheck, certificateChecks } from "../../src/cli/checks/certificates.ts";
import { diskCheck, diskChecks } from "../../src/cli/checks/disk.ts";
import { environmentChecks } from "../../src/cli/checks/environment.ts";
import { after, days, hours, instant, milliseconds } from "../../src/lib/time.ts";
import { certificate, certificateKey } from "../thehive/certificate.ts";
import { commandLine } from "./process-edge.ts";

const now = instant("2026-03-02T02:00Z");

test.each([
  [days(15), true, "holds until 2026-03-17"],
  [days(14), true, "ends in 14 days, on 2026-03-16: renew it"],
  [days(1), true, "ends in 1 day, on 2026-03-03: renew it"],
  [hours(5), true, "ends within a day, on 2026-03-02: renew it"],
  [milliseconds(0), false, "ended on 2026-03-02: renew it"],
])("a certificate that ends in %d ms: ok is %s", (left, ok, detail) => {
  expect(certificateCheck("thehive.certificate", "soc.example.org", after(now, left), now)).toEqual({
    name: "thehive.certificate",
    ok,
    detail: expect.stringContaining(detail),
  });
});

test("the end of a certificate is read from the host itself; who does not answer or speaks http is left out", async () => {
  const server = createServer({ cert: certificate, key: certificateKey }, (_request, response) =>
    response.end(),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const hosts = [
    { name: "thehive", url: `https://localhost:${port}/base` },
    { name: "slack", url: "https://127.0.0.1:1" },
    { name: "twilio", url: "http://127.0.0.1:1" },
  ];
  expect(await certificateChecks(hosts, { proxy: undefined, now })).toEqual([
    { name: "thehive.certificate", ok: true, detail: `localhost:${port}'s holds until 2126-10-31` },
  ]);
});

const MiB = 1024 ** 2;
test.each([
  [5000 * MiB, true, "5000 MiB are free for /data"],
  [199 * MiB, true, "only 199 MiB are free for /data: make room"],
  [19 * MiB, false, "only 19 MiB are free for /data: make room, or choose another STATE_URL or AUDIT_FILE"],
])("%d bytes of room: ok is %s", (free, ok, detail) => {
  expect(diskCheck("/data", free)).toEqual({ name: "disk", ok, detail });
});

test("the room of each folder is looked at once, also of one that is not there yet", async () => {
  const sqlite = (path: string) => ({ kind: "sqlite", path }) as const;
  expect(await diskChecks(sqlite("data/state.sqlite"), "data/audit.jsonl", "/tmp/none")).toHaveLength(1);
  expect(await diskChecks(sqlite("a/state.sqlite"), "b/audit.jsonl", "/tmp/none")).toHaveLength(2);
  expect(await diskChecks(sqlite(":memory:"), "-", "/tmp")).toEqual([]);
});

test("a .env that others can read, and names that nobody reads, are remarked", async () => {
  const { folder } = await commandLine({ files: { ".env": "A=1" } });
  expect(await environmentChecks({ METRIC_ADDRESS: "127.0.0.1:9464" }, folder)).toEqual([
    { name: "environment", ok: true, detail: expect.stringContaining(`chmod 600 ${folder}/.env`) },
    { name: "environment", ok: true, detail: "METRIC_ADDRESS is not read: is METRICS_ADDRESS meant?" },
  ]);
});
