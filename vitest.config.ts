import { defineConfig } from "vitest/config";

const mainPaths = ["start", "pages", "sign-in", "readers"].map((name) => `tests/browser/${name}.test.ts`);
const onDatabase = { testTimeout: 120_000, hookTimeout: 180_000, maxWorkers: 2 };
const inBrowser = { testTimeout: 120_000, hookTimeout: 240_000, globalSetup: "tests/support/built-pages.ts" };

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["tests/unit/**/*.test.{ts,tsx}"] } },
      { test: { name: "integration", include: ["tests/integration/**/*.test.ts"], ...onDatabase } },
      // Short forms of `npm run prove` and `npm run bench`: `npm run test:proofs`.
      { test: { name: "proofs", include: ["tests/proofs/**/*.test.ts"], ...onDatabase } },
      // The main paths are part of `npm test`; the rest of the pages, signed in and as operator, of `npm run test:browser`.
      { test: { name: "browser", include: mainPaths, maxWorkers: 2, ...inBrowser } },
      {
        test: {
          name: "browser-more",
          include: ["tests/browser/**/*.test.ts"],
          exclude: mainPaths,
          maxWorkers: 1,
          ...inBrowser,
        },
      },
    ],
  },
});
