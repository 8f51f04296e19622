import { expect, onTestFinished, test } from "vitest";
import { type Relay, startRelay } from "../../sandbox/postgres/relay.ts";
import { house, until, untilTold } from "./copies-house.ts";
import { type Night, people } from "./harness.ts";

/* A reply, and a leader that is gone the moment after it has read it, has acted on it, or has confirmed it. */

const sender = "+12025550100";
const received = (soc: Night) => soc.phone("alice").sms.filter(({ direction }) => direction !== "inbound");

/** Resolves when the leader has been given the list of what came in. */
function listed({ twilio }: Night): Promise<void> {
  const before = twilio.requests.length;
  return new Promise((resolve) => {
    const end = twilio.onChange(() => {
      const since = twilio.requests.slice(before);
      if (!since.some(({ method, query }) => method === "GET" && query.To === sender)) return;
      end();
      resolve();
    });
  });
}

type Network = Readonly<Record<"database" | "twilio" | "slack", Relay>>;
const dies = ({ database, twilio, slack }: Network) => {
  for (const relay of [database, twilio, slack]) relay.swallow();
};

const moments: readonly [what: string, comes: (soc: Night) => Promise<unknown>, go: (by: Network) => void][] =
  [
    ["it dies when it has listed the reply", listed, dies],
    [
      "it dies when it has acted and not confirmed",
      listed,
      (by) => {
        dies(by);
        // What it writes is written, and it does not hear of it.
        by.database.deafen();
      },
    ],
    [
      "it dies when it has confirmed and does not know yet",
      (soc) => {
        soc.twilio.faults.add({ kind: "hang", method: "POST", path: "Messages.json", when: "after" });
        return until(() => received(soc).length).toBe(2);
      },
      dies,
    ],
    ["it is replaced when it has listed the reply", listed, ({ database }) => database.swallow()],
  ];

/** A leader and its network. */
async function leaderOf({ soc, copy, url, relay }: Awaited<ReturnType<typeof house>>): Promise<Network> {
  const [twilio, slack] = await Promise.all(
    [soc.twilio, soc.slack].map(({ url }) => startRelay(Number(new URL(url).port))),
  );
  if (twilio === undefined || slack === undefined) throw new Error("no relay");
  const through = (address: string, port: number) => Object.assign(new URL(address), { port }).href;
  const variables = {
    TWILIO_API_URL: through(soc.twilio.url, twilio.port),
    SLACK_API_URL: through(soc.slack.url, slack.port),
  };
  const network = { database: relay, twilio, slack };
  onTestFinished(async () => {
    await Promise.all([twilio.close(), slack.close()]);
  });
  const first = await copy("one", { stateUrl: url, variables });
  onTestFinished(() => {
    for (const one of Object.values(network)) one.heal();
  });
  await first.leads();
  return network;
}

/** What came of a reply whose leader went at that moment. */
async function answered([, comes, go]: (typeof moments)[number]) {
  const home = await house();
  const { soc, copy, due } = home;
  const network = await leaderOf(home);
  const second = await copy("two");
  await until(() => second.says("stands by")).toBe(true);
  due("Beacon to C2", 0);
  await untilTold(soc, "Beacon to C2", 1);
  const come = comes(soc);
  const code = /Reply (\w{4}) /.exec(received(soc)[0]?.body ?? "")?.[1];
  soc.phone("alice").reply(code ?? "", sender);
  await come;
  go(network);
  soc.twilio.faults.clear();
  await second.leads();
  const heads = () => received(soc).map(({ body }) => /^You have|Beacon|Ransom/.exec(body)?.[0]);
  await until(heads).toEqual(["Beacon", "You have"]);
  await until(() => soc.read(soc.card("Beacon to C2"))).toContain("@alice is on it");
  // Told after whatever would be said twice.
  due("Ransom note", 0);
  await until(heads).toEqual(["Beacon", "You have", "Ransom"]);
  // One that is only cut off tells as well: the next one may still be reading the reply.
  await until(async () => (await soc.audit("alert.acknowledged")).length).toBeGreaterThan(0);
  return {
    taken: (await soc.audit("alert.acknowledged")).map(({ actor }) => actor),
    refused: await soc.audit("reply.refused"),
  };
}

test("a leader that is gone while it answers a reply: the next one takes the alert once, confirms it once, and writes it down once", async () => {
  const once = { taken: [people.alice.slack], refused: [] };
  const outcomes = await Promise.all(moments.map(async (one) => [one[0], await answered(one)]));
  expect(outcomes).toEqual(moments.map(([what]) => [what, once]));
}, 120_000);
