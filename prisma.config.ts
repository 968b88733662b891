import { defineConfig } from "prisma/config";

// `prisma generate` never runs the schema engine, but the CLI would download one before it starts.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: "prisma/schema" });
