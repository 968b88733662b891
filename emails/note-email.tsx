import { Heading } from "@react-email/heading";
import { Link } from "@react-email/link";
import { Text } from "@react-email/text";
import { Fragment } from "react";
import { EmailButton, EmailFrame, FooterLine } from "./email-frame";
import { pointer, wrapped } from "./plain-text";
import { renderHtml } from "./render-html";
import { styles } from "./styles";

/** A finished email without its receiver. */
export interface RenderedEmail {
  subject: string;
  html: string;
  text: string;
}

/** A short email about an account: what it is about, one button, what else to know. */
export interface Note {
  subject: string;
  /** What inboxes show behind the subject. */
  preview: string;
  heading: string;
  paragraphs: string[];
  button: { label: string; href: string };
  /** Below the button, in smaller words. */
  notes: string[];
  footer: { text: string; links?: { label: string; href: string }[]; postalAddress?: string | undefined };
}

/** @param appUrl where the app is reached, without a trailing slash. */
export async function renderNote(note: Note, appUrl: string): Promise<RenderedEmail> {
  return {
    subject: note.subject,
    html: await renderHtml(<NoteEmail note={note} appUrl={appUrl} />),
    text: noteText(note),
  };
}

function NoteEmail({ note, appUrl }: { note: Note; appUrl: string }) {
  const { heading, paragraphs, button, notes, footer } = note;
  return (
    <EmailFrame
      title={note.subject}
      preview={note.preview}
      appUrl={appUrl}
      footer={
        <>
          <FooterLine>
            {footer.text}
            {footer.links?.map(({ label, href }) => (
              <Fragment key={href}>
                {" "}
                <Link href={href} className="quiet" style={styles.smallLink}>
                  {label}
                </Link>
              </Fragment>
            ))}
          </FooterLine>
          {footer.postalAddress && <FooterLine>{footer.postalAddress}</FooterLine>}
        </>
      }
    >
      <Heading as="h1" className="ink" style={styles.title}>
        {heading}
      </Heading>
      {paragraphs.map((text) => (
        <Text key={text} className="ink" style={styles.text}>
          {text}
        </Text>
      ))}
      <EmailButton href={button.href}>{button.label}</EmailButton>
      <Text className="quiet" style={styles.address}>
        If the button does nothing, open this address:{" "}
        <Link href={button.href} className="quiet" style={styles.longLink}>
          {button.href}
        </Link>
      </Text>
      {notes.map((text) => (
        <Text key={text} className="quiet" style={styles.note}>
          {text}
        </Text>
      ))}
    </EmailFrame>
  );
}

function noteText({ heading, paragraphs, button, notes, footer }: Note): string {
  return `${[
    "Overheard",
    wrapped(heading),
    ...paragraphs.map((text) => wrapped(text)),
    pointer(`${button.label}:`, button.href),
    ...notes.map((text) => wrapped(text)),
    [
      "-- ",
      wrapped(footer.text),
      ...(footer.links ?? []).map(({ label, href }) => pointer(`${label}:`, href)),
      ...(footer.postalAddress ? [wrapped(footer.postalAddress)] : []),
    ].join("\n"),
  ].join("\n\n")}\n`;
}
