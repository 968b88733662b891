import { testSettings } from "./test-pipeline";

/** Settings of workers on one PostgreSQL that ask a model at a loopback address. */
export const workersOnPostgres = (databaseUrl: string, modelOrigin: string): Record<string, string> => ({
  ...testSettings("unused"),
  DATABASE_URL: databaseUrl,
  AUTH_SECRET: "0123456789abcdef",
  INSIGHT_BASE_URL: `${modelOrigin}/v1`,
  INSIGHT_API_KEY: "sk-test",
  INSIGHT_MODEL: "gpt-6-luna",
});
