import type { CSSProperties } from "react";

/** The page's colours on paper; emails cannot use its variables. */
const ink = "#1d1b18";
const quiet = "#655f56";
const line = "#e0d8c9";
const accent = "#b23a19";
const paper = "#fbf8f2";
const serif = 'Newsreader, Georgia, "Times New Roman", serif';
const sans = '"Instrument Sans", -apple-system, "Segoe UI", Helvetica, Arial, sans-serif';

const dark = { paper: "#151412", ink: "#ece7dd", quiet: "#a69e91", line: "#34302b", accent: "#ff8f69" };

const darkRules = (prefix: string) =>
  [
    `${prefix}.paper{background-color:${dark.paper} !important}`,
    `${prefix}.ink{color:${dark.ink} !important}`,
    `${prefix}.quiet{color:${dark.quiet} !important}`,
    `${prefix}.accent{color:${dark.accent} !important}`,
    `${prefix}.line{border-color:${dark.line} !important}`,
    `${prefix}.quoted{border-color:${dark.accent} !important}`,
    `${prefix}.filled{background-color:${dark.accent} !important;color:${dark.paper} !important}`,
  ].join("");

/** For mail programs that know dark colours; the others show the paper, or turn it by themselves. */
export const darkStyles = `:root{color-scheme:light dark;supported-color-schemes:light dark}@media (prefers-color-scheme:dark){${darkRules("")}}`;

/** Outlook on the web and on phones, in a sheet of its own: what another program does not know shall not cost it the rest. */
export const outlookDarkStyles = darkRules("[data-ogsc] ");

const plain = { margin: 0, color: ink } satisfies CSSProperties;
const note = { color: quiet, fontFamily: sans, fontSize: 14, lineHeight: "21px" } satisfies CSSProperties;

/** Inline, because mail programs drop style sheets. */
export const styles = {
  body: { margin: 0, padding: 0, backgroundColor: paper },
  paper: { backgroundColor: paper, fontFamily: serif },
  /** Small and of the paper's colour, for programs that show what is not to be displayed. */
  hidden: { display: "none", overflow: "hidden", maxHeight: 0, color: paper, fontSize: 1, lineHeight: "1px" },
  margin: { padding: "28px 16px 40px", wordBreak: "break-word" },
  container: { maxWidth: 600, margin: "0 auto" },
  wordmark: { ...plain, fontSize: 26, lineHeight: "30px", fontWeight: 600, letterSpacing: "-0.03em" },
  wordmarkLink: { color: ink, textDecoration: "none" },
  accent: { color: accent },
  motto: { ...plain, margin: "4px 0 0", color: quiet, fontSize: 16, lineHeight: "23px", fontStyle: "italic" },
  doubleRule: { margin: "14px 0 26px", border: 0, borderTop: `3px double ${line}` },
  rule: { margin: "28px 0 20px", border: 0, borderTop: `1px solid ${line}` },
  title: { ...plain, fontSize: 30, lineHeight: "36px", fontWeight: 500, letterSpacing: "-0.02em" },
  note: { ...plain, ...note, margin: "8px 0 0" },
  text: { ...plain, margin: "8px 0 0", fontSize: 17, lineHeight: "26px" },
  nowrap: { whiteSpace: "nowrap" },
  rank: { ...plain, margin: "0 0 2px", color: accent, fontSize: 30, lineHeight: "34px", fontWeight: 300 },
  update: { ...plain, ...note, margin: "0 0 4px", color: accent },
  headline: { ...plain, fontSize: 22, lineHeight: "28px", fontWeight: 600, letterSpacing: "-0.01em" },
  headlineLink: { color: ink, textDecoration: "none" },
  receipt: { margin: "14px 0 0" },
  quoteCell: { borderLeft: `3px solid ${accent}`, padding: "1px 0 1px 14px" },
  quote: { ...plain, fontSize: 17, lineHeight: "25px" },
  who: { ...plain, ...note, margin: "6px 0 0", fontSize: 13, lineHeight: "22px" },
  name: { color: ink, fontWeight: 600 },
  quietLink: { color: quiet, textDecoration: "underline" },
  play: { color: accent, fontWeight: 600, textDecoration: "underline", whiteSpace: "nowrap" },
  /** The page's round button; a square where corners are not rounded. */
  playMark: {
    display: "inline-block",
    width: 20,
    height: 20,
    marginRight: 5,
    verticalAlign: "middle",
    borderRadius: 10,
    backgroundColor: accent,
    color: paper,
    fontSize: 10,
    lineHeight: "20px",
    textAlign: "center",
    textDecoration: "none",
  },
  voices: { ...plain, ...note, margin: "10px 0 0", fontSize: 13, lineHeight: "21px" },
  link: { color: ink, textDecoration: "underline" },
  dissent: { color: accent, fontWeight: 600, textDecoration: "underline" },
  ending: { ...plain, fontSize: 19, lineHeight: "27px", fontStyle: "italic" },
  buttonRow: { margin: "22px 0 0" },
  buttonCell: { backgroundColor: accent, borderRadius: 5 },
  button: {
    display: "inline-block",
    padding: "13px 22px",
    color: paper,
    fontFamily: sans,
    fontSize: 16,
    lineHeight: "22px",
    fontWeight: 600,
    textDecoration: "none",
  },
  address: { ...plain, ...note, margin: "16px 0 0" },
  longLink: { color: quiet, textDecoration: "underline", wordBreak: "break-all" },
  footer: { margin: "34px 0 0" },
  small: { ...plain, margin: "6px 0 0", color: quiet, fontFamily: sans, fontSize: 12, lineHeight: "19px" },
  smallLink: { color: quiet, textDecoration: "underline" },
} satisfies Record<string, CSSProperties>;
