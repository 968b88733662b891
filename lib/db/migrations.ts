import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine, SchemaFilter } from "@prisma/schema-engine-wasm";
import { Pool } from "pg";
import { migrationNames } from "./migration-names";

/** pg-boss keeps its tables in a schema of its own, which Prisma does not look at. */
const filters: SchemaFilter = { externalTables: [], externalEnums: [] };

/** Where the schema and the migrations lie. */
export const prismaRoot = resolve(import.meta.dirname, "../../prisma");

type EngineModule = typeof import("@prisma/schema-engine-wasm");

let engineModule: Promise<EngineModule> | undefined;

/**
 * Loads Prisma's schema engine, compiled to WebAssembly, once per process. The package's own entry needs a bundler to
 * load its .wasm file; here it is instantiated by hand.
 */
async function loadEngineModule(): Promise<EngineModule> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bindings = (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as EngineModule & {
    __wbg_set_wasm(exports: WebAssembly.Exports): void;
  };
  const module = new WebAssembly.Module(await readFile(entry.replace(/\.js$/, ".wasm")));
  const imports: WebAssembly.ModuleImports = { ...(bindings as unknown as WebAssembly.ModuleImports) };
  // The engine leaves a timer behind, which would keep a finished command alive for ten seconds.
  for (const name of Object.keys(imports))
    if (name.startsWith("__wbg_setTimeout_"))
      imports[name] = (callback: () => void, ms: number) => setTimeout(callback, ms >>> 0).unref();
  const instance = new WebAssembly.Instance(module, { "./schema_engine_bg.js": imports });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
  return bindings;
}

/** Lets PostgreSQL read a script as a whole: the adapter cuts it at every semicolon, also at those inside a function. */
function wholeScripts(factory: PrismaPg, pool: Pool): PrismaPg {
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const connection = await connect();
    connection.executeScript = async (script) => void (await pool.query(script));
    return connection;
  };
  return factory;
}

/** Opens the engine on a connection of its own for as long as `work` takes. */
async function withEngine<T>(url: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  engineModule ??= loadEngineModule();
  const { SchemaEngine } = await engineModule;
  const pool = new Pool({ connectionString: url, max: 1 });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(wholeScripts(new PrismaPg(pool), pool));
    const engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

async function listMigrations(only: string[] | undefined): Promise<MigrationList> {
  const baseDir = join(prismaRoot, "migrations");
  const names = (await migrationNames(prismaRoot)).filter((name) => !only || only.includes(name));
  const lockfile = await readFile(join(baseDir, "migration_lock.toml"), "utf8");
  return {
    baseDir,
    lockfile: { path: "./migration_lock.toml", content: lockfile },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: { tag: "ok" as const, value: await readFile(join(baseDir, name, "migration.sql"), "utf8") },
        },
      })),
    ),
  };
}

/**
 * Applies the migrations that a database does not have yet and records them in Prisma's own `_prisma_migrations`.
 * @param only these, so that a backup of an older version finds its tables; all when absent.
 * @returns the names of those applied now; empty when the database was up to date.
 */
export async function applyMigrations(url: string, only?: string[]): Promise<string[]> {
  return withEngine(url, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: await listMigrations(only),
      filters,
    });
    return appliedMigrationNames;
  });
}

/**
 * Writes the SQL that `prisma/schema/` asks for on an empty database: what a first migration would hold.
 * @param url any database; it is not touched.
 */
export async function schemaSql(url: string): Promise<string> {
  return withEngine(url, async (engine) => {
    const folder = join(prismaRoot, "schema");
    const files = await Promise.all(
      (await readdir(folder)).sort().map(async (name) => {
        const path = join(folder, name);
        return { path, content: await readFile(path, "utf8") };
      }),
    );
    const result = await engine.diff({
      from: { tag: "empty" },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: false,
      filters,
    });
    return (result.stdout ?? "").trim();
  });
}
