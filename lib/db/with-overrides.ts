import type { PGlite } from "@electric-sql/pglite";

/** A database of which some methods are others; all else is its own, private state of its class included. */
export function withOverrides(database: PGlite, overrides: Partial<PGlite>): PGlite {
  return new Proxy(database, {
    get(target, key) {
      const own = Reflect.get(overrides, key);
      if (own) return own;
      const value = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
