import { defineConfig } from "vitest/config";

/** What one test's server did not take must not get to the next one's. Tests of the spool switch it on. */
const WITHOUT_SPOOL = { CLEW_SPOOL: "off" };

/**
 * Unit tests read the sources; tests across packages (test/) run what is built, as users do. Integrations are tested
 * against the real packages, which are installed in test/integrations when they are missing.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions: ["@clew/source"] },
        ssr: { resolve: { conditions: ["@clew/source"] } },
        test: {
          name: "unit",
          include: ["packages/*/test/**/*.test.ts"],
          testTimeout: 30_000,
          env: WITHOUT_SPOOL,
        },
      },
      {
        test: {
          name: "system",
          include: ["test/**/*.test.ts"],
          exclude: ["**/node_modules/**", "test/integrations/**"],
          env: WITHOUT_SPOOL,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "integrations",
          include: ["test/integrations/*.test.ts"],
          globalSetup: "test/integrations/install.ts",
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
