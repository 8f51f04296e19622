import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { rotating } from "../database/rotating.ts";
import { postgres } from "../database/server.ts";
import { freePort } from "../metrics/free-port.ts";
import { cardsOf, house, settings, texts, until, untilTold } from "./copies-house.ts";
import { type Night, seconds } from "./harness.ts";

test("one leads, the other tells nothing and has no connection to Slack, and takes over within 2 s of a stop", async () => {
  const { soc, copy, due } = await house();
  const first = await copy("one");
  await first.leads();
  const second = await copy("two");
  await until(() => second.says("stands by")).toBe(true);
  await until(() => soc.slack.connections.length).toBe(1);
  due("Beacon to C2", 0);
  await untilTold(soc, "Beacon to C2", 1);
  await soc.slack.press("U0ALICE", soc.card("Beacon to C2"), "I'm on it");
  await until(() => soc.read(soc.card("Beacon to C2"))).toContain("@alice is on it");
  expect(second.says("this copy leads")).toBe(false);

  const stoppedAt = Date.now();
  await first.stop();
  await second.leads();
  expect(Date.now() - stoppedAt).toBeLessThan(seconds(2));
  due("Ransom note", 0);
  await untilTold(soc, "Ransom note", 2);
  expect(cardsOf(soc, "Beacon to C2")).toBe(1);
}, 60_000);

test("each copy says who leads and who stands by: /healthz, metrics and /sla status; the one that comes after a stop too", async () => {
  const { soc, copy } = await house();
  const watched = async (name: string) => {
    const port = await freePort();
    const made = await copy(name, { variables: { METRICS_ADDRESS: `127.0.0.1:${port}` } });
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    return {
      ...made,
      health: async () => {
        const answer = await get("/healthz");
        return { status: answer.status, ...Object(await answer.json()) };
      },
      gauge: async (metric: string) =>
        new RegExp(`^${metric} (\\S+)$`, "m").exec(await (await get("/metrics")).text())?.[1],
    };
  };
  const first = await watched("one");
  await first.leads();
  const second = await watched("two");
  await until(() => first.health()).toMatchObject({
    status: 200,
    copies: {
      leads: { label: expect.stringMatching(/^one /) },
      standbys: [{ label: expect.stringMatching(/^two /), seen: expect.stringMatching(/^20/) }],
    },
  });
  await until(() => second.health()).toMatchObject({
    status: 200,
    leads: { label: expect.stringMatching(/^one /) },
    reasons: [],
  });
  await until(() => first.gauge("sla_standby_copies")).toBe("1");
  expect([await first.gauge("sla_leader"), await second.gauge("sla_leader")]).toEqual(["1", "0"]);
  expect(await second.gauge("sla_stands_by")).toBe("1");
  const { messages } = await soc.slack.command("U0ALICE", "/sla status");
  expect(messages.map((message) => soc.read(message)).join()).toMatch(
    /Copies {2}one \(\w+\) leads since [^,]+, two \(\w+\) stands by, seen/,
  );
  await first.stop();
  await second.leads();
  await until(() => second.health()).toMatchObject({
    copies: { leads: { label: expect.stringMatching(/^two /) }, standbys: [] },
  });
}, 60_000);

test("a leader that is cut off from the database tells people all the same, is replaced, and stands by when it is back", async () => {
  const { soc, copy, due, relay, url } = await house();
  const first = await copy("one", { stateUrl: url });
  await first.leads();
  const second = await copy("two");
  await until(() => second.says("stands by")).toBe(true);
  relay.swallow();
  const cutAt = Date.now();
  due("Beacon to C2", 0);
  await untilTold(soc, "Beacon to C2", 1);
  await second.leads();
  expect(Date.now() - cutAt).toBeLessThan(seconds(15));
  // What the first told, which nobody could write down, is found and not told again.
  due("Ransom note", seconds(1));
  await untilTold(soc, "Ransom note", 2);
  relay.heal();
  await until(() => first.says("standing by")).toBe(true);
  await until(() => soc.slack.connections.length).toBe(1);
  expect([cardsOf(soc, "Beacon to C2"), cardsOf(soc, "Ransom note"), texts(soc)]).toEqual([1, 1, 2]);
}, 90_000);

test("the database restarted: nobody is lost, and the leader still leads", async () => {
  const server = await postgres();
  const { soc, copy, due } = await house();
  const first = await copy("one");
  await first.leads();
  const second = await copy("two");
  await server.down("kill");
  due("Beacon to C2", 0);
  await untilTold(soc, "Beacon to C2", 1);
  await server.start();
  await until(async () => (await soc.audit("notification.sent")).length).toBeGreaterThan(1);
  expect(second.says("this copy leads")).toBe(false);
}, 60_000);

test("a copy with other settings does not take over from a leader that is gone, and says why", async () => {
  const { copy, soc, url, relay } = await house();
  const first = await copy("one", { stateUrl: url });
  await first.leads();
  const settingsFile = join(soc.folder, "other.yml");
  await writeFile(settingsFile, stringify({ ...settings, ignoreFor: "45m" }));
  const second = await copy("two", { settingsFile });
  await until(() => second.says("its settings file or version is another one")).toBe(true);
  relay.swallow();
  await until(() => second.says("which led last")).toBe(true);
  expect(second.says("this copy leads")).toBe(false);
  relay.heal();
}, 60_000);

test("a platform that empties the disk every day: a new process tells nobody again, and holds and settings stand", async () => {
  const { soc, copy, due } = await house();
  const first = await copy("worker.1");
  await first.leads();
  const { id } = due("Beacon to C2", 0);
  await untilTold(soc, "Beacon to C2", 1);
  await soc.slack.press("U0ALICE", soc.card("Beacon to C2"), "I'm on it");
  await until(() => soc.read(soc.card("Beacon to C2"))).toContain("@alice is on it");
  await openGeneral(soc);
  await soc.slack.submitModal(carol, { "Ignore lasts": "45m" });
  await until(() => modal(soc)).toContain("Saved and in force: ignoreFor");
  await soc.slack.command(carol, "/sla oncall override @bob 6h seniors");
  await first.stop();
  await (await copy("worker.1")).leads();
  await until(() => soc.slack.connections.length).toBe(1);
  due("Ransom note", 0);
  await untilTold(soc, "Ransom note", 2);
  await openGeneral(soc);
  expect(modal(soc)).toMatch(/Ignore lasts: \[45m\]\n.*\(changed in Slack\)/);
  const { messages } = await soc.slack.command(carol, "/sla oncall");
  expect(messages.map((message) => soc.read(message)).join()).toMatch(
    /seniors.*\nNow {2}bob \(override by @carol\) until/,
  );
  expect(cardsOf(soc, "Beacon to C2")).toBe(1);
  expect((await soc.audit("alert.acknowledged")).map(({ alertId }) => alertId)).toEqual([id]);
}, 60_000);

const carol = "U0CAROL";
const modal = (soc: Night) => {
  const view = soc.slack.modal(carol);
  return view === undefined ? "" : soc.slack.plainText(view);
};

/** Opens the form with how long an ignore lasts. */
async function openGeneral(soc: Night): Promise<void> {
  await soc.slack.command(carol, "/sla config");
  await until(() => modal(soc)).toContain("[Change]");
  await soc.slack.pressInView(carol, "modal", { actionId: "settings.open-section", value: "general" });
  await until(() => modal(soc)).toContain("Ignore lasts");
}

test("the database's address is changed under it: told from memory, said once, and a new process with the new one goes on", async () => {
  const { soc, copy, due, direct, server } = await house();
  const { was, is, change } = await rotating(server, direct);
  const first = await copy("one", { stateUrl: was });
  await first.leads();
  const second = await copy("two", { stateUrl: was });
  await until(() => second.says("stands by")).toBe(true);
  await change();
  due("Beacon to C2", 0);
  await untilTold(soc, "Beacon to C2", 1);
  for (const one of [first, second]) {
    await until(() => one.says("it does not let us in (password authentication failed")).toBe(true);
    expect(one.lines.join("")).not.toMatch(/the-old-one|the-new-one/);
  }
  // Both are given new addresses, as a platform does: by new processes.
  await Promise.all([first.stop(), second.stop()]);
  expect(second.says("this copy leads")).toBe(false);
  expect(second.lines.filter((line) => line.includes("it does not let us in"))).toHaveLength(1);
  const third = await copy("three", { stateUrl: is });
  await third.leads();
  due("Ransom note", 0);
  await untilTold(soc, "Ransom note", 2);
  expect(cardsOf(soc, "Beacon to C2")).toBe(1);
}, 60_000);
