import { database } from "../../lib/db/client";
import { showChoices } from "../../lib/feeds/show-views";
import { listTopics } from "../../lib/insights/list-views";
import { longestQuery, type SearchQuery } from "./search-query";

/** More shows than this are not offered in a list; one types the name then. */
const mostChoices = 200;

/**
 * The field with its filters: a plain form, so that the address says what was looked for.
 * @param props.show that the results are of.
 */
export async function SearchForm({ query, show }: { query: SearchQuery; show: { id: string; title: string } | null }) {
  const [topics, shows] = await Promise.all([listTopics(database()), showChoices(database(), mostChoices)]);
  const isFiltered = query.show ?? query.topic ?? query.kind ?? query.from ?? query.to;
  return (
    <search>
      <form className="search-form" action="/search">
        <div className="search">
          <label className="sr-only" htmlFor="q">
            What was said
          </label>
          <input
            className="field"
            id="q"
            name="q"
            type="search"
            defaultValue={query.q.slice(0, longestQuery)}
            placeholder="What was said about …"
            autoComplete="off"
          />
          <button className="button" type="submit">
            Search
          </button>
        </div>
        <details className="filters" open={isFiltered !== null}>
          <summary className="note">Narrow it down</summary>
          <div>
            <div>
              <label htmlFor="show">Show</label>
              {shows ? (
                <select className="field" id="show" name="show" defaultValue={show?.id ?? ""}>
                  <option value="">Every show</option>
                  {shows.map(({ id, title }) => (
                    <option key={id} value={id}>
                      {title}
                    </option>
                  ))}
                </select>
              ) : (
                <input
                  className="field"
                  id="show"
                  name="show"
                  maxLength={200}
                  defaultValue={show?.title ?? query.show ?? ""}
                  placeholder="Its name"
                />
              )}
            </div>
            <label>
              Topic
              <select className="field" name="topic" defaultValue={query.topic ?? ""}>
                <option value="">Every topic</option>
                {topics.map((topic) => (
                  <option key={topic.slug} value={topic.slug}>
                    {topic.name}
                  </option>
                ))}
              </select>
            </label>
            <label>
              Kind
              <select className="field" name="kind" defaultValue={query.kind ?? ""}>
                <option value="">Every kind</option>
                <option value="fact">Facts</option>
                <option value="opinion">Opinions</option>
                <option value="forecast">Forecasts</option>
                <option value="advice">Advice</option>
              </select>
            </label>
            <label>
              From
              <input className="field" type="date" name="from" defaultValue={query.from ?? ""} />
            </label>
            <label>
              To
              <input className="field" type="date" name="to" defaultValue={query.to ?? ""} />
            </label>
          </div>
        </details>
      </form>
    </search>
  );
}
