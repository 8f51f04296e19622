import { expect, test } from "vitest";
import { minutes, night } from "./harness.ts";

test("a report comes by itself, as text, picture and table, and once across a restart", async () => {
  // The night begins on Tuesday, 3 March 2026, at 02:00 UTC.
  const reports = [{ every: "tue 02:40", timezone: "UTC", since: "1d", target: "95%" }];
  const soc = await night({ settings: { reports } });
  soc.hive.raise({ severity: 3, title: "Beacon", source: "wazuh" });
  await soc.advance(minutes(41));
  const said = () =>
    soc.slack.channel("soc").messages.filter((one) => soc.read(one).includes("Handled within SLA"));
  const files = () => soc.slack.channel("soc").messages.flatMap((message) => message.files);
  await soc.slack.until(() => files().length === 2, { within: 20_000, what: "the files" });
  expect(said().map((one) => soc.read(one))).toEqual([
    expect.stringContaining("Target 95 %: missed, 1 alert short\nThe period before: – of 0 alerts"),
  ]);
  expect(files().map(({ name }) => name)).toEqual(["sla-report.png", "sla-report.csv"]);
  expect(Buffer.from(files()[1]?.bytes ?? []).toString()).toContain("late,severity,high,1");
  await soc.stop();
  await soc.start();
  await soc.advance(minutes(5));
  expect(said()).toHaveLength(1);
  expect(files()).toHaveLength(2);
}, 30_000);
