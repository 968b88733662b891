import { Heading } from "@react-email/heading";
import { Hr } from "@react-email/hr";
import { Link } from "@react-email/link";
import { Text } from "@react-email/text";
import { Fragment, type ReactNode } from "react";
import type { DigestView } from "../lib/digests/views";
import { capitalised, counted, countedInDigits } from "../lib/format/counts";
import { digestReadingTime, digestTitle, quietDaySentence } from "../lib/format/digest-words";
import { digestPath } from "../lib/format/links";
import { EmailFrame, FooterLine } from "./email-frame";
import { styles } from "./styles";

/** What of a digest's email stands around its cards. */
export interface FrameValues {
  title: string;
  preview: string;
  count: string;
  day: string;
  figures: string;
  /** On a day with fewer than five; null otherwise. */
  quiet: string | null;
  misses: string;
  pageUrl: string;
  /** Why this person gets it. */
  because: string;
  /** Null where the receiver has no account, and where there is no other way than to unsubscribe. */
  settingsUrl: string | null;
  pauseUrl: string | null;
  /** Null only where nobody is to receive it: a preview. */
  unsubscribeUrl: string | null;
}

/** What is the same in every email of an installation. */
export interface EmailSurroundings {
  /** Where the app is reached, without a trailing slash. */
  appUrl: string;
  postalAddress?: string | undefined;
  /** Whether opens and clicks are counted: then it says so. */
  isTracked: boolean;
}

/** What readers are told where opens and clicks are counted. */
export const trackingSentence = "The sender counts which emails are opened and which links are followed.";

/** From how much it was chosen, and how long it takes to read. */
export function figuresOf(digest: DigestView): string {
  const from = `From ${countedInDigits(digest.episodeCount, "new episode")} of ${countedInDigits(digest.showCount, "show")}`;
  return digest.items.length > 0 ? `${from} · ${digestReadingTime(digest.items)} to read` : from;
}

/** Leads to the page of the day, where the near misses are. */
export function missesOf({ nearMisses: { length } }: DigestView): string {
  return length === 0
    ? "See it "
    : `${capitalised(counted(length, "other"))} came close: see them, and why each has its rank, `;
}

/** The page of the day: the reader's own where the digest is, with its own near misses. */
export function pageOf({ date, edition }: DigestView, { appUrl }: Pick<EmailSurroundings, "appUrl">): string {
  return `${appUrl}${digestPath({ date, edition })}`;
}

/** What stands around a digest's cards. */
export function frameValues(
  digest: DigestView,
  surroundings: EmailSurroundings,
  receiver: Pick<FrameValues, "because" | "settingsUrl" | "pauseUrl" | "unsubscribeUrl">,
): FrameValues {
  const { count, day } = digestTitle(digest);
  return {
    title: `${count} ${day}`,
    preview: previewOf(digest),
    count,
    day,
    figures: figuresOf(digest),
    quiet: digest.quiet ? quietDaySentence(digest) : null,
    misses: missesOf(digest),
    pageUrl: pageOf(digest, surroundings),
    ...receiver,
  };
}

/** What inboxes show behind the subject, which has the first claim already: the others; alone, its text. */
function previewOf(digest: DigestView): string {
  const [first, ...others] = digest.items;
  return others.map(({ take }) => take.headline).join(" · ") || (first?.take.body ?? quietDaySentence(digest));
}

/** The day's five as an email: the same words, receipts and order as the page. */
export function DigestEmail(props: { values: FrameValues; surroundings: EmailSurroundings; children: ReactNode }) {
  const { values, surroundings, children } = props;
  return (
    <EmailFrame
      title={values.title}
      preview={values.preview}
      appUrl={surroundings.appUrl}
      footer={<Footer values={values} surroundings={surroundings} />}
    >
      <Heading as="h1" className="ink" style={styles.title}>
        {values.count} {values.day}
      </Heading>
      <Text className="quiet" style={styles.note}>
        {values.figures}
      </Text>
      {values.quiet !== null && (
        <Text className="ink" style={styles.text}>
          {values.quiet}
        </Text>
      )}
      {children}
      <Hr className="line" style={styles.rule} />
      <Text className="ink" style={styles.ending}>
        That is all for today.
      </Text>
      <Text className="quiet" style={styles.note}>
        {values.misses}
        <Link href={values.pageUrl} className="ink" style={styles.link}>
          on the page of the day
        </Link>
        .
      </Text>
    </EmailFrame>
  );
}

function Footer({ values, surroundings }: { values: FrameValues; surroundings: EmailSurroundings }) {
  const links = [
    { label: "Settings", href: values.settingsUrl },
    { label: "Pause", href: values.pauseUrl },
    { label: "Unsubscribe", href: values.unsubscribeUrl },
  ].filter((link): link is { label: string; href: string } => link.href !== null);
  return (
    <>
      <FooterLine>{values.because}</FooterLine>
      {links.length > 0 && (
        <FooterLine>
          {links.map(({ label, href }, index) => (
            <Fragment key={label}>
              {index > 0 && " · "}
              <Link href={href} className="quiet" style={styles.smallLink}>
                {label}
              </Link>
            </Fragment>
          ))}
        </FooterLine>
      )}
      {surroundings.isTracked && <FooterLine>{trackingSentence}</FooterLine>}
      {surroundings.postalAddress && <FooterLine>{surroundings.postalAddress}</FooterLine>}
    </>
  );
}
