import type { AlertDraft } from "./model.ts";

const RIGHT_TO_LEFT = "\u202e";
const ISOLATE = "\u2066";
const ZERO_WIDTH = "\u200b";

/** Alerts as an attacker would word them: whoever shows, texts or speaks a title must survive these. */
export const HOSTILE_ALERTS: readonly AlertDraft[] = [
  {
    title: "<!channel> <!here> <@U0000000001> please approve the transfer",
    severity: 3,
    source: "<!everyone>",
    tags: ["<!subteam^S0000001>", "*bold*", "`code`"],
  },
  {
    title:
      "Session expired, sign in again: https://login.example.org/?a=1&b=<x> or <https://evil.example.net|portal>",
    severity: 3,
    observables: [{ dataType: "url", data: "https://evil.example.net/`;--<script>alert(1)</script>" }],
  },
  {
    title: `Invoice ${RIGHT_TO_LEFT}gpj.exe opened ${ISOLATE}by the${ZERO_WIDTH} CFO`,
    severity: 2,
    tags: [`${RIGHT_TO_LEFT}hgih`],
  },
  {
    title: '</Say><Dial>+15550100</Dial><Say> & "quoted" <![CDATA[x]]> &amp; &#x3c;',
    severity: 4,
    description: "<Response><Hangup/></Response>",
  },
  {
    title: `Flood ${"very long detection name ".repeat(200)}`.padEnd(5000, "A"),
    severity: 3,
    tags: Array.from({ length: 60 }, (_, nth) => `tag-${nth}`),
  },
  {
    title: "First line\nSecond line\r\n> quoted\u0000\u0007\u001b[31mred\tend",
    severity: 2,
    source: "multi\nline",
  },
  {
    title: "*bold* _italic_ ~struck~ `code` ```block``` :skull: <#C0000000001> +1 555 0100",
    severity: 1,
  },
  {
    title: "🔥".repeat(300),
    severity: 2,
    tags: ["e\u0301".repeat(20)],
  },
];
