import { onTestFinished } from "vitest";
import { openSoc } from "../../sandbox/demo/soc.ts";
import { servePage } from "../../sandbox/page/server.ts";

/** A SOC with its page, in which nothing happens but what the test does. */
export async function quietSandbox({ speed }: { speed: number }) {
  const soc = await openSoc({
    at: Date.parse("2026-03-03T14:00Z"),
    speed,
    version: "5",
    calls: { kind: "manual" },
  });
  onTestFinished(async () => await soc.close());
  await soc.begin();
  const page = await servePage(soc, 0);
  onTestFinished(async () => await page.stop());
  const age = (minutes: number) => Math.round(soc.clock.now() - minutes * 60_000);
  return { ...soc, url: page.url, age };
}
