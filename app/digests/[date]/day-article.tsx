import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import type { SignedInReader } from "../../../lib/accounts/session";
import { readSignals } from "../../../lib/accounts/signal-store";
import { database } from "../../../lib/db/client";
import { digestTags, pageTags } from "../../../lib/digests/page-tags";
import { digestByDate } from "../../../lib/digests/views";
import { env } from "../../../lib/env";
import { dayInWords, localDate } from "../../../lib/format/dates";
import { digestTitle } from "../../../lib/format/digest-words";
import { digestPath } from "../../../lib/format/links";
import { DigestArticle } from "../../_components/digest-article";
import { InnerLink } from "../../_components/inner-link";
import { pageMetadata } from "../../_components/page-metadata";
import { dateOf } from "../../_components/page-params";
import { tagPage } from "../../_components/tag-page";

type Props = { params: Promise<{ date: string }> };

const digestOn = cache((date: string) => digestByDate(database(), date));

/** Title, description and picture of a day's page. */
export async function dayMetadata({ params }: Props): Promise<Metadata> {
  const date = await dateOf(params);
  const digest = await digestOn(date);
  if (!digest)
    return isStillToCome(date)
      ? pageMetadata({ title: dayInWords(date), description: "", path: `/digests/${date}`, index: false })
      : {};
  const { count, day } = digestTitle(digest);
  const description = digest.items.map(({ take }) => take.headline).join(" · ");
  return pageMetadata({
    title: `${count} ${day}`,
    description,
    path: `/digests/${digest.date}`,
    picturePath: `/digests/${digest.date}`,
  });
}

/** The five of one date. @param props.isOwn whether the reader's own are wanted, where they had some that day. */
export async function DayArticle({
  params,
  reader,
  isOwn,
}: Props & { reader?: SignedInReader | null; isOwn?: boolean }) {
  const date = await dateOf(params);
  const theirs = reader ? await digestByDate(database(), date, reader.id) : null;
  const own = isOwn ? theirs : null;
  const digest = own ?? (await digestOn(date));
  await tagPage(pageTags.digest(date), ...(digest ? digestTags(digest) : [pageTags.digests]));
  if (!digest) {
    if (isStillToCome(date)) return <StillToCome date={date} isReader={Boolean(reader)} />;
    notFound();
  }
  const ids = digest.items.map(({ take }) => take.id);
  const signals = reader ? await readSignals(database(), reader.id, ids) : null;
  return (
    <DigestArticle
      digest={digest}
      today={digest.date === localDate(new Date(), (own && reader?.timeZone) || env().APP_TIMEZONE)}
      signals={signals}
    >
      {theirs && !own && (
        <p className="note">
          These are everybody’s. <InnerLink href={digestPath(theirs)}>Your own of that day</InnerLink>
        </p>
      )}
      {own && (
        <p className="note">
          These were chosen for you. <InnerLink href={`/digests/${date}`}>Everybody’s five of that day</InnerLink>
        </p>
      )}
    </DigestArticle>
  );
}

/** Emails of readers further east are about a date that begins, or has its edition, later here. */
function isStillToCome(date: string): boolean {
  const { APP_TIMEZONE } = env();
  const now = new Date();
  return (
    date >= localDate(now, APP_TIMEZONE) && date <= localDate(new Date(now.getTime() + 24 * 3600_000), APP_TIMEZONE)
  );
}

function StillToCome({ date, isReader }: { date: string; isReader: boolean }) {
  const { EDITION_HOUR, APP_TIMEZONE } = env();
  return (
    <div className="plain">
      <h1>{dayInWords(date)} is still to come</h1>
      <p>
        Everybody’s five of that day are chosen from {String(EDITION_HOUR).padStart(2, "0")}:00 on,{" "}
        {APP_TIMEZONE.split("/").at(-1)?.replaceAll("_", " ")} time.{" "}
        {isReader ? (
          "Your own are made in your morning."
        ) : (
          <>
            Readers get their own in their own morning:{" "}
            <InnerLink href={`/signin?${new URLSearchParams({ next: `/digests/${date}?edition=own` })}`}>
              sign in
            </InnerLink>{" "}
            to see yours.
          </>
        )}
      </p>
      <p>
        <InnerLink className="button" href="/">
          Read the latest five
        </InnerLink>
      </p>
    </div>
  );
}
