import { existsSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { z } from "zod";
import { decodeDocument } from "../../lib/feeds/decode-feed";
import { type ParsedTranscript, parseTranscript } from "../../lib/transcripts/parse-transcript";
import { TranscriptError } from "../../lib/transcripts/transcript";
import { filesBelow } from "./files-below";
import { compareWords, plainWords, sourceWords } from "./source-words";

const expectedParse = z.object({
  segments: z.array(
    z.object({ startTime: z.number(), endTime: z.number(), speaker: z.string().optional(), body: z.string() }),
  ),
});

/** How much of the time that a document names its sentences reach over, from 0 to 1; null where it names none, or its times are not used. */
function coverageOf({ timing, segments }: ParsedTranscript, source: string): number | null {
  const longest = longestEndSeconds(source);
  return timing === "publisher" && longest > 0 ? (segments.at(-1)?.endMs ?? 0) / 1000 / longest : null;
}

/** The longest time that a document names, in seconds. */
function longestEndSeconds(source: string): number {
  const clock = [...source.matchAll(/(?:(\d+):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?/g)].map(
    ([, h = "0", m = "0", s = "0", f = "0"]) => Number(h) * 3600 + Number(m) * 60 + Number(s) + Number(`0.${f}`),
  );
  const json = [...source.matchAll(/"end(?:Time)?"\s*:\s*([\d.]+)/g)].map(([, end]) => Number(end));
  return [...clock, ...json].reduce((most, value) => Math.max(most, value), 0);
}

function agreement(parsed: ParsedTranscript, file: string): string {
  const expected = expectedParse.parse(JSON.parse(readFileSync(file, "utf8"))).segments;
  const words = (texts: string[]) => texts.flatMap(plainWords);
  const ours = words(parsed.segments.map((segment) => segment.text));
  const theirs = words(expected.map((segment) => segment.body));
  const { lost, added } = compareWords(
    theirs.map((word) => ({ word, isLabel: false })),
    ours,
  );
  const speakers = (list: { speaker?: string | null | undefined; text: string }[]) =>
    list.flatMap(({ speaker, text }) => plainWords(text).map(() => speaker || null));
  const oursBy = speakers(parsed.segments);
  const theirsBy = speakers(expected.map(({ speaker, body }) => ({ speaker, text: body })));
  const sameSpeaker = oursBy.filter((name, i) => name === theirsBy[i]).length;
  const starts = parsed.segments.map((segment) => segment.startMs);
  const distance = parsed.segments
    .map((segment) => Math.min(...expected.map(({ startTime }) => Math.abs(startTime * 1000 - segment.startMs))))
    .sort((a, b) => a - b);
  return `${expected.length} expected segments, ${starts.length} sentences; ${lost} words lost, ${added} added; speaker of ${((100 * sameSpeaker) / Math.max(1, oursBy.length)).toFixed(1)} % of words; half of the starts within ${Math.round(distance[Math.floor(distance.length / 2)] ?? 0)} ms of one of theirs`;
}

/**
 * Reads every file below a folder as a transcript.
 * @param options.expected a folder of parses to compare with, named after the files (NAME_FORMAT_parsed.json).
 */
export function evaluateTranscripts(options: {
  data: string;
  json: boolean;
  expected: string | undefined;
  print: (text: string) => void;
}): void {
  const { data, print } = options;
  const total = { files: 0, read: 0, segments: 0, words: 0, lost: 0, added: 0, backwards: 0 };
  const coverages: number[] = [];
  const details: string[] = [];
  for (const path of filesBelow(data)) {
    const file = relative(data, path);
    if (basename(path) === "README.md") continue;
    total.files++;
    const bytes = readFileSync(path);
    try {
      const parsed = parseTranscript({ bytes, contentType: null, durationSeconds: null, language: null });
      const { format, segments } = parsed;
      if (options.json) {
        print(JSON.stringify({ file, ok: true, format, segments }));
        continue;
      }
      const source = decodeDocument(bytes, null);
      const loss = compareWords(
        sourceWords(source, format),
        segments.flatMap((segment) => plainWords(segment.text)),
      );
      const coverage = coverageOf(parsed, source);
      if (coverage !== null) coverages.push(coverage);
      total.read++;
      total.segments += segments.length;
      total.words += loss.words;
      total.lost += loss.lost;
      total.added += loss.added;
      total.backwards += segments.filter((segment, i) => segment.startMs < (segments[i - 1]?.startMs ?? 0)).length;
      if (loss.lost + loss.added > 0 || (coverage ?? 1) < 0.98)
        details.push(
          `  ${file} (${format}): ${loss.lost} of ${loss.words} words lost, ${loss.added} added, coverage ${coverage?.toFixed(3) ?? "–"}: ${loss.examples.join(" ")}`,
        );
      const golden = join(options.expected ?? "", basename(path).replace(/\.(\w+)$/, "_$1_parsed.json"));
      if (options.expected && existsSync(golden)) details.push(`  ${file}: ${agreement(parsed, golden)}`);
    } catch (error) {
      if (!(error instanceof TranscriptError)) throw error;
      if (options.json) print(JSON.stringify({ file, ok: false, error: error.message, format: null, segments: [] }));
      else details.push(`  ${file}: refused. ${error.message}`);
    }
  }
  if (options.json) return;
  for (const line of details) print(line);
  const least = coverages.length > 0 ? Math.min(...coverages).toFixed(3) : "–";
  print(
    `${total.read} of ${total.files} files were read: ${total.segments} segments, ${total.words} words, ${total.lost} lost (${((100 * total.lost) / Math.max(1, total.words)).toFixed(3)} %), ${total.added} added; ${total.backwards} times that run backwards; least coverage ${least}.`,
  );
}
