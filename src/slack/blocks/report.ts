import type { Measure, Report } from "../../report/model.ts";
import { percentText, reportText, windowText } from "../../report/words.ts";
import { fitMessage, type Message } from "./fit.ts";
import { verbatimText } from "./text.ts";

/** How well the SLA was kept, in columns. */
export function reportMessage(report: Report, measure: Measure = {}): Message {
  return fitMessage({
    text: verbatimText(
      `SLA report, ${windowText(report)}: ${percentText(report.all)} of ${report.all.alerts} alerts handled within SLA`,
      400,
    ),
    blocks: [
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_preformatted",
            elements: [{ type: "text", text: reportText(report, measure).trimEnd() }],
          },
        ],
      },
    ],
  });
}
