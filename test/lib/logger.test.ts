import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createLogger } from "../../src/lib/logger.ts";
import { prettyStream } from "../../src/lib/pretty.ts";
import { instant } from "../../src/lib/time.ts";

const clock = { now: () => instant("2026-03-02T02:00Z") };

type Options = Partial<Parameters<typeof createLogger>[0]> & { readonly pretty?: boolean };

function logger({ pretty = false, ...options }: Options = {}) {
  const lines: string[] = [];
  const { out = { write: (line: string) => lines.push(line) } } = options;
  const log = createLogger({
    level: "info",
    secrets: ["s3cret-key"],
    clock,
    ...options,
    out: pretty ? prettyStream(out) : out,
  });
  return { log, lines };
}

test("writes JSON lines with the time of its clock", () => {
  const { log, lines } = logger();
  log.info({ alertId: "~1" }, "fired");
  log.debug("too fine");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: "info", time: "2026-03-02T02:00:00.000Z", alertId: "~1", msg: "fired" },
  ]);
});

test("hides secrets and numbers wherever they turn up, and still writes JSON", () => {
  const { log, lines } = logger();
  log.child({ cycle: 3 }).error(
    {
      err: new Error("GET with Bearer s3cret-key failed for +447700900123"),
      options: { headers: { authorization: "x" }, url: "http://me:hunter22@hive" },
      person: { phone: "07700900123" },
    },
    "s3cret-key +44 7700 900123",
  );
  expect(() => JSON.parse(lines.join(""))).not.toThrow();
  expect(lines.join("")).not.toMatch(/s3cret|900123|hunter22|"authorization":"x"/);
});

test("writes for people at a terminal", () => {
  const { log, lines } = logger({ pretty: true });
  log.warn({ alertId: "~1" }, "TheHive is slow, s3cret-key");
  expect(lines.join("")).toContain("TheHive is slow, [hidden]");
  expect(lines.join("")).not.toContain("{");
});

test("writes JSON to a file too", async () => {
  const folder = await mkdtemp(join(tmpdir(), "log-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "deep", "sla.log");
  const { log } = logger({ pretty: true, file });
  log.info("s3cret-key");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ level: "info", msg: "[hidden]" });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test.each([false, true])("writes to the file although stdout fails (pretty: %s)", async (pretty) => {
  const folder = await mkdtemp(join(tmpdir(), "log-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "sla.log");
  const out = {
    write: () => {
      throw new Error("closed");
    },
  };
  const { log } = logger({ out, pretty, file });
  log.info("first");
  log.info("second");
  expect((await readFile(file, "utf8")).trim().split("\n")).toHaveLength(2);
});

test("goes on when the disk of its file is full", () => {
  const { log, lines } = logger({ file: "/dev/full" });
  for (let count = 0; count < 3; count++) log.info("x".repeat(600_000));
  expect(lines).toHaveLength(3);
});

test("says which file cannot be written", () => {
  expect(() => logger({ file: "/dev/null/sla.log" })).toThrow(
    /^LOG_FILE \/dev\/null\/sla\.log cannot be written/,
  );
});

test.each([[false], [true]])("a terminal obeys nothing that others wrote, pretty: %s", (pretty) => {
  const { log, lines } = logger({ pretty });
  const theirs = "\u001b]0;pwned\u0007 \u202egpj.exe \u009b2J";
  log.warn({ title: theirs, err: new Error(theirs) }, "skipped");
  const printed = lines.join("");
  expect(printed).toContain("pwned");
  for (const obeyed of ["\u001b]", "\u0007", "\u202e", "\u009b"]) expect(printed).not.toContain(obeyed);
});
