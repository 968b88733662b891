import { productSentence } from "../../lib/format/digest-words";
import { InnerLink } from "./inner-link";

/** The name and the promise, at the head of every page. */
export function Masthead() {
  return (
    <header className="masthead">
      <InnerLink className="wordmark" href="/">
        Over<span aria-hidden="true">“</span>heard
      </InnerLink>
      <p className="motto">{productSentence}</p>
    </header>
  );
}

/** The foot of every page. */
export function Colophon() {
  return (
    <footer className="colophon note">
      <p>Every insight has a receipt: the words that were said, and the second they were said at.</p>
      <nav aria-label="About this place">
        <InnerLink href="/">Today</InnerLink>
        <InnerLink href="/setup">Add shows</InnerLink>
      </nav>
    </footer>
  );
}
