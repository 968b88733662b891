import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Every file below a folder by name, without explanations (.md is left to who asks) and golden files beside others. */
export function filesBelow(root: string): string[] {
  const found = (folder: string): string[] =>
    readdirSync(folder)
      .sort()
      .flatMap((name) => {
        const path = join(folder, name);
        return statSync(path).isDirectory() ? found(path) : [path];
      });
  // Golden files stand beside what they belong to.
  const all = found(root);
  const isGolden = (path: string) => path.endsWith(".json") && all.includes(path.slice(0, -".json".length));
  return all.filter((path) => !isGolden(path));
}
