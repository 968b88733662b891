import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { database } from "../../../lib/db/client";
import { countedInDigits, listInWords } from "../../../lib/format/counts";
import { type PersonView, personPage } from "../../../lib/insights/list-views";
import { InnerLink } from "../../_components/inner-link";
import { pageMetadata } from "../../_components/page-metadata";
import { slugIn } from "../../_components/page-params";
import { Paging } from "../../_components/paging";
import { TakeList } from "../../_components/take-list";

type Props = { params: Promise<{ slug: string }>; number?: number };

const personOf = cache((slug: string, number: number) => personPage(database(), slug, number));

/** Title and description of somebody's page. */
export async function personMetadata({ params, number: asked = 1 }: Props): Promise<Metadata> {
  const person = await personOf(await slugIn(params), asked);
  if (!person) return {};
  const { number } = person.takes;
  return pageMetadata({
    title: person.name,
    description: `What ${person.name} said on ${listInWords(person.shows.map((show) => show.title))}, each with the words and the second.`,
    path: `/people/${encodeURIComponent(person.slug)}${number > 1 ? `?page=${number}` : ""}`,
  });
}

/** Somebody who speaks on podcasts: where, and what they said. */
export async function PersonArticle({ params, number = 1 }: Props) {
  const person = await personOf(await slugIn(params), number);
  if (!person) notFound();
  const { takes } = person;
  return (
    <>
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
