import { readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * The names of all migrations, in their order.
 * @param prismaRoot the folder that holds `migrations`.
 */
export async function migrationNames(prismaRoot: string): Promise<string[]> {
  const entries = await readdir(/* turbopackIgnore: true */ join(prismaRoot, "migrations"), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
