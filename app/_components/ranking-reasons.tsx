import { Fragment } from "react";
import type { DigestItemView } from "../../lib/digests/views";
import { capitalised, rankInWords } from "../../lib/format/counts";
import { separator } from "../../lib/format/receipt-words";
import { InnerLink } from "./inner-link";

/** The score's factors. Others' voices multiply by one and more; interests of nobody in particular by one. */
const factors = [
  { key: "quality", share: (value: number) => value, name: "Quality" },
  { key: "corroboration", share: (value: number) => value - 1, name: "Said by others" },
  { key: "freshness", share: (value: number) => value, name: "Freshness" },
  { key: "affinity", share: (value: number) => value / 2, name: "Interests" },
  { key: "novelty", share: (value: number) => value, name: "Novelty" },
] as const;

function Bar({ share }: { share: number }) {
  return (
    <svg viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="5" />
      <rect width={Math.round(Math.min(1, Math.max(0, share)) * 100)} height="5" />
    </svg>
  );
}

/** Why an insight has its rank: in words, and on demand the factors that are multiplied. */
export function RankingReasons({ item, today }: { item: DigestItemView; today: boolean }) {
  const valued = factors.map((factor) => ({
    ...factor,
    value: factor.key === "corroboration" ? 1 + item.reasons.corroboration : item.reasons[factor.key],
  }));
  return (
    <>
      {item.because.length > 0 && (
        <p className="reasons">
          {item.because.map(({ text, later = text, href }, at) => {
            const said = today ? text : later;
            const words = at === 0 ? capitalised(said) : said;
            return (
              <Fragment key={text}>
                {at > 0 && separator}
                {href === null ? words : <InnerLink href={href}>{words}</InnerLink>}
              </Fragment>
            );
          })}
        </p>
      )}
      <details className="why">
        <summary>{item.rank === 1 ? "Why it is first" : `Why it is ${rankInWords(item.rank)}`}</summary>
        <table className="factors">
          <caption className="sr-only">The factors of its score, multiplied</caption>
          <tbody>
            {valued
              // What multiplies by one changes nothing.
              .filter(({ value }) => value.toFixed(2) !== "1.00")
              .map(({ key, name, share, value }) => (
                <tr key={key}>
                  <th scope="row">{name}</th>
                  <td className="bar">
                    <Bar share={share(value)} />
                  </td>
                  <td>× {value.toFixed(2)}</td>
                </tr>
              ))}
            <tr>
              <th scope="row">Score</th>
              <td />
              <td>{item.reasons.score.toFixed(2)}</td>
            </tr>
          </tbody>
        </table>
      </details>
    </>
  );
}
