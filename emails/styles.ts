import type { CSSProperties } from "react";

/** The page's colours on paper; emails cannot use its variables. */
const ink = "#1d1b18";
const quiet = "#655f56";
const line = "#e0d8c9";
const accent = "#b23a19";
const paper = "#fbf8f2";
const serif = 'Newsreader, Georgia, "Times New Roman", serif';
const sans = '"Instrument Sans", -apple-system, "Segoe UI", Helvetica, Arial, sans-serif';

/** For mail programs that know dark colours and narrow windows; the others show the paper. */
export const darkStyles = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .paper, .paper > table > tbody > tr > td { background-color: #151412 !important; }
  .ink { color: #ece7dd !important; }
  .quiet { color: #a69e91 !important; }
  .accent { color: #ff8f69 !important; }
  .line { border-color: #34302b !important; }
  .play { background-color: #ff8f69 !important; color: #151412 !important; }
}
@media (max-width: 480px) {
  .rank-cell { width: 30px !important; }
  .rank { font-size: 28px !important; }
}`;

const plain = { margin: 0, color: ink } satisfies CSSProperties;

/** Inline, because mail programs drop style sheets. */
export const styles = {
  body: { margin: 0, padding: "0 16px", backgroundColor: paper, fontFamily: serif },
  container: { maxWidth: 600, margin: "0 auto", padding: "28px 0 40px" },
  wordmark: { ...plain, fontSize: 26, lineHeight: "30px", fontWeight: 600, letterSpacing: "-0.03em" },
  wordmarkLink: { color: ink, textDecoration: "none" },
  accent: { color: accent },
  motto: { ...plain, margin: "4px 0 0", color: quiet, fontSize: 16, lineHeight: "23px", fontStyle: "italic" },
  doubleRule: { margin: "14px 0 26px", border: 0, borderTop: `3px double ${line}` },
  rule: { margin: "26px 0 22px", border: 0, borderTop: `1px solid ${line}` },
  title: { ...plain, fontSize: 32, lineHeight: "36px", fontWeight: 500, letterSpacing: "-0.02em" },
  note: { ...plain, margin: "8px 0 0", color: quiet, fontFamily: sans, fontSize: 14, lineHeight: "21px" },
  text: { ...plain, margin: "8px 0 0", fontSize: 17, lineHeight: "26px" },
  nowrap: { whiteSpace: "nowrap" },
  top: { verticalAlign: "top" },
  rankCell: { width: 48, verticalAlign: "top" },
  rank: { ...plain, color: accent, fontSize: 38, lineHeight: "34px", fontWeight: 300 },
  update: { ...plain, margin: "0 0 4px", color: accent, fontFamily: sans, fontSize: 14, lineHeight: "20px" },
  headline: { ...plain, fontSize: 22, lineHeight: "27px", fontWeight: 600, letterSpacing: "-0.01em" },
  headlineLink: { color: ink, textDecoration: "none" },
  receipt: { marginTop: 14 },
  playCell: { width: 56, verticalAlign: "top", paddingTop: 2 },
  play: {
    display: "block",
    width: 42,
    height: 42,
    borderRadius: 21,
    backgroundColor: accent,
    color: paper,
    fontFamily: sans,
    fontSize: 15,
    lineHeight: "42px",
    textAlign: "center",
    textDecoration: "none",
    textIndent: 2,
  },
  quote: { ...plain, fontSize: 17, lineHeight: "25px" },
  who: { ...plain, margin: "5px 0 0", color: quiet, fontFamily: sans, fontSize: 13, lineHeight: "20px" },
  name: { color: ink, fontWeight: 600 },
  quietLink: { color: quiet, textDecoration: "underline" },
  voices: { ...plain, margin: "10px 0 0", color: quiet, fontFamily: sans, fontSize: 13, lineHeight: "20px" },
  link: { color: ink, textDecoration: "underline" },
  dissent: { color: accent, fontWeight: 600, textDecoration: "underline" },
  ending: { ...plain, fontSize: 19, lineHeight: "27px", fontStyle: "italic" },
  footer: { marginTop: 34 },
  small: { ...plain, color: quiet, fontFamily: sans, fontSize: 12, lineHeight: "18px" },
  smallLink: { color: quiet, textDecoration: "underline" },
} satisfies Record<string, CSSProperties>;
