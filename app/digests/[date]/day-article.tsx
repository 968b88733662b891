import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import type { SignedInReader } from "../../../lib/accounts/session";
import { readSignals } from "../../../lib/accounts/signal-store";
import { database } from "../../../lib/db/client";
import { digestByDate } from "../../../lib/digests/views";
import { env } from "../../../lib/env";
import { localDate } from "../../../lib/format/dates";
import { digestTitle } from "../../../lib/format/digest-words";
import { DigestArticle } from "../../_components/digest-article";
import { ReaderMark } from "../../_components/masthead";
import { pageMetadata } from "../../_components/page-metadata";
import { dateOf } from "../../_components/page-params";

type Props = { params: Promise<{ date: string }> };

const digestOn = cache((date: string) => digestByDate(database(), date));

/** Title, description and picture of a day's page. */
export async function dayMetadata({ params }: Props): Promise<Metadata> {
  const digest = await digestOn(await dateOf(params));
  if (!digest) return {};
  const { count, day } = digestTitle(digest);
  const description = digest.items.map(({ take }) => take.headline).join(" · ");
  return pageMetadata({
    title: `${count} ${day}`,
    description,
    path: `/digests/${digest.date}`,
    picturePath: `/digests/${digest.date}`,
  });
}

/** The five of one date. */
export async function DayArticle({ params, reader }: Props & { reader?: SignedInReader | null }) {
  const digest = await digestOn(await dateOf(params));
  if (!digest) notFound();
  const ids = digest.items.map(({ take }) => take.id);
  const signals = reader ? await readSignals(database(), reader.id, ids) : null;
  return (
    <>
      {reader && <ReaderMark isOperator={reader.isOperator} />}
      <DigestArticle
        digest={digest}
        today={digest.date === localDate(new Date(), env().APP_TIMEZONE)}
        signals={signals}
      />
    </>
  );
}
