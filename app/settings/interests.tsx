import type { FollowRow } from "../../lib/accounts/follow-store";
import { followSomething, suggestShow } from "../_actions/signals";
import { ActionForm } from "../_components/action-form";
import { FollowSelect } from "../_components/follow-select";
import { InnerLink } from "../_components/inner-link";
import { saveFollows, saveLanguages } from "./actions";
import { Part } from "./part";

/** Topics, each with how much of it is wanted. */
export function Topics({
  topics,
  follows,
}: {
  topics: { slug: string; name: string; description: string }[];
  follows: FollowRow[];
}) {
  return (
    <Part
      id="topics"
      title="Topics"
      about="Those you follow come first among your five; those you never want stay out."
    >
      <ActionForm action={saveFollows} done="Saved. Your next five are chosen by it.">
        <div className="follows">
          {topics.map(({ slug, name }) => (
            <FollowSelect
              key={slug}
              name={`how.topicSlug.${slug}`}
              label={name}
              row={follows.find((follow) => follow.topicSlug === slug)}
            />
          ))}
        </div>
        <button className="button" type="submit">
          Save topics
        </button>
      </ActionForm>
    </Part>
  );
}

/** Shows that the reader follows or mutes, and the way to others. */
export function Shows({ shows, follows }: { shows: { id: string; title: string }[]; follows: FollowRow[] }) {
  const chosen = shows.filter((show) => follows.some((follow) => follow.showId === show.id));
  return (
    <Part
      id="shows"
      title="Shows"
      about="All shows that are read here count for your five. Say which ones should count more, or never."
    >
      {chosen.length > 0 ? (
        <ActionForm action={saveFollows} done="Saved.">
          <div className="follows">
            {chosen.map(({ id, title }) => (
              <FollowSelect
                key={id}
                name={`how.showId.${id}`}
                label={title}
                row={follows.find((follow) => follow.showId === id)}
              />
            ))}
          </div>
          <button className="button" type="submit">
            Save shows
          </button>
        </ActionForm>
      ) : (
        <p>You follow no show in particular.</p>
      )}
      <p>
        <InnerLink href="/shows">All shows that are read here</InnerLink>
      </p>
      <ActionForm action={suggestShow} done="Thank you. The operator sees it with the others." className="inline">
        <label className="label" htmlFor="wanted">
          Miss one? Suggest it
        </label>
        <div className="search">
          <input
            className="field"
            id="wanted"
            name="wanted"
            required
            minLength={2}
            maxLength={500}
            placeholder="Its name or address"
          />
          <button className="button plain" type="submit">
            Suggest
          </button>
        </div>
      </ActionForm>
    </Part>
  );
}

/** Words of the reader's own. */
export function Phrases({ follows }: { follows: FollowRow[] }) {
  const phrases = follows.flatMap((follow) => (follow.phrase === null ? [] : [{ ...follow, phrase: follow.phrase }]));
  return (
    <Part
      id="phrases"
      title="Words of your own"
      about="A name, a company, a thing: what mentions it counts more, or never. They are found in any form."
    >
      {phrases.length > 0 && (
        <ActionForm action={saveFollows} done="Saved.">
          <div className="follows">
            {phrases.map((follow) => (
              <FollowSelect
                key={follow.phrase}
                name={`how.phrase.${follow.phrase}`}
                label={follow.phrase}
                row={follow}
              />
            ))}
          </div>
          <button className="button" type="submit">
            Save words
          </button>
          <p className="note">“As it comes” takes one off this list.</p>
        </ActionForm>
      )}
      <ActionForm action={followSomething} done="Added." className="inline">
        <label className="label" htmlFor="phrase">
          {phrases.length > 0 ? "Add another" : "Add one"}
        </label>
        <div className="search">
          <input type="hidden" name="how" value="usual" />
          <input
            className="field"
            id="phrase"
            name="phrase"
            required
            minLength={2}
            maxLength={80}
            placeholder="heat pumps"
          />
          <button className="button plain" type="submit">
            Add
          </button>
        </div>
      </ActionForm>
    </Part>
  );
}

/** In which languages stories are wanted. */
export function Languages({ there, wanted }: { there: { language: string; count: number }[]; wanted: string[] }) {
  const names = new Intl.DisplayNames(["en"], { type: "language" });
  const codes = [...new Set([...there.map(({ language }) => language), ...wanted])];
  return (
    <Part id="languages" title="Languages" about="Headlines and quotes are in the language they were said in.">
      <ActionForm action={saveLanguages} done="Saved.">
        <fieldset>
          <legend className="sr-only">Languages you read</legend>
          <div className="choices">
            {codes.map((code) => (
              <label key={`${code} ${wanted.includes(code)}`}>
                <input type="checkbox" name="language" value={code} defaultChecked={wanted.includes(code)} />
                <span>{names.of(code) ?? code}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <p className="note">None ticked means all of them.</p>
        <button className="button" type="submit">
          Save languages
        </button>
      </ActionForm>
    </Part>
  );
}
