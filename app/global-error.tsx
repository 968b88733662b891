"use client";

import { fontClasses } from "./_components/fonts";
import PageError from "./error";
import "./styles/main.css";

/** For when even the frame around a page could not be made. */
export default function GlobalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en" className={fontClasses}>
      <body>
        <title>This page could not be made · Overheard</title>
        <main className="frame">
          <PageError {...props} />
        </main>
      </body>
    </html>
  );
}
