import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { currentReader } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { countedInDigits, listInWords } from "../../../lib/format/counts";
import { type PersonView, personPage } from "../../../lib/insights/list-views";
import { InnerLink } from "../../_components/inner-link";
import { ReaderMark } from "../../_components/masthead";
import { pageMetadata } from "../../_components/page-metadata";
import { pageNumberOf, type SearchParams, slugIn } from "../../_components/page-params";
import { Paging } from "../../_components/paging";
import { TakeList } from "../../_components/take-list";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ slug: string }>; searchParams: SearchParams };

const personOf = cache((slug: string, number: number) => personPage(database(), slug, number));

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const person = await personOf(await slugIn(params), await pageNumberOf(searchParams));
  if (!person) return {};
  const { number } = person.takes;
  return pageMetadata({
    title: person.name,
    description: `What ${person.name} said on ${listInWords(person.shows.map((show) => show.title))}, each with the words and the second.`,
    path: `/people/${encodeURIComponent(person.slug)}${number > 1 ? `?page=${number}` : ""}`,
  });
}

/** Somebody who speaks on podcasts: where, and what they said. */
export default async function PersonPage({ params, searchParams }: Props) {
  const person = await personOf(await slugIn(params), await pageNumberOf(searchParams));
  if (!person) notFound();
  const { takes } = person;
  const reader = await currentReader();
  return (
    <>
      {reader && <ReaderMark isOperator={reader.isOperator} />}
      <div className="lead">
        <h1 dir="auto">{person.name}</h1>
        <HeardOn person={person} />
      </div>
      <section className="section" aria-labelledby="said">
        <h2 id="said">{takes.total === 0 ? "Nothing stood alone yet" : "What they said"}</h2>
        {takes.total === 0 && (
          <p>What they said in these episodes was read, and no passage was specific and well-evidenced enough.</p>
        )}
        <TakeList takes={takes.items} without="speaker" />
      </section>
      <Paging page={takes} path={`/people/${encodeURIComponent(person.slug)}`} />
    </>
  );
}

function HeardOn({ person }: { person: PersonView }) {
  return (
    <p className="note">
      Heard on{" "}
      {person.shows.slice(0, 8).map((show, at) => (
        <span key={show.id}>
          {at > 0 && " · "}
          <InnerLink dir="auto" href={`/shows/${show.id}`}>
            {show.title}
          </InnerLink>{" "}
          ({countedInDigits(show.episodes, "episode")})
        </span>
      ))}
      . People of one name share a page.
    </p>
  );
}
