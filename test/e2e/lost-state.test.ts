import { rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { inDatabase, minutes, night } from "./harness.ts";

test.skipIf(inDatabase)(
  "a state file that somebody removes is written anew and said once, and nothing is forgotten",
  async () => {
    const soc = await night();
    const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
    await soc.advance(minutes(31));
    await rm(`${soc.folder}/state.sqlite`);
    await soc.advance(minutes(15));
    const said = soc.slack.channel("soc").messages.filter((one) => /was removed while/.test(soc.read(one)));
    expect(said).toHaveLength(1);
    await soc.stop();
    await soc.start();
    await soc.advance(minutes(3));
    expect(await soc.fired(id)).toEqual(["02:30 1", "02:45 2"]);
    expect(soc.cards()).toHaveLength(1);
  },
  30_000,
);
