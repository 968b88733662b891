import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type OpmlShow, readOpml } from "./opml";

/** The shows to begin with, each with its category. */
export function starterShows(): OpmlShow[] {
  // Next compiles this file to another place; the data stays with the sources.
  return readOpml(readFileSync(join(process.cwd(), "lib", "feeds", "starter-shows.opml"), "utf8"));
}
