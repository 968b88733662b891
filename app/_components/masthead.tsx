import { productSentence } from "../../lib/format/digest-words";
import { InnerLink } from "./inner-link";

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
        <InnerLink href="/digests">Archive</InnerLink>
        <InnerLink href="/topics">Topics</InnerLink>
        <InnerLink href="/shows">Shows</InnerLink>
        <InnerLink href="/search" data-search="">
          Search
        </InnerLink>
        <InnerLink className="for-readers" href="/saved">
          Saved
        </InnerLink>
        <InnerLink className="for-readers" href="/settings">
          Settings
        </InnerLink>
        <InnerLink className="for-operators" href="/admin">
          Admin
        </InnerLink>
        <InnerLink className="for-visitors" href="/signin">
          Sign in
        </InnerLink>
      </nav>
    </header>
  );
}

/** Stands on every page that was made for a signed-in reader; see `Masthead`. @param isOperator shows the way to /admin. */
export function ReaderMark({ isOperator = false }: { isOperator?: boolean }) {
  return <span hidden data-reader={isOperator ? "operator" : ""} />;
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
