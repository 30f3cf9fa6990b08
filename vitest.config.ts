import { defineConfig } from "vitest/config";

/** Unit tests read the sources; tests across packages (test/) run what is built, as users do. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions: ["@clew/source"] },
        ssr: { resolve: { conditions: ["@clew/source"] } },
        test: { name: "unit", include: ["packages/*/test/**/*.test.ts"] },
      },
      {
        test: {
          name: "system",
          include: ["test/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
