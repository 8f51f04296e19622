import { got } from "got";
import { pino } from "pino";
import { healthAnswer } from "../../src/metrics/health-answer.ts";
import { metricsServer } from "../../src/metrics/server.ts";
import { exposition, healthy } from "./fake-sources.ts";
import { freePort } from "./free-port.ts";

// A process of its own, to see what is left after a stop: it ends by itself only if nothing is.

const port = await freePort();
const server = metricsServer({
  address: { host: "127.0.0.1", port },
  health: () => healthAnswer(healthy),
  registry: exposition().registry,
  log: pino({ enabled: false }),
});
await server.start();
const page = await got(`http://127.0.0.1:${port}/metrics`).text();
await server.stop();
process.stdout.write(`${page.length > 0 ? "stopped" : "nothing was served"}\n`);
