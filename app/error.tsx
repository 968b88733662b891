"use client";

/** For a page that could not be made; says so without its insides, and leads on. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="plain">
      <h1>This page could not be made</h1>
      <p>
        Something went wrong on the server, and nothing was lost. Try once more; if it stays like this, the terminal or
        the log says what happened.
      </p>
      <p>
        <button className="button" type="button" onClick={reset}>
          Try again
        </button>
      </p>
      {error.digest && <p className="note">The log has it under {error.digest}.</p>}
    </div>
  );
}
