import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../../src/lib/listen.ts";

test("an address in use is told with the variable that names it", async () => {
  const [first, second] = [createServer(), createServer()];
  onTestFinished(() => void first.close());
  await listen(first, { host: "127.0.0.1", port: 0 }, "METRICS_ADDRESS");
  const address = first.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await expect(listen(second, { host: "127.0.0.1", port }, "METRICS_ADDRESS")).rejects.toThrow(
    `METRICS_ADDRESS: found 127.0.0.1:${port}, where another program (another monitor?) listens, expected a port`,
  );
});

test("an address of another machine is told too", async () => {
  await expect(listen(createServer(), { host: "192.0.2.1", port: 9464 }, "METRICS_ADDRESS")).rejects.toThrow(
    "METRICS_ADDRESS: found 192.0.2.1:9464, which is no address of this machine",
  );
});
