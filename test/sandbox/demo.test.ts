import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";

/** The demo as `npm run demo` starts it, with a folder for temporary files of its own. */
async function demo(...words: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), "demo-test-"));
  const child = spawn(process.execPath, ["--import", "tsx", "sandbox/demo.ts", ...words], {
    env: { ...process.env, TMPDIR: folder, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });
  return {
    child,
    folder,
    async ending() {
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
      const [code] = await exited;
      // tsx keeps its compiled modules there.
      const left = (await readdir(folder)).filter((name) => !name.startsWith("tsx-"));
      return { out, err, code, left };
    },
  };
}

const milestones = [
  ["a critical alert texts the person on call", /SMS +to Alice Archer: SLA missed: CRITICAL #/],
  ["a high alert texts the person on call", /SMS +to Alice Archer: SLA missed: HIGH #/],
  ["a medium alert texts the person on call", /SMS +to Alice Archer: SLA missed: MEDIUM #/],
  ["a low alert texts the person on call", /SMS +to Alice Archer: SLA missed: LOW #/],
  ["a breach is a card in the channel", /#soc: 🟥 CRITICAL #\d+: Files renamed.*SLA missed, at tier 1 of 3/],
  ["a high-risk word is told at once", /#soc: 🟨 MEDIUM #\d+: URGENT: .*high-risk word URGENT found/],
  [
    "somebody promotes an alert and there is its case",
    /Bob Baker presses "Promote to case"[\s\S]*case #\d+ opened/,
  ],
  ["the card names the case", /Handled #\d+: Credential phishing.*case #\d+/],
  ["somebody ignores an alert", /Ignored by @alice until/],
  ["somebody takes an alert up", /@alice is on it until/],
  ["a call is answered and the words are heard", /Alice Archer answers and hears: .*S L A monitor/],
  [
    "a call that nobody answers goes to the next person",
    /Alice Archer does not answer[\s\S]*Bob Baker answers/,
  ],
  ["the seniors are called", /Carol Chen's phone rings[\s\S]*Dave Diaz does not answer/],
  ["an alert handled in TheHive pages nobody", /Outbound SMB.*handled in time, so nobody was told/],
  [
    "the end counts it all",
    /\d+ alerts: \d+ messages in Slack, \d+ texts, \d+ calls \(\d+ answered\), 4 cases/,
  ],
] as const;

test("the headless demo tells the whole story and ends by itself", async () => {
  const story = await demo("--headless", "--for", "90s", "--speed", "150");
  const { out, err, code, left } = await story.ending();
  const missing = milestones.filter(([, line]) => !line.test(out)).map(([what]) => what);
  expect({ missing, err, code, left }, out).toEqual({ missing: [], err: "", code: 0, left: [] });
  // Ignored at tier 1 for 30 minutes: tier 2 fell due within and was never told, tier 3 came when it ended.
  const ladder = [...out.matchAll(/#soc.*: LSASS .*at (tier \d) of 3/gi)].map(([, tier]) =>
    tier?.toLowerCase(),
  );
  expect(ladder).toEqual(["tier 1", "tier 3"]);
}, 120_000);

test("Ctrl-C ends the demo at once and cleanly", async () => {
  const story = await demo("--headless", "--for", "5m");
  await once(story.child.stdout, "data");
  story.child.stdout.resume();
  const since = performance.now();
  story.child.kill("SIGINT");
  const { code, left } = await story.ending();
  expect({ code, left }).toEqual({ code: 0, left: [] });
  expect(performance.now() - since).toBeLessThan(10_000);
}, 60_000);

test.each([
  [["--speed", "fast"], /Expected a number from 1 to 600/],
  [["--version", "6"], /Allowed choices are 3, 4, 5/],
  [["--for", "soon"], /Expected a duration such as 60s/],
  [["--sped", "3"], /unknown option/],
])(
  "wrong usage %s is said and exits 2",
  async (words, complaint) => {
    const { err, code } = await (await demo(...words)).ending();
    expect(err).toMatch(complaint);
    expect(code).toBe(2);
  },
  60_000,
);
