import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Sentence } from "../../../app/_components/sentence";
import { plainSentence } from "../../../lib/format/commands";

it.each([
  ["Run `npm start`, then <b>.", "Run <code>npm start</code>, then &lt;b&gt;.", "Run npm start, then <b>."],
  ["`a` and `b`", "<code>a</code> and <code>b</code>", "a and b"],
  ["A lone ` stays.", "A lone ` stays.", "A lone ` stays."],
  ["", "", ""],
])("shows commands of a sentence as code, or plainly: %s", (sentence, html, plain) => {
  expect(renderToStaticMarkup(<Sentence text={sentence} />)).toBe(html);
  expect(plainSentence(sentence)).toBe(plain);
});
