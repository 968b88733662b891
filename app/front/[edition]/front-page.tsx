import type { Metadata } from "next";
import { cache } from "react";
import type { SignedInReader } from "../../../lib/accounts/session";
import { readSignals } from "../../../lib/accounts/signal-store";
import { database } from "../../../lib/db/client";
import { askForOwnEdition } from "../../../lib/digests/own-edition";
import { digestTags, pageTags } from "../../../lib/digests/page-tags";
import { type DigestView, latestDigest, latestDigests } from "../../../lib/digests/views";
import { env } from "../../../lib/env";
import { episodeCounts, episodesNeedingAttention, listShows } from "../../../lib/feeds/views";
import { localDate } from "../../../lib/format/dates";
import { digestTitle, productSentence } from "../../../lib/format/digest-words";
import { webContext } from "../../../lib/queue/web-context";
import { DigestArticle } from "../../_components/digest-article";
import { InnerLink } from "../../_components/inner-link";
import { Live } from "../../_components/live";
import { FrontMark } from "../../_components/masthead";
import { pageMetadata } from "../../_components/page-metadata";
import { ReadingProgress } from "../../_components/reading-progress";
import { SignUpField } from "../../_components/sign-up-field";
import { tagPage } from "../../_components/tag-page";

const today = (timeZone: string) => localDate(new Date(), timeZone);

/** The latest digest that a visitor or reader is shown: a reader's own, or everybody's until theirs of the day is there. */
const digestFor = cache(async (edition: string, timeZone: string): Promise<DigestView | null> => {
  const onOrBefore = today(timeZone);
  const everyones = await latestDigest(database(), { onOrBefore });
  if (edition === "everyone") return everyones;
  const [own] = await latestDigests(database(), { edition, onOrBefore, limit: 1 });
  return own && own.date >= (everyones?.date ?? "") ? own : everyones;
});

type Who = { reader: SignedInReader | null };

const frameOf = ({ reader }: Who) => [reader?.id ?? "everyone", reader?.timeZone ?? env().APP_TIMEZONE] as const;

/** Title, description and picture of the front page. */
export async function frontMetadata(who: Who): Promise<Metadata> {
  const digest = await digestFor(...frameOf(who));
  const words = digest && digestTitle(digest);
  const title = words ? `${words.count} ${words.day}` : "Overheard";
  return {
    ...pageMetadata({
      title,
      description: productSentence,
      path: "/",
      ...(digest ? { picturePath: `/digests/${digest.date}` } : {}),
    }),
    title: { absolute: words ? `Overheard: ${title}` : title },
  };
}

/** Today's five; before there are any, how far the reading is; before there are shows, the way to add them. */
export async function FrontPage(who: Who) {
  const { reader } = who;
  const [edition, timeZone] = frameOf(who);
  const digest = await digestFor(edition, timeZone);
  await tagPage(pageTags.digests, ...(digest ? digestTags(digest) : [pageTags.reading]));
  if (!digest) return <BeforeTheFirst />;
  const ids = digest.items.map(({ take }) => take.id);
  const isOfToday = digest.date === today(timeZone);
  const isComing =
    reader !== null &&
    !(digest.edition === edition && isOfToday) &&
    (await askForOwnEdition(await webContext(), reader.id));
  const signals = reader ? await readSignals(database(), reader.id, ids) : null;
  return (
    <>
      <FrontMark />
      <DigestArticle digest={digest} today={isOfToday} signals={signals}>
        {reader && digest.edition !== edition && (
          <p className="note">
            These are everybody’s; your own five are {isComing ? "being chosen now" : "made in your morning"}.
          </p>
        )}
        {isComing && <Live />}
        {reader && !reader.isOnboarded && (
          <p className="note">
            You have not said yet what you want to hear of. <InnerLink href="/welcome">It takes a minute</InnerLink>.
          </p>
        )}
      </DigestArticle>
      {!reader && env().SIGNUP !== "closed" && (
        <section className="sign-up-block" aria-labelledby="sign-up">
          <h2 id="sign-up">{productSentence}</h2>
          <SignUpField label="Your email address" button="Send me tomorrow’s" at="sign-up" />
        </section>
      )}
    </>
  );
}

async function BeforeTheFirst() {
  const shows = await listShows(database());
  if (shows.length === 0) return <NoShows />;
  const [counts, attention] = await Promise.all([episodeCounts(database()), episodesNeedingAttention(database(), 5)]);
  const failingFeeds = shows.flatMap((show) => (show.lastError ? [{ title: show.title, error: show.lastError }] : []));
  return <ReadingProgress shows={shows.length} counts={counts} attention={attention} failingFeeds={failingFeeds} />;
}

function NoShows() {
  return (
    <div className="plain">
      <FrontMark />
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
