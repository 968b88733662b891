import { Heading } from "@react-email/heading";
import { Hr } from "@react-email/hr";
import { Link } from "@react-email/link";
import { Section } from "@react-email/section";
import { Text } from "@react-email/text";
import { Fragment, type ReactNode } from "react";
import type { DigestItemView } from "../lib/digests/views";
import { capitalised, listInWords } from "../lib/format/counts";
import { clock } from "../lib/format/durations";
import { playLink } from "../lib/format/links";
import { passageOf } from "../lib/format/passage";
import { receiptNotes, separator } from "../lib/format/receipt-words";
import { Cell } from "./email-frame";
import { styles } from "./styles";

/** What differs from reader to reader in a card about the same insight; null where it has no such part. */
export interface CardValues {
  rank: string;
  update: string | null;
  why: string | null;
  more: string | null;
  less: string | null;
}

/** The place in the recording: "12:04", or "about 12:04" where times were worked out from the text's length. */
export const placeOf = ({ timing, quote }: DigestItemView["take"]) =>
  `${timing === "interpolated" ? "about " : ""}${clock(quote.startMs)}`;

/** One of the five: headline, text, receipt, other voices, why it ranks, and whether to bring more like it. */
export function DigestCard(props: { item: DigestItemView; day: string; appUrl: string; values: CardValues }) {
  const { item, day, appUrl, values } = props;
  const { take } = item;
  const passage = passageOf(take);
  return (
    <Section>
      <Hr className="line" style={styles.rule} />
      <Text className="accent" style={styles.rank}>
        {values.rank}
      </Text>
      {values.update !== null && (
        <Text className="accent" style={styles.update} dir="auto">
          <b>Update:</b> {values.update}
        </Text>
      )}
      <Heading as="h2" className="ink" style={styles.headline} dir="auto">
        <Link href={`${appUrl}/insights/${take.id}`} className="ink" style={styles.headlineLink}>
          {take.headline}
        </Link>
      </Heading>
      {!passage && (
        <Text className="ink" style={styles.text} dir="auto">
          {take.body}
        </Text>
      )}
      <Cell className="quoted" tableStyle={styles.receipt} style={styles.quoteCell}>
        <Text className="ink" style={styles.quote} dir="auto">
          <i>“{passage ? `${passage.before}${passage.quote}${passage.after.trimEnd()}` : take.quote.text}”</i>
        </Text>
        <Text className="quiet" style={styles.who}>
          <Who item={item} appUrl={appUrl} />
          {parted([
            <span key="day" style={styles.nowrap}>
              {day}
            </span>,
            <Place key="place" item={item} />,
            ...receiptNotes(take).map((text) => (
              <span key={text} style={styles.nowrap}>
                {text}
              </span>
            )),
          ])}
        </Text>
      </Cell>
      <Voices item={item} appUrl={appUrl} values={values} />
      {values.more !== null && values.less !== null && (
        <Text className="quiet" style={styles.voices}>
          <Link href={values.more} className="quiet" style={styles.quietLink}>
            More like this
          </Link>
          {separator}
          <Link href={values.less} className="quiet" style={styles.quietLink}>
            Less like this
          </Link>
        </Text>
      )}
    </Section>
  );
}

/** Each part after a dot. */
const parted = (parts: ReactNode[]) =>
  parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts keep their places.
    <Fragment key={index}>
      {separator}
      {part}
    </Fragment>
  ));

function Who({ item: { take }, appUrl }: { item: DigestItemView; appUrl: string }) {
  const show = (
    <Link href={`${appUrl}/shows/${take.show.id}`} className="quiet" style={styles.quietLink} dir="auto">
      {take.show.title}
    </Link>
  );
  if (!take.quote.speaker) return <>Said on {show}</>;
  return (
    <>
      <b className="ink" style={styles.name} dir="auto">
        {take.quote.speaker}
      </b>{" "}
      on {show}
    </>
  );
}

function Place({ item: { take } }: { item: DigestItemView }) {
  const play = playLink(take.episode.enclosureUrl, take.quote.startMs);
  if (play === null) return <span style={styles.nowrap}>at {placeOf(take)}</span>;
  return (
    <Link href={play} className="accent" style={styles.play} aria-label={`Play from ${placeOf(take)}`}>
      <span className="filled" style={styles.playMark}>
        {/* The selector keeps phones from drawing an emoji. */}
        {"▶\uFE0E"}
      </span>
      {placeOf(take)}
    </Link>
  );
}

/** Who else says it, who disagrees, and why it ranks; nothing where there is none of these. */
function Voices(props: { item: DigestItemView; appUrl: string; values: CardValues }) {
  const { item, appUrl, values } = props;
  const { story } = item;
  const parts: ReactNode[] = [
    ...(story.otherShows.length > 0
      ? [
          <Link key="also" href={`${appUrl}/stories/${story.id}`} className="ink" style={styles.link}>
            Also said on {listInWords(story.otherShows)}
          </Link>,
        ]
      : []),
    ...story.dissenting.map((dissent) => (
      <Link
        key={dissent.insightId}
        href={`${appUrl}/insights/${dissent.insightId}`}
        className="accent"
        style={styles.dissent}
      >
        {dissent.showTitle} disagrees
      </Link>
    )),
    ...(values.why === null ? [] : [values.why]),
  ];
  if (parts.length === 0) return null;
  return (
    <Text className="quiet" style={styles.voices} dir="auto">
      {parts[0]}
      {parted(parts.slice(1))}
    </Text>
  );
}

/** Why an item ranks, in one line; null where nothing is to be said. */
export function whyLine(item: DigestItemView): string | null {
  if (item.why.length === 0) return null;
  const line = item.why.join(separator);
  return item.story.otherShows.length + item.story.dissenting.length > 0 ? line : capitalised(line);
}
