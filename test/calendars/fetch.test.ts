import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fetchCalendar } from "../../src/calendars/fetch.ts";
import { milliseconds } from "../../src/lib/time.ts";
import { feedServer } from "./feed-server.ts";

const options = { proxy: undefined, folder: "." };
type Server = Awaited<ReturnType<typeof feedServer>>;

test("a feed is fetched, by webcal too where it is https", async () => {
  const server = await feedServer("BEGIN:VCALENDAR");
  expect(await fetchCalendar(server.url, options)).toBe("BEGIN:VCALENDAR");
});

test("a file is read from the folder of the settings", async () => {
  const folder = await mkdtemp(join(tmpdir(), "calendars-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "rota.ics"), "BEGIN:VCALENDAR");
  expect(await fetchCalendar("rota.ics", { ...options, folder })).toBe("BEGIN:VCALENDAR");
  await expect(fetchCalendar("gone.ics", { ...options, folder })).rejects.toThrow("there is no such file");
});

test.each<[what: string, order: (server: Server) => void, why: string]>([
  ["that refuses", (server) => server.status(404), "HTTP 404"],
  ["that hangs", (server) => server.hang(), "no answer within 0.3 s"],
  ["without an end", (server) => server.endless(), "it is larger than 5 MB"],
  [
    "that redirects to itself",
    (server) => server.status(302, { location: "oncall.ics" }),
    "redirects without an end",
  ],
  [
    "that redirects to where anybody can read it",
    (server) => server.status(302, { location: "http://example.org/oncall.ics" }),
    "it is not behind https",
  ],
])("a feed %s is given up, and its address is not told", async (_what, order, why) => {
  const server = await feedServer("");
  order(server);
  const patience = milliseconds(why.includes("0.3") ? 300 : 20_000);
  const error: unknown = await fetchCalendar(server.url, { ...options, patience }).catch((failed) => failed);
  expect(String(error)).toContain(why);
  expect(String(error)).not.toContain("5ec2e7a1");
});
