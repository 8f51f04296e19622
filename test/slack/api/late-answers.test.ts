import { expect, test } from "vitest";
import { milliseconds } from "../../../src/lib/time.ts";
import { sendPicture } from "../../../src/slack/api/report-picture.ts";
import { slackWeb } from "../../../src/slack/api/web.ts";
import { example } from "../../report/example.ts";
import { fakeDesk } from "../fake-desk.ts";
import { amidGarbage } from "../garbage.ts";
import { appClock, eventually, workspace } from "../workspace.ts";

const ann = "U0ANN00001";
const patience = milliseconds(300);

/** A Slack in which our listeners serve people and wait for nothing longer than that. */
async function impatient() {
  const all = await workspace({ patience: { quiet: 200, most: 800 } }, { patience });
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

test.each([
  ["the address for it", "files.getUploadURLExternal"],
  ["the upload itself", "upload"],
  ["what completes it", "files.completeUploadExternal"],
])("a picture whose sending stalls at %s is given up, and whoever asked is told", async (_, method) => {
  const { server, time, log } = await workspace();
  const clock = appClock(time);
  const web = slackWeb({ botToken: server.botToken, apiUrl: server.url, clock, log, patience });
  server.faults.add({ method, effect: { kind: "stall", when: "after" } });
  const sending = sendPicture(
    { web, log },
    { report: example(), channel: server.channel("soc").id, user: ann },
  );
  // Drawing the first picture takes its time.
  await server.until(() => server.requests.some((request) => request.method === method), { within: 20_000 });
  const start = performance.now();
  await amidGarbage(sending);
  expect(performance.now() - start).toBeLessThan(3000);
  expect(server.plainText(server.ephemerals(ann)[0] ?? fail())).toContain("picture could not be sent");
});

function fail(): never {
  throw new Error("nothing was answered");
}
