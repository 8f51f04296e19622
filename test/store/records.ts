import { AlertId } from "../../src/sla/model.ts";
import type { AlertRecord } from "../../src/sla/record.ts";

/** A record with a title that hurts. */
export function record(number: number): AlertRecord {
  const id = AlertId.parse(`~${number}`);
  const at = Date.parse("2026-03-03T02:00Z") as AlertRecord["firstSeenAt"];
  return {
    version: 2,
    alertId: id,
    number,
    firstSeenAt: at,
    alert: {
      id,
      title: `:base64:Alert ${number}: <!channel> "quoted" 'single' \u0000 😀`,
      severity: "high",
      createdAt: at,
      type: "siem",
      source: "test",
      tags: ["a"],
      stage: "new",
      status: "New",
      observableCount: 0,
      customFields: { score: 7 },
    },
    tiersDone: 1,
    firings: [],
  };
}
