import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SandboxClock } from "../sandbox/clock.ts";
import { SlackServer } from "../sandbox/slack/server.ts";
import { TheHiveServer } from "../sandbox/thehive/server.ts";
import { TwilioServer } from "../sandbox/twilio/server.ts";
import { database } from "./database.ts";
import { relay } from "./relay.ts";
import { names, people } from "./settings.ts";

/** The three servers in real time, each behind a wire of its own, and a folder for the app. */
export async function createWorld(copies = 0) {
  const clock = new SandboxClock({ at: Date.now(), speed: 1 });
  const hive = new TheHiveServer({ clock, requestsKept: 100 });
  const slack = new SlackServer({
    clock,
    users: names.map((name) => ({ id: people[name].slack, name, realName: name, isAdmin: true })),
    channels: [
      { id: "C0000000SOC", name: "soc", members: names.map((name) => people[name].slack), botIsMember: true },
    ],
  });
  const twilio = new TwilioServer({ clock, limits: { callsPerSecond: 10_000 } });
  await Promise.all([hive.start(), slack.start(), twilio.start()]);
  const portOf = (url: string) => Number(new URL(url).port);
  const wires = {
    hive: await relay(portOf(hive.url)),
    slack: await relay(portOf(slack.url)),
    twilio: await relay(portOf(twilio.url)),
  };
  const through = (url: string, port: number) => {
    const address = new URL(url);
    address.port = String(port);
    return address.href.replace(/\/$/, url.endsWith("/") ? "/" : "");
  };
  const folder = await mkdtemp(join(tmpdir(), "sla-chaos-"));
  const house = copies === 0 ? undefined : await database(copies);
  return {
    clock,
    hive,
    slack,
    twilio,
    wires,
    folder,
    settingsFile: join(folder, "sla.yml"),
    /** The one database of several copies, each with a wire of its own to it. */
    house,
    /** The product's own trail, as JSON lines. */
    trail: async () =>
      house === undefined ? readFile(join(folder, "audit.jsonl"), "utf8").catch(() => "") : house.trail(),
    variables: {
      THEHIVE_URL: through(hive.url, wires.hive.port),
      THEHIVE_API_KEY: hive.apiKey,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_CHANNEL: "#soc",
      SLACK_API_URL: through(slack.url, wires.slack.port),
      TWILIO_ACCOUNT_SID: twilio.account.sid,
      TWILIO_AUTH_TOKEN: twilio.account.authToken,
      TWILIO_FROM: "+12025550100",
      TWILIO_API_URL: through(twilio.url, wires.twilio.port),
      TWILIO_KEYPRESS_URL: twilio.keypressUrl,
      ...(house === undefined
        ? { STATE_URL: `sqlite://${join(folder, "state.sqlite")}`, AUDIT_FILE: join(folder, "audit.jsonl") }
        : {}),
      LOG_LEVEL: "debug",
    },
    async stop(keep: boolean) {
      await Promise.all(Object.values(wires).map((wire) => wire.stop()));
      await Promise.all([hive.stop(), slack.stop(), twilio.stop(), house?.stop()]);
      clock.stop();
      if (!keep) await rm(folder, { recursive: true, force: true });
    },
  };
}
export type World = Awaited<ReturnType<typeof createWorld>>;
export type Provider = keyof World["wires"];
