/** A document that is no feed, or one that is not read; `message` says what it is and what to do. */
export class FeedFormatError extends Error {
  override name = "FeedFormatError";
}
