import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { productSentence } from "../lib/format/digest-words";
import { announcedId } from "./_components/announce";
import { fontClasses } from "./_components/fonts";
import { Keys } from "./_components/keys";
import { Colophon, Masthead } from "./_components/masthead";
import { Player } from "./_components/player";
import "./styles/main.css";

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbf8f2" },
    { media: "(prefers-color-scheme: dark)", color: "#151412" },
  ],
};

export const metadata: Metadata = {
  title: { default: "Overheard", template: "%s · Overheard" },
  description: productSentence,
  applicationName: "Overheard",
  formatDetection: { telephone: false, date: false, address: false, email: false },
};

/** What every page stands in. */
export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={fontClasses}>
      <body>
        <a className="skip" href="#content">
          Skip to the text
        </a>
        <div className="frame">
          <Masthead />
          <main id="content" tabIndex={-1}>
            {children}
          </main>
          <Colophon />
        </div>
        <Player />
        <p className="announced" id={announcedId} aria-live="polite" />
        <Keys />
      </body>
    </html>
  );
}
