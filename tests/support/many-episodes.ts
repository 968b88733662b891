import { createServer } from "node:http";
import { renderTranscript } from "../../jobs/demo/render-transcript";
import { type EpisodeScript, timeSentences } from "../../jobs/demo/script";
import { sampleShows } from "../../jobs/demo/shows";
import { makeAudio } from "./test-audio";

/** Shows by the dozen on loopback. */
export interface ManyEpisodes {
  feeds: string[];
  /** Episodes with a transcript, and recordings without one. */
  transcribed: number;
  recordings: number;
  stop(): Promise<void>;
}

const names = /\b\p{Lu}\p{Ll}{3,}\b/gu;

const endings = ["", "ova", "berg", "ini", "sen", "ard", "ley", "oux", "ado", "mann", "ski", "ette"];

/** The sample scripts with other names and numbers, so that each edition of them tells other stories. */
export function otherNames(edition: number): (text: string) => string {
  const all = sampleShows().flatMap((show) =>
    show.episodes.flatMap((episode) => episode.turns.map((turn) => turn.text)),
  );
  const ordinary = new Set(all.join(" ").match(/\b\p{Ll}{4,}\b/gu));
  const ending = `${endings[Math.floor(edition / endings.length)] ?? ""}${endings[edition % endings.length] ?? ""}`;
  return (text) =>
    text
      .replace(names, (name) => (edition === 0 || ordinary.has(name.toLowerCase()) ? name : `${name}${ending}`))
      .replace(/\b\d{2,}\b/g, (digits) => String(Number(digits) + edition));
}

/** An edition of an episode. */
export function edited(episode: EpisodeScript, edition: number, edit: (text: string) => string): EpisodeScript {
  return {
    ...episode,
    guid: `${episode.guid}-${edition}`,
    title: edit(episode.title),
    description: edit(episode.description),
    turns: episode.turns.map((turn) => ({ ...turn, text: edit(turn.text) })),
  };
}

/**
 * Serves editions of the sample shows as feeds with VTT transcripts; the first episode of each show has a recording instead,
 * of a length of its own.
 */
export async function startManyEpisodes(editions: number, startedAt: Date): Promise<ManyEpisodes> {
  const documents = new Map<string, { type: string; body: string | Buffer }>();
  const paths: string[] = [];
  const counts = { transcribed: 0, recordings: 0 };
  const server = createServer((request, response) => {
    const document = documents.get(request.url ?? "");
    if (document) response.writeHead(200, { "content-type": document.type }).end(document.body);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const base = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  for (let edition = 0; edition < editions; edition++) {
    const edit = otherNames(edition);
    for (const show of sampleShows()) {
      const slug = `${show.slug}-${edition}`;
      const items = [];
      for (const [index, original] of show.episodes.filter((episode) => episode.turns.length > 0).entries()) {
        const episode = edited(original, edition, edit);
        const path = `/${slug}/${index}`;
        const transcript = index > 0;
        if (transcript) {
          documents.set(`${path}.vtt`, { type: "text/vtt", body: renderTranscript(timeSentences(episode), "vtt") });
          counts.transcribed++;
        } else {
          const audio = await makeAudio(100_000 + counts.recordings * 700, { kind: "mp3", channels: 1 });
          documents.set(`${path}.mp3`, { type: "audio/mpeg", body: audio });
          counts.recordings++;
        }
        items.push(
          `<item><guid>${episode.guid}</guid><title>${escapeXml(episode.title)}</title><description>${escapeXml(episode.description)}</description>
          <pubDate>${new Date(startedAt.getTime() - episode.hoursAgo * 3600_000 - edition * 60_000).toUTCString()}</pubDate>
          <enclosure url="${base}${path}.mp3" type="audio/mpeg" length="1"/>
          ${transcript ? `<podcast:transcript url="${base}${path}.vtt" type="text/vtt"/>` : ""}</item>`,
        );
      }
      documents.set(`/${slug}.xml`, {
        type: "application/rss+xml",
        body: `<?xml version="1.0"?><rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>
        <title>${escapeXml(show.title)} ${edition}</title><description>${escapeXml(show.description)}</description><language>en</language>
        <itunes:owner><itunes:name>${escapeXml(show.owner)} ${edition}</itunes:name></itunes:owner>${items.join("")}</channel></rss>`,
      });
      paths.push(`${base}/${slug}.xml`);
    }
  }
  return {
    feeds: paths,
    ...counts,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const escapeXml = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
