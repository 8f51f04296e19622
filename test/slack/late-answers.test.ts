import { expect, test } from "vitest";
import { milliseconds } from "../../src/lib/time.ts";
import { fakeDesk } from "./fake-desk.ts";
import { eventually, workspace } from "./workspace.ts";

const ann = "U0ANN00001";
const patience = milliseconds(300);

/** A Slack in which our listeners serve people and wait for nothing longer than that. */
async function impatient() {
  const all = await workspace({ patience: { quiet: 200, most: 4000 } }, { patience });
  all.slack.register(fakeDesk());
  all.slack.start();
  await eventually(() => all.server.connections.some(({ state }) => state === "open"), "a connection");
  return all;
}

test("an answer that does not get through by its own address in time comes by the channel", async () => {
  const { server } = await impatient();
  server.faults.add({ method: "response_url", effect: { kind: "stall" } });
  const start = performance.now();
  await server.command(ann, "/sla help", { channel: "soc" });
  await eventually(() => server.ephemerals(ann).length > 0, "the answer");
  expect(server.plainText(server.ephemerals(ann)[0] ?? fail())).toContain("/sla status");
  expect(performance.now() - start).toBeLessThan(2000);
});

test("an App Home that Slack does not take in time is drawn when it is opened again", async () => {
  const { server } = await impatient();
  server.faults.add({ method: "views.publish", times: 1, effect: { kind: "stall" } });
  await server.openHome(ann);
  await server.openHome(ann);
  await eventually(() => server.home(ann) !== undefined, "App Home");
});

function fail(): never {
  throw new Error("nothing was answered");
}
