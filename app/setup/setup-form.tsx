"use client";

import { useActionState, useEffect, useRef } from "react";
import { capitalised, counted } from "../../lib/format/counts";
import { setUpShows } from "./actions";
import { type Choice, type SetupState, untouched } from "./setup-state";

/**
 * The shows to choose from, and ways to find others. Without script the same form is posted and comes back as a page.
 * @param code the operator's code where the link carried it.
 * @param asksForCode where the operator has not signed in yet.
 */
export function SetupForm({
  categories,
  code,
  asksForCode,
}: {
  categories: { name: string; shows: Choice[] }[];
  code: string | null;
  asksForCode: boolean;
}) {
  const [state, action, pending] = useActionState<SetupState, FormData>(setUpShows, untouched, "/setup");
  return (
    <form className="form" action={action}>
      <Outcome state={state} />
      <div>
        <label className="label" htmlFor="words">
          Find a show by its name
        </label>
        <div className="search">
          <input
            className="field"
            id="words"
            name="words"
            type="search"
            maxLength={200}
            autoComplete="off"
            defaultValue={state.words}
            key={state.words}
          />
          <button className="button plain" type="submit" name="intent" value="search" disabled={pending}>
            Search
          </button>
        </div>
      </div>
      {state.found.length > 0 && <Choices name={`Found for “${state.words}”`} shows={state.found} state={state} />}
      {categories.map(({ name, shows }) => (
        <Choices key={name} name={name} shows={shows} state={state} />
      ))}
      <div>
        <label className="label" htmlFor="addresses">
          Others, by their addresses
        </label>
        <textarea
          className="field"
          id="addresses"
          name="addresses"
          rows={4}
          spellCheck={false}
          autoCapitalize="off"
          placeholder={"https://example.org/podcast.xml"}
          aria-describedby="addresses-hint"
          defaultValue={state.addresses}
          key={state.addresses}
        />
        <p className="hint note" id="addresses-hint">
          One a line: a feed, the show’s page at Apple Podcasts, or its own web page.
        </p>
      </div>
      <div>
        <label className="label" htmlFor="list">
          All that another app reads
        </label>
        <input className="field" id="list" name="list" type="file" accept=".opml,.xml,text/x-opml" />
        <p className="hint note">
          The OPML file that podcast apps export. Shows that are read already stay as they are.
        </p>
      </div>
      {asksForCode && !state.isKnown && (code === null || state.codeIsWrong) && (
        <div>
          <label className="label" htmlFor="code">
            The code that the terminal printed
          </label>
          <input
            className="field code"
            id="code"
            name="code"
            required
            autoComplete="off"
            spellCheck={false}
            autoCapitalize="off"
            defaultValue={code ?? ""}
          />
          <p className="hint note">Overheard prints it when it starts, so that only who runs it can add shows.</p>
        </div>
      )}
      {asksForCode && code !== null && !state.codeIsWrong && <input type="hidden" name="code" value={code} />}
      <p className="send">
        <button className="button" type="submit" disabled={pending}>
          {pending ? "Adding…" : "Add these shows"}
        </button>
      </p>
    </form>
  );
}

function Choices({ name, shows, state }: { name: string; shows: Choice[]; state: SetupState }) {
  return (
    <fieldset>
      <legend dir="auto">{name}</legend>
      <div className="choices">
        {shows.map((show) => (
          <label key={`${show.feedUrl} ${state.chosen.includes(show.feedUrl)}`}>
            <input
              type="checkbox"
              name="show"
              value={show.feedUrl}
              defaultChecked={state.chosen.includes(show.feedUrl)}
            />
            <span dir="auto">{show.title}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Outcome({ state }: { state: SetupState }) {
  const said = useRef<HTMLDivElement>(null);
  // The button may be far below: what came of it is brought into sight.
  useEffect(() => {
    if (state !== untouched) said.current?.scrollIntoView({ block: "center" });
  }, [state]);
  if (state.problem === null && state.refused.length === 0) return null;
  return (
    <div className="said" role="alert" ref={said}>
      {state.problem && <p>{state.problem}</p>}
      {state.refused.length > 0 && (
        <>
          <p>
            {state.added > 0 && `${capitalised(counted(state.added, "show was", "shows were"))} added. `}
            {state.refused.length === 1 ? "This one was not:" : "These were not:"}
          </p>
          <ul>
            {state.refused.map(({ address, why }) => (
              <li key={address}>
                <b>{address}</b>: {why}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
