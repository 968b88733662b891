import type { Metadata } from "next";
import { cache } from "react";
import { database } from "../lib/db/client";
import { latestDigest } from "../lib/digests/views";
import { env } from "../lib/env";
import { episodeCounts, episodesNeedingAttention, listShows } from "../lib/feeds/views";
import { localDate } from "../lib/format/dates";
import { digestTitle, productSentence } from "../lib/format/digest-words";
import { DigestArticle } from "./_components/digest-article";
import { InnerLink } from "./_components/inner-link";
import { pageMetadata } from "./_components/page-metadata";
import { ReadingProgress } from "./_components/reading-progress";

export const dynamic = "force-dynamic";

const today = () => localDate(new Date(), env().APP_TIMEZONE);
const latest = cache(() => latestDigest(database(), { onOrBefore: today() }));

export async function generateMetadata(): Promise<Metadata> {
  const digest = await latest();
  const words = digest && digestTitle(digest);
  const title = words ? `${words.count} ${words.day}` : "Overheard";
  return {
    ...pageMetadata({ title, description: productSentence, path: "/" }),
    title: { absolute: words ? `Overheard: ${title}` : title },
  };
}

/** Today's five; before there are any, how far the reading is; before there are shows, the way to add them. */
export default async function TodayPage() {
  const digest = await latest();
  if (digest) return <DigestArticle digest={digest} today={digest.date === today()} />;
  const shows = await listShows(database());
  if (shows.length === 0) return <NoShows />;
  const [counts, attention] = await Promise.all([episodeCounts(database()), episodesNeedingAttention(database(), 5)]);
  const failingFeeds = shows.flatMap((show) => (show.lastError ? [{ title: show.title, error: show.lastError }] : []));
  return <ReadingProgress shows={shows.length} counts={counts} attention={attention} failingFeeds={failingFeeds} />;
}

function NoShows() {
  return (
    <div className="plain">
      <h1>There are no shows yet</h1>
      <p>
        Choose a few podcasts, from our list or by their addresses. We read their new episodes as they come out, and
        every morning this page has the five things said on them that are most worth knowing, each with the words, the
        speaker and the second.
      </p>
      <p>
        <InnerLink className="button" href="/setup">
          Choose the first shows
        </InnerLink>
      </p>
      <p className="note">
        It takes a minute, and needs the link or the code that the terminal printed when Overheard started.
      </p>
    </div>
  );
}
