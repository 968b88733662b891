import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { database } from "../../../lib/db/client";
import { digestByDate } from "../../../lib/digests/views";
import { env } from "../../../lib/env";
import { localDate } from "../../../lib/format/dates";
import { digestTitle } from "../../../lib/format/digest-words";
import { DigestArticle } from "../../_components/digest-article";
import { pageMetadata } from "../../_components/page-metadata";
import { dateOf } from "../../_components/page-params";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ date: string }> };

const digestOn = cache((date: string) => digestByDate(database(), date));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const digest = await digestOn(await dateOf(params));
  if (!digest) return {};
  const { count, day } = digestTitle(digest);
  const description = digest.items.map(({ take }) => take.headline).join(" · ");
  return pageMetadata({ title: `${count} ${day}`, description, path: `/digests/${digest.date}` });
}

/** The five of one date. */
export default async function DigestPage({ params }: Props) {
  const digest = await digestOn(await dateOf(params));
  if (!digest) notFound();
  return <DigestArticle digest={digest} today={digest.date === localDate(new Date(), env().APP_TIMEZONE)} />;
}
