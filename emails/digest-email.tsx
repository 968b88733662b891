import {
  Body,
  Column,
  Container,
  Head,
  Heading,
  Hr,
  Html,
  Link,
  Preview,
  Row,
  Section,
  Text,
} from "@react-email/components";
import type { DigestView } from "../lib/digests/views";
import { capitalised, counted, countedInDigits } from "../lib/format/counts";
import { digestReadingTime, digestTitle, productSentence, quietDaySentence } from "../lib/format/digest-words";
import { DigestEmailItem } from "./digest-email-item";
import { darkStyles, styles } from "./styles";

/** What the email of a digest is made from. */
export interface DigestEmailProps {
  digest: DigestView;
  /** Where the app is reached, without a trailing slash. */
  appUrl: string;
  /** Days are told in this IANA zone. */
  timeZone?: string;
  /** Where its receiver can change or end it. */
  manageUrl?: string;
  postalAddress?: string;
}

/** The day's five as an email: the same words, receipts and order as the page. */
export function DigestEmail({ digest, appUrl, timeZone = "UTC", manageUrl, postalAddress }: DigestEmailProps) {
  const { count, day } = digestTitle(digest);
  const page = `${appUrl}/digests/${digest.date}`;
  return (
    <Html lang="en">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{`${count} ${day}`}</title>
        <style>{darkStyles}</style>
      </Head>
      <Preview>{digest.items.map(({ take }) => take.headline).join(" · ") || quietDaySentence(0)}</Preview>
      <Body className="paper" style={styles.body}>
        <Container style={styles.container}>
          <Text style={styles.wordmark}>
            <Link href={appUrl} className="ink" style={styles.wordmarkLink}>
              Over
              <span className="accent" style={styles.accent}>
                “
              </span>
              heard
            </Link>
          </Text>
          <Text className="quiet" style={styles.motto}>
            {productSentence}
          </Text>
          <Hr className="line" style={styles.doubleRule} />
          <Heading as="h1" className="ink" style={styles.title}>
            {count} <span style={styles.nowrap}>{day}</span>
          </Heading>
          <Text className="quiet" style={styles.note}>
            From {countedInDigits(digest.episodeCount, "new episode")} of {countedInDigits(digest.showCount, "show")}
            {digest.items.length > 0 && ` · ${digestReadingTime(digest.items)} to read`}
          </Text>
          {digest.quiet && (
            <Text className="ink" style={styles.text}>
              {quietDaySentence(digest.items.length)}
            </Text>
          )}
          {digest.items.map((item) => (
            <DigestEmailItem key={item.take.id} item={item} appUrl={appUrl} timeZone={timeZone} now={digest.builtAt} />
          ))}
          <Hr className="line" style={styles.rule} />
          <Text className="ink" style={styles.ending}>
            That is all for today.
          </Text>
          <Text className="quiet" style={styles.note}>
            {digest.nearMisses.length > 0 &&
              `${capitalised(counted(digest.nearMisses.length, "other"))} came close: see them, and why each has its rank, `}
            {digest.nearMisses.length === 0 && "See it "}
            <Link href={page} className="ink" style={styles.link}>
              on the page of the day
            </Link>
            .
          </Text>
          <Section style={styles.footer}>
            <Row>
              <Column>
                <Text className="quiet" style={styles.small}>
                  You get this because your address is on the list of this Overheard,{" "}
                  {appUrl.replace(/^https?:\/\//u, "")}.{" "}
                  {manageUrl && (
                    <Link href={manageUrl} className="quiet" style={styles.smallLink}>
                      Change or stop these emails
                    </Link>
                  )}
                  {postalAddress && ` ${postalAddress}`}
                </Text>
              </Column>
            </Row>
          </Section>
        </Container>
      </Body>
    </Html>
  );
}
