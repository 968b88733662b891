import { productSentence } from "../../lib/format/digest-words";
import { InnerLink } from "./inner-link";
import { NavLink } from "./nav-link";

/**
 * The name, the promise and the ways in, at the head of every page. It is the same for everybody, so that pages can be kept
 * ready; a page that was made for a reader carries a `ReaderMark`, and the style sheet then shows the reader's links.
 */
export function Masthead() {
  return (
    <header className="masthead">
      <div>
        <InnerLink className="wordmark" href="/">
          Over<span aria-hidden="true">“</span>heard
        </InnerLink>
        <p className="motto">{productSentence}</p>
      </div>
      <nav aria-label="Main">
        <NavLink href="/digests">Archive</NavLink>
        <NavLink href="/topics">Topics</NavLink>
        <NavLink href="/shows">Shows</NavLink>
        <NavLink href="/search" data-search="">
          Search
        </NavLink>
        <NavLink className="for-readers" href="/saved">
          Saved
        </NavLink>
        <NavLink className="for-readers" href="/settings">
          Settings
        </NavLink>
        <NavLink className="for-operators" href="/admin">
          Admin
        </NavLink>
        <NavLink className="for-visitors" href="/signin">
          Sign in
        </NavLink>
      </nav>
    </header>
  );
}

/** Stands on every page that was made for a signed-in reader; see `Masthead`. @param isOperator shows the way to /admin. */
export function ReaderMark({ isOperator = false }: { isOperator?: boolean }) {
  return <span hidden data-reader={isOperator ? "operator" : ""} />;
}

/** Stands on the front page alone, where phones, too, are told in the head what this is. */
export function FrontMark() {
  return <span hidden data-front="" />;
}

/** The foot of every page. */
export function Colophon() {
  return (
    <footer className="colophon note">
      <p>Every insight has a receipt: the words that were said, and the second they were said at.</p>
      <nav aria-label="About this place">
        <InnerLink href="/">Today</InnerLink>
        <InnerLink href="/digests">Archive</InnerLink>
        {/* Documents of other kinds, which no page can show in place. */}
        <a href="/feed.xml">Feed</a>
        <button className="for-keys" type="button" data-keys="">
          Keys <kbd>?</kbd>
        </button>
      </nav>
    </footer>
  );
}
