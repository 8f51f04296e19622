import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import type { Instant } from "../../lib/time.ts";
import { TimeZone } from "../../lib/zoned.ts";
import { reportCsv } from "../../report/csv.ts";
import type { Report } from "../../report/model.ts";
import { reportPng } from "../../report/png.ts";
import { reported, reporting } from "../../report/report.ts";
import { reportText } from "../../report/words.ts";
import { reportZone } from "../../report/zone.ts";
import { sinceGiven } from "../arguments.ts";
import { auditTrail } from "../audit-trail.ts";
import { Common, defineCommand } from "../command.ts";
import type { Edge } from "../edge.ts";
import { CommandFailure } from "../failure.ts";
import { settingsSetup } from "../setup.ts";
import { summaries } from "../summaries.ts";

const Options = Common.extend({
  since: z.string().default("7d"),
  zone: TimeZone.optional(),
  png: z.string().min(1, { error: "expected a file to write the picture to" }).optional(),
  csv: z.string().min(1, { error: "expected a file to write the numbers to" }).optional(),
});

/** `report`: how well the SLA was kept, from the audit trail. */
export function reportCommand() {
  return defineCommand({
    name: "report",
    summary: summaries.report,
    flags: [
      ["--since <when>", "from then until now: 7d (the default), 24h, or an ISO time"],
      ["--zone <zone>", "time zone of hours and nights (default: the on-call rotation's, else UTC)"],
      ["--png <file>", "write the picture there too"],
      ["--csv <file>", "write the numbers there too"],
    ],
    examples: ["thehive-sla-monitor report --since 30d --png report.png --csv report.csv"],
    schema: Options,
    async run({ config, json, since, zone, png, csv }, edge) {
      const now = edge.clock.now();
      const from = sinceGiven(since, now);
      const report = await reportOf(from, now, zone ?? (await teamZone(edge, config)), edge);
      if (png !== undefined) await write(edge, png, await reportPng(report));
      if (csv !== undefined) await write(edge, csv, reportCsv(report));
      edge.out.write(json ? `${JSON.stringify(report)}\n` : reportText(report));
      return 0;
    },
  });
}

async function teamZone(edge: Edge, config: string | undefined): Promise<TimeZone> {
  const { loaded } = await settingsSetup(edge, config);
  const { people, groups } = loaded.settings;
  return reportZone({ people, groups, overrides: [] });
}

async function reportOf(since: Instant, until: Instant, zone: TimeZone, edge: Edge): Promise<Report> {
  const made = reporting(since, until, zone);
  const trail = await auditTrail(edge);
  try {
    for await (const events of trail.read({ since, events: reported })) made.add(events);
  } finally {
    await trail.close();
  }
  return made.report();
}

async function write(edge: Edge, file: string, content: Buffer | string): Promise<void> {
  const path = resolve(edge.cwd, file);
  await writeFile(path, content).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new CommandFailure(1, [`${path}: cannot be written (${code}). Choose another file`], {
      cause: error,
    });
  });
  edge.err.write(`wrote ${path}\n`);
}
