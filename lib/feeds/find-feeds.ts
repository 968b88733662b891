import { Parser } from "htmlparser2";
import { z } from "zod";
import type { Env } from "../env";
import { createFetcher } from "../net/fetch";
import { FetchError } from "../net/fetch-error";
import { decodeDocument } from "./decode-feed";
import { statusSentence } from "./status-sentence";

/** A feed that was found for what somebody typed. */
export interface FoundFeed {
  feedUrl: string;
  /** What the show is called until its feed has been read. */
  title: string | undefined;
}

/** Nothing was found, or the search is out of reach; `message` says what to try. */
export class FindFeedError extends Error {
  override name = "FindFeedError";
}

type FindEnv = Pick<Env, "ITUNES_SEARCH_URL" | "ALLOW_PRIVATE_NETWORK" | "ALLOWED_PORTS" | "APP_URL">;

const pageBytes = 5_000_000;
const timeoutMs = 15_000;
const feedTypes = /^application\/(?:rss|atom|rdf)\+xml/i;

const appleLink = /^https?:\/\/(?:podcasts|itunes)\.apple\.com\/.*\bid(\d{3,})/i;

/**
 * Finds the feed that an address leads to: the address of a feed itself, of a show at Apple Podcasts, or of a web page that
 * names its feed.
 * @throws FindFeedError also where nothing answers at the address, or not with success.
 */
export async function findFeedAt(env: FindEnv, address: string): Promise<FoundFeed> {
  const appleId = appleLink.exec(address)?.[1];
  if (appleId) {
    const [show] = await askApple(env, `/lookup?id=${appleId}&entity=podcast`);
    if (show) return show;
    throw new FindFeedError(
      "Apple Podcasts names no feed for this show. Look for the feed's address at its publisher.",
    );
  }
  const answer = await createFetcher(env)
    .get(address, { maxBytes: pageBytes, timeoutMs })
    .catch((error: unknown) => {
      // A feed may be larger than any page; whether it is one is seen when it is polled.
      if (error instanceof FetchError && error.kind === "too-large") return null;
      if (error instanceof FetchError) throw notAdded(error.message);
      throw error;
    });
  if (!answer) return { feedUrl: address, title: undefined };
  if (answer.status < 200 || answer.status > 299)
    throw notAdded(statusSentence(new URL(answer.finalUrl).host, answer.status));
  const source = decodeDocument(answer.body, answer.headers.get("content-type"));
  if (!/<html\b/i.test(source.slice(0, 5_000)) && !/<!doctype html/i.test(source.slice(0, 500)))
    return { feedUrl: address, title: undefined };
  const [found] = feedsNamedBy(source, answer.finalUrl);
  if (found) return found;
  throw new FindFeedError(
    `${new URL(answer.finalUrl).host} is a web page that names no feed. Look on it for the feed's own address (often called RSS).`,
  );
}

/** Nothing is asked again by itself that is not on the list. */
const notAdded = (sentence: string) =>
  new FindFeedError(sentence.replace(/(?<=[Ii])t will be tried again later\./u, "t was not added; try again later."));

/** The feeds that a page names in its head, in its order (https://www.rssboard.org/rss-autodiscovery). */
export function feedsNamedBy(html: string, address: string): FoundFeed[] {
  const found: FoundFeed[] = [];
  const parser = new Parser({
    onopentag(name, { rel, type, href, title }) {
      if (name !== "link" || !href || !/\balternate\b/i.test(rel ?? "") || !feedTypes.test(type ?? "")) return;
      if (URL.canParse(href, address)) found.push({ feedUrl: new URL(href, address).href, title: title || undefined });
    },
  });
  parser.end(html);
  return found;
}

/**
 * Searches Apple's directory for shows.
 * @throws FindFeedError
 */
export function searchShows(env: FindEnv, words: string): Promise<FoundFeed[]> {
  return askApple(env, `/search?${new URLSearchParams({ media: "podcast", limit: "10", term: words })}`);
}

const appleAnswer = z.object({ results: z.array(z.unknown()) });
const appleShow = z.object({ feedUrl: z.url({ protocol: /^https?$/ }), collectionName: z.string().optional() });

/** Asks the operator's search service, which is not one of the guarded addresses. */
async function askApple(env: FindEnv, path: string): Promise<FoundFeed[]> {
  const url = env.ITUNES_SEARCH_URL.replace(/\/+$/, "") + path;
  const host = new URL(url).host;
  let data: unknown;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "error" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    data = await response.json();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FindFeedError(
      `The directory at ${host} did not answer (${why}). Try again later, or add the feed's own address.`,
    );
  }
  const parsed = appleAnswer.safeParse(data);
  if (!parsed.success)
    throw new FindFeedError(`The directory at ${host} answered with something else than a list of shows.`);
  return parsed.data.results.flatMap((result) => {
    const show = appleShow.safeParse(result);
    return show.success ? [{ feedUrl: show.data.feedUrl, title: show.data.collectionName }] : [];
  });
}
