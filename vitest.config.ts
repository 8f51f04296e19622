import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Real servers and clients on two cores: a test waits for events, and this is how long they may take.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      include: ["src/**"],
      // Every rule of the pure core has its row.
      thresholds: { "src/sla/**": { branches: 90 }, "src/oncall/**": { branches: 100 } },
    },
  },
});
