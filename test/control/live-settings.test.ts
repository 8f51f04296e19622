import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLiveSettings } from "../../src/control/live-settings.ts";
import type { Store } from "../../src/engine/ports/store.ts";
import { minutes, systemClock } from "../../src/lib/time.ts";
import type { AuditEvent } from "../../src/sla/event.ts";
import { ledgerOf } from "./ledger.ts";
import { memoryStore } from "./memory-store.ts";

async function opened(file: string, before?: { where: string; store: Store }) {
  const where = before?.where ?? (await mkdtemp(join(tmpdir(), "sla-live-")));
  await writeFile(join(where, "sla.yml"), file);
  const store = before?.store ?? memoryStore();
  const events: AuditEvent[] = [];
  const ledger = ledgerOf(store, events);
  const live = await openLiveSettings({
    store,
    ledger,
    clock: systemClock,
    file: join(where, "sla.yml"),
    twilio: "ready",
  });
  if ("problems" in live) throw new Error(JSON.stringify(live.problems));
  return { live, events, where, store, close: () => store.close() };
}

test("a change from Slack is in force at once, audited with old and new value, and survives a restart", async () => {
  const { live, events, where, store, close } = await opened("ignoreFor: 30m\n");
  let told = 0;
  live.onChange(() => told++);
  expect(await live.change({ ignoreFor: "45m" }, "U1")).toEqual({ kind: "changed" });
  expect(live.settings().ignoreFor).toBe(minutes(45));
  expect(live.origins().get("ignoreFor")).toBe("slack");
  expect(told).toBe(1);
  expect(events).toMatchObject([
    { event: "config.changed", actor: "U1", detail: { path: "ignoreFor", from: "30m", to: "45m" } },
  ]);
  await close();
  const again = await opened("ignoreFor: 30m\n", { where, store });
  expect(again.live.settings().ignoreFor).toBe(minutes(45));
  await again.close();
});

test("a change that the schema refuses changes nothing and names the path", async () => {
  const { live, close } = await opened("");
  expect(await live.change({ "sla.high.tiers": [{ after: "soon", notify: ["slack"] }] }, "U1")).toMatchObject(
    {
      kind: "refused",
      problems: [{ path: "sla.high.tiers[0].after" }],
    },
  );
  expect(live.origins().get("sla.high.tiers")).toBe("default");
  await close();
});

test("the second of two people who change the same form learns that it has changed", async () => {
  const { live, close } = await opened("");
  const openedAt = live.revision();
  await live.change({ ignoreFor: "45m" }, "U1", openedAt);
  expect(await live.change({ ignoreFor: "50m" }, "U2", openedAt)).toEqual({ kind: "changed-meanwhile" });
  await close();
});

test("a reset puts the file's value back and says what", async () => {
  const { live, events, close } = await opened("ignoreFor: 20m\n");
  await live.change({ ignoreFor: "45m", acknowledgeFor: "2h" }, "U1");
  expect(await live.reset("U1", ["ignoreFor"])).toEqual(["ignoreFor"]);
  expect(live.settings().ignoreFor).toBe(minutes(20));
  expect(live.settings().acknowledgeFor).toBe(minutes(120));
  expect(events.at(-1)).toMatchObject({ detail: { path: "ignoreFor", from: "45m", to: "20m" } });
  await close();
});

test("full numbers stay out of the audit trail", async () => {
  const { live, events, close } = await opened("people: { alice: {} }\n");
  await live.change({ "people.alice": { phone: "+12025550111" } }, "U1");
  expect(JSON.stringify(events)).not.toContain("+12025550111");
  await close();
});

test("changes that no longer fit an edited file are set aside, and the file alone counts", async () => {
  const { live, where, store, close } = await opened("people: { alice: {} }\n");
  await live.change({ groups: { oncall: { members: ["alice"] } } }, "U1");
  await close();
  const again = await opened("people: { bob: {} }\n", { where, store });
  expect(again.live.setAside.length).toBeGreaterThan(0);
  expect(again.live.settings().groups).toEqual({});
  await again.close();
});

test("an invalid file leaves the old settings in force, a valid one takes effect", async () => {
  const { live, events, where, close } = await opened("ignoreFor: 20m\n");
  await writeFile(join(where, "sla.yml"), "ignoreFor: later\n");
  expect(await live.reload()).toMatchObject([{ path: "ignoreFor" }]);
  expect(events).toMatchObject([
    { event: "config.refused", detail: { problems: [expect.stringMatching(/^ignoreFor/)] } },
  ]);
  expect(live.settings().ignoreFor).toBe(minutes(20));
  await writeFile(join(where, "sla.yml"), "ignoreFor: 25m\n");
  expect(await live.reload()).toEqual([]);
  expect(live.settings().ignoreFor).toBe(minutes(25));
  await close();
});

test("a change can be judged without making it", async () => {
  const { live, events, close } = await opened("");
  expect(live.judge({ ignoreFor: "soon" })).toMatchObject([{ path: "ignoreFor" }]);
  expect(live.judge({ ignoreFor: "45m" })).toEqual([]);
  expect(live.settings().ignoreFor).toBe(minutes(30));
  expect(events).toEqual([]);
  await close();
});

test("of two changes at the same time neither is lost", async () => {
  const { live, close } = await opened("");
  await Promise.all([live.change({ ignoreFor: "45m" }, "U1"), live.change({ "poll.every": "5m" }, "U2")]);
  expect(live.settings()).toMatchObject({ ignoreFor: minutes(45), poll: { every: minutes(5) } });
  await close();
});

test("of two people who change the same form at the same time one learns that it has changed", async () => {
  const { live, close } = await opened("");
  const openedAt = live.revision();
  const both = [{ ignoreFor: "45m" }, { ignoreFor: "50m" }].map((values) =>
    live.change(values, "U1", openedAt),
  );
  expect((await Promise.all(both)).map(({ kind }) => kind)).toEqual(["changed", "changed-meanwhile"]);
  await close();
});

test("what another change still needs is not put back", async () => {
  const { live, close } = await opened("");
  await live.change({ "people.erin": { slack: "U0ERIN" }, "groups.desk": { members: ["erin"] } }, "U1");
  expect(await live.reset("U1", ["people"])).toEqual([]);
  expect(Object.keys(live.settings().people)).toEqual(["erin"]);
  expect(await live.reset("U1", ["people", "groups"])).toEqual(["people.erin", "groups.desk"]);
  await close();
});
