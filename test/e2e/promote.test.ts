import { expect, test } from "vitest";
import { minutes, type Night, night, seconds } from "./harness.ts";

async function breached(): Promise<{ soc: Night; id: string }> {
  const soc = await night();
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.advance(minutes(31));
  return { soc, id };
}

function caseLinks(soc: Night) {
  const card = soc.card("Beacon to C2");
  const found = soc.slack.mentions(card).filter(({ kind }) => kind === "link");
  return found.map(({ target }) => target).filter((target) => target.includes("/cases/"));
}

test.each(["beforeEffect", "afterEffect"] as const)(
  "two people promote at once and the connection drops %s: one case, and both see it",
  async (moment) => {
    const { soc, id } = await breached();
    soc.hive.faults.dropNextPromote(moment);
    const card = soc.card("Beacon to C2");
    const presses = ["U0ALICE", "U0BOB"].map((user) => soc.slack.press(user, card, "Promote to case"));
    const drawn = soc.slack.until(() => caseLinks(soc).length > 0, { within: 20_000, what: "the case" });
    const [outcomes] = await soc.letPass(Promise.all([Promise.all(presses), drawn]));
    await soc.advance(seconds(5));
    expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(soc.hive.cases.size).toBe(1);
    expect(caseLinks(soc)).toEqual([soc.hive.caseOf(id)?.url]);
    expect(soc.read(card)).not.toContain("[Promote to case]");
    expect(await soc.audit("alert.promoted")).toHaveLength(1);
    expect(await soc.audit("alert.handled")).toEqual([]);
  },
  30_000,
);

test("a poll that sees the case before the answer does not take it for somebody else's", async () => {
  const { soc } = await breached();
  soc.hive.faults.add({ kind: "slowAnswer", ms: 150_000, when: { path: /\/case$/ }, times: 1 });
  const card = soc.card("Beacon to C2");
  await soc.press("U0ALICE", card, "Promote to case");
  await soc.advance(minutes(2));
  expect(soc.read(card)).toContain("Already a case in TheHive");
  await soc.advance(minutes(1));
  await soc.slack.until(() => soc.read(card).includes("Promoted to a case"));
  expect((await soc.audit("alert.promoted")).map(({ actor }) => actor)).toEqual(["U0ALICE"]);
  expect(soc.read(card)).toMatch(/Promoted to a case by @alice/);
}, 60_000);

test("an alert imported in TheHive meanwhile: the presser sees whose case it is", async () => {
  const { soc, id } = await breached();
  const card = soc.card("Beacon to C2");
  soc.hive.import(id);
  const outcome = await soc.press("U0ALICE", card, "Promote to case");
  await soc.advance(seconds(2));
  const { url } = soc.hive.caseOf(id) ?? { url: "" };
  const told = outcome.messages.flatMap((message) => soc.slack.mentions(message));
  expect(told).toContainEqual(expect.objectContaining({ kind: "link", target: url }));
  expect(caseLinks(soc)).toEqual([url]);
  expect(soc.read(card)).toContain("Already a case in TheHive");
  expect(soc.hive.cases.size).toBe(1);
}, 30_000);

test("a refusal is said to the presser alone, and the alert goes on", async () => {
  const { soc, id } = await breached();
  soc.hive.permissions = soc.hive.permissions.filter((one) => !/case|import/i.test(one));
  const outcome = await soc.press("U0EVE", soc.card("Beacon to C2"), "Promote to case");
  expect(outcome.messages.map((message) => soc.read(message)).join()).toMatch(
    /manageAlert\/import|manageCase/,
  );
  expect(soc.read(soc.card("Beacon to C2"))).toContain("[Promote to case]");
  await soc.advance(minutes(15));
  expect(await soc.fired(id)).toEqual(["02:30 1", "02:45 2"]);
}, 30_000);
