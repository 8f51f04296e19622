import { z } from "zod";
import type { Filter } from "../../audit/read.ts";
import type { Verdict } from "../../audit/verify.ts";
import { plainText } from "../../lib/untrusted.ts";
import type { AuditEvent } from "../../sla/event.ts";
import { sinceGiven } from "../arguments.ts";
import { auditTrail, type ReadableTrail } from "../audit-trail.ts";
import { Common, defineCommand } from "../command.ts";
import type { Edge, ExitCode } from "../edge.ts";
import { usage } from "../failure.ts";
import { summaries } from "../summaries.ts";

const Options = Common.extend({
  alertId: z.string().optional(),
  since: z.string().optional(),
  verify: z.boolean().default(false),
});

/** `audit`: what happened, oldest first. */
export function auditCommand() {
  return defineCommand({
    name: "audit",
    summary: summaries.audit,
    positional: ["alertId"],
    flags: [
      ["--since <when>", "no older than this: 24h, 7d, or an ISO time"],
      ["--verify", "name the first line that was changed since it was written"],
    ],
    examples: [
      "thehive-sla-monitor audit ~4096",
      "thehive-sla-monitor audit --since 24h --json",
      "thehive-sla-monitor audit --verify",
    ],
    schema: Options,
    async run({ alertId, since, verify, json }, edge) {
      if (verify && (alertId !== undefined || since !== undefined))
        throw usage("--verify: found with an alert or --since, expected alone: it looks at the whole trail");
      const trail = await auditTrail(edge);
      const filter = {
        alertId,
        since: since === undefined ? undefined : sinceGiven(since, edge.clock.now()),
      };
      try {
        if (verify) return await printVerdict(trail, edge, json);
        await printAll(trail, filter, edge, json ? (event) => JSON.stringify(event) : asText);
      } finally {
        await trail.close();
      }
      return 0;
    },
  });
}

async function printVerdict(trail: ReadableTrail, { out, err }: Edge, json: boolean): Promise<ExitCode> {
  const verdict = await trail.verify();
  const isWhole = verdict.kind === "whole";
  const { kind: _, ...facts } = verdict;
  if (json) out.write(`${JSON.stringify({ ok: isWhole, ...facts })}\n`);
  if (!isWhole) err.write(`audit trail ${trail.place}: line ${verdict.line} was changed: ${verdict.why}\n`);
  else if (!json) out.write(`audit trail ${trail.place}: ${wholeText(verdict)}\n`);
  return isWhole ? 0 : 1;
}

function wholeText({ lines, unchained, head }: Verdict & { kind: "whole" }): string {
  const older = unchained === 0 ? "" : `; before them ${unchained} of a version that chained nothing`;
  if (lines === 0)
    return unchained === 0 ? "nothing is in it yet" : `none of its ${unchained} lines is chained`;
  return `${lines} lines are as they were written${older}. The last hash is ${head}`;
}

async function printAll(
  trail: ReadableTrail,
  filter: Filter,
  edge: Edge,
  words: (event: AuditEvent) => string,
): Promise<void> {
  const bad: { count: number; first?: number } = { count: 0 };
  function onBadLine(line: number): void {
    bad.count += 1;
    bad.first ??= line;
  }
  for await (const events of trail.read(filter, onBadLine)) {
    for (const event of events) edge.out.write(`${words(event)}\n`);
    if (edge.stopping.aborted) break;
  }
  if (bad.count > 0) {
    edge.err.write(
      `audit trail ${trail.place}: skipped ${bad.count} lines that are no events, the first is line ${bad.first}\n`,
    );
  }
}

const LONGEST_LINE = 1000;

function asText({ at, event, actor, alertId, tier, via, to, detail }: AuditEvent): string {
  const parts = [
    at,
    event,
    alertId,
    tier === undefined ? undefined : `tier ${tier}`,
    via,
    to === undefined ? undefined : `to ${to}`,
    actor === "system" ? undefined : `by ${actor}`,
    detail === undefined ? undefined : typeof detail === "string" ? detail : JSON.stringify(detail),
  ];
  // Details carry attackers' words, and a terminal obeys control characters.
  return plainText(parts.filter((part) => part !== undefined).join("  "), LONGEST_LINE);
}
