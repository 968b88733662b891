import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Parser } from "htmlparser2";

/** A show to begin with. */
export interface StarterShow {
  title: string;
  feedUrl: string;
  category: string;
}

/** The shows of the OPML file beside this one: outlines with an address, below an outline that names their category. */
export function starterShows(): StarterShow[] {
  const shows: StarterShow[] = [];
  const path: string[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name !== "outline") return;
        const title = attributes.title ?? attributes.text ?? "";
        if (attributes.xmlUrl && title) {
          shows.push({
            title,
            feedUrl: attributes.xmlUrl,
            category: path.findLast(Boolean) ?? attributes.category ?? "Shows",
          });
        }
        path.push(attributes.xmlUrl ? "" : title);
      },
      onclosetag(name) {
        if (name === "outline") path.pop();
      },
    },
    { xmlMode: true },
  );
  // Next compiles this file to another place; the data stays with the sources.
  parser.end(readFileSync(join(process.cwd(), "lib", "feeds", "starter-shows.opml"), "utf8"));
  return shows;
}
