import { openTrail } from "../../src/audit/trail.ts";

// A process that may write little: says how each append ended.
const trail = await openTrail(process.argv[2] ?? "", { redact: (line) => line });
for (const length of [10, 20_000, 20]) {
  const append = trail.append([
    { at: "2026-03-02T02:00:00.000Z", event: "tier.fired", actor: "system", detail: "x".repeat(length) },
  ]);
  const ended = await append.then(
    () => "written",
    (error: unknown) => (error instanceof Error ? error.name : error),
  );
  process.stdout.write(`${ended}\n`);
}
