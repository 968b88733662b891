import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { z } from "zod";
import type { SpokenSegment } from "../../lib/insights/insight";
import { parseTranscript } from "../../lib/transcripts/parse-transcript";
import { TranscriptError } from "../../lib/transcripts/transcript";
import { filesBelow } from "./files-below";

/** One episode to extract from, read from a file. */
export interface EvalEpisode {
  /** The file's name without its ending; its path where another file has the same name. */
  name: string;
  show: string;
  title: string;
  publishedAt: string | null;
  language: string | null;
  segments: SpokenSegment[];
}

const description = z.object({
  show: z.string().optional(),
  title: z.string().optional(),
  publishedAt: z.string().optional(),
  language: z.string().optional(),
});

const notTranscripts = new Set(["README.md", "gold.jsonl"]);

/**
 * Reads every transcript below a folder, in any format the product reads. `NAME.json` beside `NAME.vtt` describes it.
 * @param onRefused told of files that are no transcripts.
 */
export function* episodesBelow(
  data: string,
  onRefused: (file: string, message: string) => void,
): Generator<EvalEpisode> {
  const files = filesBelow(data).filter((path) => !notTranscripts.has(basename(path)));
  const stem = (path: string) => path.slice(0, path.length - extname(path).length);
  const described = new Set(files.filter((path) => extname(path) !== ".json").map(stem));
  const transcripts = files.filter((path) => extname(path) !== ".json" || !described.has(stem(path)));
  const shared = new Map<string, number>();
  for (const path of transcripts) shared.set(basename(stem(path)), (shared.get(basename(stem(path))) ?? 0) + 1);
  for (const path of transcripts) {
    const short = basename(stem(path));
    const about = described.has(stem(path)) && existsSync(`${stem(path)}.json`) ? `${stem(path)}.json` : null;
    const known = about === null ? {} : description.parse(JSON.parse(readFileSync(about, "utf8")));
    try {
      const { segments } = parseTranscript({
        bytes: readFileSync(path),
        contentType: null,
        durationSeconds: null,
        language: null,
      });
      yield {
        name: (shared.get(short) ?? 0) > 1 ? join(dirname(relative(data, path)), short) : short,
        show: known.show ?? basename(dirname(path)),
        title: known.title ?? "",
        publishedAt: known.publishedAt ?? null,
        language: known.language ?? null,
        segments,
      };
    } catch (error) {
      if (!(error instanceof TranscriptError)) throw error;
      onRefused(relative(data, path), error.message);
    }
  }
}
