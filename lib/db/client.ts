import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../../prisma/client/client";
import { env } from "../env";
import type { Db } from "./types";

/** Opens a client with its own pool on a PostgreSQL connection string; close it with `$disconnect()`. */
export function connectDatabase(url: string): Db {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: 8 }),
    transactionOptions: { maxWait: 30_000, timeout: 60_000 },
  });
}

const kept = globalThis as { overheardDatabase?: Db };

/**
 * The web server's client, one per process (kept across hot reloads).
 * @throws Error when DATABASE_URL is not set; `npm start` and `npm run dev` set it for the embedded database.
 */
export function database(): Db {
  if (kept.overheardDatabase) return kept.overheardDatabase;
  const url = env().DATABASE_URL;
  if (!url)
    throw new Error(
      "The web server needs DATABASE_URL. Start it with `npm start`, which also starts the embedded database.",
    );
  kept.overheardDatabase = connectDatabase(url);
  return kept.overheardDatabase;
}
