import { describe, expect, test } from "vitest";
import { HiveError } from "../../src/engine/hive-error.ts";
import { minutes, seconds } from "../../src/lib/time.ts";
import { engineWorld, memory } from "./world.ts";

/*
 * Every key of the store x fails once, fails for a minute x every kind of thing that is told: told once, on time,
 * and everything is written afterwards.
 */

const settings = {
  people: { alice: { phone: "+12025550111", slack: "U0ALICE" }, carol: { phone: "+12025550113" } },
  groups: { oncall: { members: ["alice"] }, seniors: { members: ["carol"] } },
  sla: {
    high: {
      tiers: [
        { after: "30m", notify: ["slack", "sms"] },
        { after: "45m", notify: ["slack", "call:seniors"] },
      ],
    },
  },
  storm: { window: "60s", threshold: 3 },
};

type World = ReturnType<typeof engineWorld>;
type Break = (soc: World, during: () => Promise<void>) => Promise<void>;

const keys = [
  "record:",
  "item:",
  "audit:",
  "digest:pending",
  "digests",
  "health:thehive",
  "handoffs",
  "unattended",
  "pause",
] as const;

/** Fails from the moment of the deed: once, or for a minute. */
function breaking(key: string, how: "once" | "for a minute"): Break {
  return async (soc, during) => {
    let left = how === "once" ? 1 : Number.POSITIVE_INFINITY;
    soc.trouble.failing = (written) => {
      if (!written.startsWith(key) || left === 0) return false;
      left -= 1;
      return true;
    };
    await during();
    await soc.advance(minutes(1));
    soc.trouble.failing = () => false;
    await soc.advance(seconds(10));
  };
}

const count = (soc: World, part: string) => soc.posted.filter(({ id }) => id.includes(part)).length;

interface Kind {
  readonly name: string;
  readonly play: (soc: World, broken: Break) => Promise<void>;
}

const kinds: readonly Kind[] = [
  {
    name: "a tier",
    async play(soc, broken) {
      const { id } = soc.raise(1);
      await soc.engine.start();
      await soc.advance(minutes(29));
      await broken(soc, () => soc.advance(minutes(1)));
      expect(count(soc, `${id}/1/slack/`)).toBe(1);
      expect(soc.phone.sent.map(({ via, to, at }) => [via, to, at])).toEqual([
        ["sms", "alice", soc.start + minutes(30)],
      ]);
    },
  },
  {
    name: "a new alert that is due already",
    async play(soc, broken) {
      await soc.engine.start();
      await soc.advance(minutes(1));
      const { id } = soc.raise(1, { createdAt: (soc.clock.now() - minutes(40)) as never });
      await broken(soc, () => soc.advance(minutes(2)));
      expect(count(soc, `${id}/1/slack/`)).toBe(1);
      expect(soc.phone.sent).toHaveLength(1);
    },
  },
  {
    name: "the next person of a call",
    async play(soc, broken) {
      soc.raise(1);
      await soc.engine.start();
      await soc.advance(minutes(45));
      soc.phone.ends(2, "unanswered");
      await broken(soc, () => soc.advance(seconds(5)));
      expect(soc.phone.sent.map(({ via, to }) => `${via} ${to}`)).toEqual([
        "sms alice",
        "call carol",
        "call carol",
      ]);
    },
  },
  {
    name: "a digest",
    async play(soc, broken) {
      for (let number = 1; number <= 6; number++) soc.raise(number);
      await soc.engine.start();
      await soc.advance(minutes(29));
      await broken(soc, () => soc.advance(minutes(1) + seconds(1)));
      expect(count(soc, "D1/slack/")).toBe(1);
      expect(soc.phone.sent.map(({ about }) => about.kind)).toEqual(["digest"]);
    },
  },
  {
    name: "a notice",
    async play(soc, broken) {
      await soc.engine.start();
      soc.hive.fails = new HiveError("unreachable", "TheHive does not answer");
      await soc.advance(minutes(5));
      await broken(soc, () => soc.advance(minutes(1)));
      expect(count(soc, "hive-down/")).toBe(1);
      expect(soc.phone.sent.map(({ about }) => about.kind)).toEqual(["hive-down"]);
    },
  },
  {
    name: "a test",
    async play(soc, broken) {
      await soc.engine.start();
      await broken(soc, async () => {
        const told = soc.engine.desk.test("sms", "alice", "U1");
        await soc.advance(seconds(1));
        expect(await told).toEqual([{ to: "alice", ok: true, detail: "sent" }]);
      });
      expect(soc.phone.sent).toHaveLength(1);
    },
  },
];

for (const { name, play } of kinds) {
  describe(`${name} is told once, and all is written afterwards`, () => {
    test.each(keys.flatMap((key) => [[key, "once"] as const, [key, "for a minute"] as const]))(
      "%s fails %s",
      async (key, how) => {
        const disk = memory();
        const soc = engineWorld(settings, disk);
        await play(soc, breaking(key, how));
        expect(soc.engine.desk.health().disk.ok).toBe(true);
        const written = [...disk.values.keys()].filter((one) => one.startsWith("item:"));
        const told = [...soc.posted.map(({ id }) => id), ...soc.phone.sent.map(({ id }) => id)];
        expect(told.filter((id) => !written.includes(`item:${id}`))).toEqual([]);
      },
    );
  });
}

test("a disk that hangs keeps nobody waiting for more than a second", async () => {
  const disk = memory();
  const soc = engineWorld(settings, disk);
  soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(29));
  disk.trouble.hangs = true;
  const begun = performance.now();
  await soc.advance(minutes(1));
  while (soc.phone.sent.length === 0 && performance.now() - begun < 10_000) await soc.settle();
  expect(soc.phone.sent).toHaveLength(1);
  disk.trouble.release();
  await soc.settle();
});
