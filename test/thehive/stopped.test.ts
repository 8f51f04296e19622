import { describe, expect, test } from "vitest";
import { LIST } from "../../sandbox/thehive/faults.ts";
import type { AlertDraft } from "../../sandbox/thehive/model.ts";
import { id, start, startSource } from "./source-under-test.ts";

const old = (title: string): AlertDraft => ({ title, createdAt: start - 3_600_000 });
const titles = ({ alerts }: { alerts: readonly { title: string }[] }) => alerts.map(({ title }) => title);

/** A source that has polled, at changes from then on, and TheHive as it hangs from its nth list on. */
async function polled() {
  const under = await startSource({}, { wholeUpTo: 0 });
  under.hive.raiseMany(3, (nth) => old(`a${nth}`));
  await under.source.poll(0);
  under.pass(120_000);
  const hang = () => under.hive.faults.add({ kind: "hang", when: LIST });
  const hangAt = (nth: number) => {
    if (nth === 1) hang();
    let lists = 0;
    return under.hive.onRequest(({ path }) => {
      if (LIST.path?.test(path) && ++lists === nth - 1) hang();
    });
  };
  const hanging = () => under.hive.requests.some(({ faults }) => faults.includes("hang"));
  return { ...under, hangAt, hanging };
}

describe("a poll that is stopped in the middle", () => {
  test.each([
    ["while it lists changes", 1],
    ["while it counts", 2],
  ])("%s loses nothing: the next one reads everything", async (_, nth) => {
    const { hive, source, hangAt, hanging, pass } = await polled();
    const [first] = hive.alerts.values();
    hive.update(first?.id ?? "", { severity: 4 });
    hive.raise({ title: "new" });
    const off = hangAt(nth);
    const stop = new AbortController();
    const poll = source.poll(3, stop.signal);
    const ended = expect(poll).rejects.toMatchObject({ name: "HiveError", code: "unreachable" });
    await expect.poll(hanging).toBe(true);
    stop.abort();
    await ended;
    off();
    hive.faults.clear();
    pass(1000);
    const next = await source.poll(3);
    expect([next.kind, titles(next)]).toEqual(["full", ["a0", "a1", "a2", "new"]]);
    expect(next.alerts[0]?.severity).toBe("critical");
  });

  test("once it has all it asked for, still counts as stopped", async () => {
    const { hive, source } = await polled();
    hive.raise({ title: "new" });
    const stop = new AbortController();
    let asked = 0;
    hive.onRequest(() => {
      if (++asked === 2) stop.abort();
    });
    await expect(source.poll(3, stop.signal)).rejects.toMatchObject({ code: "unreachable" });
    expect(titles(await source.poll(3))).toContain("new");
  });

  test("before it begins, asks nothing", async () => {
    const { source, asked } = await polled();
    asked();
    await expect(source.poll(3, AbortSignal.abort())).rejects.toMatchObject({ code: "unreachable" });
    expect(asked()).toEqual([]);
  });
});

describe("two polls at once", () => {
  test("run one after the other, and between them lose and repeat nothing", async () => {
    const { hive, source } = await polled();
    hive.raise({ title: "new" });
    const [first, second] = await Promise.all([source.poll(3), source.poll(4)]);
    expect([first?.kind, second?.kind]).toEqual(["changes", "changes"]);
    expect([...titles(first), ...titles(second)]).toEqual(["new"]);
  });

  test("the second does not suffer from the end of the first", async () => {
    const { hive, source, hangAt, hanging } = await polled();
    const off = hangAt(1);
    const stop = new AbortController();
    const first = source.poll(3, stop.signal);
    const ended = expect(first).rejects.toMatchObject({ code: "unreachable" });
    const second = source.poll(3);
    await expect.poll(hanging).toBe(true);
    off();
    hive.faults.clear();
    stop.abort();
    await ended;
    expect(titles(await second)).toEqual(["a0", "a1", "a2"]);
  });
});

describe("a read while a poll is under way", () => {
  test("that finds an alert handled is believed, not the list from before", async () => {
    const { hive, source, pass } = await startSource();
    const [raised] = hive.raiseMany(3, (nth) => ({
      ...old(`a${nth}`),
      observables: [{ dataType: "ip", data: "::1" }],
    }));
    if (raised === undefined) throw new Error("nothing was raised");
    hive.faults.indexLag = 60_000;
    pass(60_000);
    let lists = 0;
    const read: Promise<unknown>[] = [];
    hive.onRequest(({ path }) => {
      // The list of alerts is read; their observables are still to come.
      if (!LIST.path?.test(path) || ++lists !== 1) return;
      hive.close(raised.id);
      read.push(source.read(id(raised)));
      hive.faults.add({ kind: "slow", ms: 1, when: LIST, times: 1 });
    });
    const poll = source.poll(0);
    await expect.poll(() => read.length).toBe(1);
    await Promise.all(read);
    pass(1);
    expect(titles(await poll)).toEqual(["a1", "a2"]);
    expect(titles(await source.poll(2))).toEqual(["a1", "a2"]);
  });
});
