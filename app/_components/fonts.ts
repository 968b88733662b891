import localFont from "next/font/local";

/**
 * The Latin letters, asked for before anything else on a page. "optional" shows the system's where they come too late, so that
 * no line moves; other letters stand in app/styles/fonts.css. Italics are used in one weight only, whose file is a third of that of
 * all weights.
 */
const newsreader = localFont({
  src: [
    {
      path: "../../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2",
      weight: "200 800",
      style: "normal",
    },
    {
      path: "../../node_modules/@fontsource/newsreader/files/newsreader-latin-400-italic.woff2",
      weight: "400",
      style: "italic",
    },
  ],
  variable: "--newsreader",
  display: "optional",
  adjustFontFallback: false,
});

const instrumentSans = localFont({
  src: "../../node_modules/@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2",
  weight: "400 700",
  variable: "--instrument-sans",
  display: "optional",
  adjustFontFallback: false,
});

/** The classes that give a document its fonts. */
export const fontClasses = `${newsreader.variable} ${instrumentSans.variable}`;
