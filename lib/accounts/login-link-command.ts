import { isAbsolute, relative } from "node:path";
import type { Env } from "../env";

/**
 * The command that prints a sign-in link for somebody, to be entered in the project's folder: with the data directory where
 * that is another one within it, as the demo's is. One elsewhere is not named, since pages show the command to anybody.
 */
export function loginLinkCommand({ DATA_DIR }: Pick<Env, "DATA_DIR">, email: string): string {
  const folder = relative(process.cwd(), DATA_DIR);
  const isOther = folder !== "data" && !folder.startsWith("..") && !isAbsolute(folder);
  return `${isOther ? `DATA_DIR=${folder} ` : ""}npm run cli -- login-link ${email}`;
}
