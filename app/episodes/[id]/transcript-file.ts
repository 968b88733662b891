import { database } from "../../../lib/db/client";
import { readTranscript } from "../../../lib/insights/transcript-view";
import { episodePage } from "../../../lib/insights/views";
import type { WholeTranscript } from "../../../lib/transcripts/documents";
import { mayReadTranscripts } from "./may-read";

const plain = { "content-type": "text/plain; charset=utf-8", "x-robots-tag": "noindex" };

/** Answers with an episode's whole transcript as a file, for who may read it. */
export async function transcriptFile(
  params: Promise<{ id: string }>,
  file: { extension: string; contentType: string; write: (text: WholeTranscript) => string },
): Promise<Response> {
  if (!(await mayReadTranscripts()))
    return new Response("Transcripts are for readers who are signed in. Sign in at /signin, then come back.\n", {
      status: 403,
      headers: plain,
    });
  const page = await episodePage(database(), (await params).id);
  const transcript = page && (await readTranscript(database(), page.episode.id, { whole: true }));
  if (!page || !transcript?.isWhole)
    return new Response("There is no whole transcript of this.\n", { status: 404, headers: plain });
  const words = page.episode.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
  // By whole characters: half of one could not be written as an address.
  const name = [...words].slice(0, 80).join("") || "transcript";
  const text: WholeTranscript = {
    title: `${page.show.title}: ${page.episode.title}`,
    segments: transcript.parts.flat(),
    isApproximate: transcript.isApproximate || transcript.timing === "interpolated",
  };
  return new Response(file.write(text), {
    headers: {
      "content-type": `${file.contentType}; charset=utf-8`,
      // RFC 6266: a name that every browser reads, and the real one.
      "content-disposition": `attachment; filename="transcript.${file.extension}"; filename*=UTF-8''${encodeURIComponent(`${name}.${file.extension}`)}`,
      "cache-control": "private, no-store",
      "x-robots-tag": "noindex",
    },
  });
}
