import { Column, Heading, Hr, Link, Row, Section, Text } from "@react-email/components";
import { Fragment } from "react";
import type { DigestItemView } from "../lib/digests/views";
import { capitalised, listInWords } from "../lib/format/counts";
import { shortDay } from "../lib/format/dates";
import { clock } from "../lib/format/durations";
import { playLink } from "../lib/format/links";
import { passageOf } from "../lib/format/passage";
import { passageTime, receiptNotes } from "../lib/format/receipt-words";
import { styles } from "./styles";

/** One of the five: headline, text, receipt, other voices, and why it ranks. */
export function DigestEmailItem({
  item,
  appUrl,
  timeZone,
  now,
}: {
  item: DigestItemView;
  appUrl: string;
  timeZone: string;
  now: Date;
}) {
  const { take, story } = item;
  const passage = passageOf(take);
  return (
    <Section>
      <Hr className="line" style={styles.rule} />
      <Row>
        <Column className="rank-cell" style={styles.rankCell}>
          <Text className="accent rank" style={styles.rank}>
            {item.rank}
          </Text>
        </Column>
        <Column style={styles.top}>
          {item.updateText && (
            <Text className="accent" style={styles.update}>
              <b>Update:</b> {item.updateText}
            </Text>
          )}
          <Heading as="h2" style={styles.headline}>
            <Link href={`${appUrl}/insights/${take.id}`} className="ink" style={styles.headlineLink}>
              {take.headline}
            </Link>
          </Heading>
          {!passage && (
            <Text className="ink" style={styles.text}>
              {take.body}
            </Text>
          )}
          <Row style={styles.receipt}>
            <PlayCell
              href={playLink(take.episode.enclosureUrl, take.quote.startMs)}
              label={`Play from ${clock(take.quote.startMs)}`}
            />
            <Column style={styles.top}>
              <Text className="ink" style={styles.quote}>
                {passage ? (
                  <span>
                    “{passage.before}
                    <i>{passage.quote}</i>
                    {passage.after.trimEnd()}”
                  </span>
                ) : (
                  <i>“{take.quote.text}”</i>
                )}
              </Text>
              <Text className="quiet" style={styles.who}>
                <b className="ink" style={styles.name}>
                  {take.quote.speaker ?? `Said on ${take.show.title}`}
                </b>
                {take.quote.speaker && ` on ${take.show.title}`},{" "}
                <Link href={`${appUrl}/episodes/${take.episode.id}`} className="quiet" style={styles.quietLink}>
                  {take.episode.title}
                </Link>{" "}
                {[shortDay(take.episode.publishedAt, timeZone, now), passageTime(take), ...receiptNotes(take)].map(
                  (part) => (
                    <Fragment key={part}>
                      · <span style={styles.nowrap}>{part}</span>{" "}
                    </Fragment>
                  ),
                )}
              </Text>
            </Column>
          </Row>
          <Text className="quiet" style={styles.voices}>
            {story.otherShows.length > 0 && (
              <>
                <Link href={`${appUrl}/stories/${story.id}`} className="ink" style={styles.link}>
                  Also said on {listInWords(story.otherShows)}
                </Link>
                {" · "}
              </>
            )}
            {story.dissenting.map((dissent) => (
              <span key={dissent.insightId}>
                <Link href={`${appUrl}/insights/${dissent.insightId}`} className="accent" style={styles.dissent}>
                  {dissent.showTitle} disagrees
                </Link>
                {" · "}
              </span>
            ))}
            {story.otherShows.length + story.dissenting.length > 0
              ? item.why.join(" · ")
              : capitalised(item.why.join(" · "))}
          </Text>
        </Column>
      </Row>
    </Section>
  );
}

function PlayCell({ href, label }: { href: string | null; label: string }) {
  if (href === null) return null;
  return (
    <Column style={styles.playCell}>
      <Link href={href} className="play" style={styles.play} title={label} aria-label={label}>
        {/* The selector keeps phones from drawing an emoji. */}
        {"▶\uFE0E"}
      </Link>
    </Column>
  );
}
