import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { episodeSlug, publishedAt, renderFeed } from "./render-feed";
import { renderTranscript, transcriptTypes } from "./render-transcript";
import { sampleAudio } from "./sample-audio";
import { durationSeconds, timeSentences } from "./script";
import { type SampleShow, sampleShows } from "./shows";

/** A running publisher of the sample shows. */
export interface Publisher {
  /** Feed addresses by show. */
  feeds: { title: string; url: string }[];
  /** Requests answered so far, as "304 /peak-load/feed.xml". */
  requests: string[];
  stop(): Promise<void>;
}

interface Document {
  contentType: string;
  lastModified: Date;
  body: () => string | Buffer;
}

/**
 * Serves the sample shows on a loopback port as a publisher's server does: feeds and transcripts with validators
 * (ETag, Last-Modified, 304), audio with byte ranges.
 * @param startedAt the moment that publication dates are counted back from.
 */
export async function startPublisher(
  startedAt: Date = new Date(),
  shows: SampleShow[] = sampleShows(),
): Promise<Publisher> {
  const documents = new Map<string, Document>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    answer(request, response, documents);
    requests.push(`${response.statusCode} ${request.url}`);
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("The sample publisher found no port.");
  const base = `http://127.0.0.1:${address.port}`;
  for (const show of shows) addShow(documents, show, base, startedAt);
  return {
    feeds: shows.map((show) => ({ title: show.title, url: `${base}/${show.slug}/feed.xml` })),
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function addShow(documents: Map<string, Document>, show: SampleShow, base: string, startedAt: Date): void {
  const newest = show.episodes[0];
  documents.set(`/${show.slug}/feed.xml`, {
    contentType: "application/rss+xml; charset=utf-8",
    lastModified: newest ? publishedAt(newest, startedAt) : startedAt,
    body: () => renderFeed(show, base, startedAt),
  });
  for (const episode of show.episodes) {
    const path = `/${show.slug}/${episodeSlug(episode)}`;
    const lastModified = publishedAt(episode, startedAt);
    const sentences = timeSentences(episode);
    const { contentType, extension } = transcriptTypes[show.format];
    documents.set(path, {
      contentType: "text/plain; charset=utf-8",
      lastModified,
      body: () =>
        `${episode.title}\n\n${episode.description}\n\nAn episode of ${show.title}, a show written for Overheard's demo.\n`,
    });
    if (sentences.length === 0) continue;
    documents.set(`${path}.wav`, {
      contentType: "audio/wav",
      lastModified,
      body: () => sampleAudio(sentences, durationSeconds(sentences)),
    });
    documents.set(`${path}.${extension}`, {
      contentType: `${contentType}; charset=utf-8`,
      lastModified,
      body: () => renderTranscript(sentences, show.format),
    });
  }
}

function answer(request: IncomingMessage, response: ServerResponse, documents: Map<string, Document>): void {
  const document = documents.get(new URL(request.url ?? "/", "http://publisher").pathname);
  if (!document || (request.method !== "GET" && request.method !== "HEAD")) {
    response.writeHead(document ? 405 : 404, { "content-type": "text/plain" }).end("Nothing here.\n");
    return;
  }
  const body = Buffer.from(document.body());
  const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
  const headers = {
    "content-type": document.contentType,
    etag,
    "last-modified": document.lastModified.toUTCString(),
    "cache-control": "max-age=300",
    "accept-ranges": "bytes",
  };
  const since = request.headers["if-none-match"] ? null : request.headers["if-modified-since"];
  if (request.headers["if-none-match"] === etag || (since && document.lastModified <= new Date(since))) {
    response.writeHead(304, headers).end();
    return;
  }
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  if (range) {
    const first = Number(range[1]);
    const last = Math.min(range[2] ? Number(range[2]) : body.length - 1, body.length - 1);
    if (first > last) {
      response.writeHead(416, { ...headers, "content-range": `bytes */${body.length}` }).end();
      return;
    }
    const part = body.subarray(first, last + 1);
    response.writeHead(206, {
      ...headers,
      "content-range": `bytes ${first}-${last}/${body.length}`,
      "content-length": part.length,
    });
    response.end(request.method === "HEAD" ? undefined : part);
    return;
  }
  response.writeHead(200, { ...headers, "content-length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}
