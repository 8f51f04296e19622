import { configDefaults, defineConfig } from "vitest/config";
import { findChromium } from "./test/browser/chromium.ts";

// A fresh machine may have no browser, and `npm test` asks for nothing to be installed. CI insists on one.
const withBrowser = findChromium() !== undefined || process.env.BROWSER_TESTS === "required";
if (!withBrowser)
  process.stderr.write("No Chromium on this machine: the tests of the sandbox page are left out\n");

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/postgres-setup.ts",
    exclude: withBrowser ? configDefaults.exclude : [...configDefaults.exclude, "test/browser/**"],
    // Real servers and clients on two cores: a test waits for events, and this is how long they may take.
    testTimeout: 30_000,
    // Tests mostly wait for servers: one worker more than two cores.
    maxWorkers: 3,
    // CI's machine is shared: what depends on its mood gets a second chance there, what is broken fails twice.
    retry: process.env.CI === undefined ? 0 : 1,
    hookTimeout: 30_000,
    coverage: {
      include: ["src/**"],
      // Every rule of the pure core has its row.
      thresholds: { "src/sla/**": { branches: 90 }, "src/oncall/**": { branches: 100 } },
    },
  },
});
