import { Body } from "@react-email/body";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Hr } from "@react-email/hr";
import { Html } from "@react-email/html";
import { Link } from "@react-email/link";
import { Section } from "@react-email/section";
import { Text } from "@react-email/text";
import type { CSSProperties, ReactNode } from "react";
import { productSentence } from "../lib/format/digest-words";
import { outlookTable } from "./render-html";
import { darkStyles, outlookDarkStyles, styles } from "./styles";

/** Fills the line that inboxes show behind the subject, so that they do not go on with what follows. */
const filling = "\u200c\u00a0".repeat(70);

/** What every email stands in. */
export function EmailFrame(props: {
  title: string;
  /** What inboxes show behind the subject. */
  preview: string;
  /** Where the app is reached, without a trailing slash. */
  appUrl: string;
  children: ReactNode;
  footer: ReactNode;
}) {
  const { title, preview, appUrl, children, footer } = props;
  return (
    <Html lang="en">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <title>{title}</title>
        <style>{darkStyles}</style>
        <style>{outlookDarkStyles}</style>
      </Head>
      <Body className="paper" style={styles.body}>
        <div style={styles.hidden}>
          {preview}
          {filling}
        </div>
        <Cell className="paper" style={styles.paper}>
          {outlookTable.begin}
          <Container style={styles.container}>
            <Cell style={styles.margin}>
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
              {children}
              <Section style={styles.footer}>{footer}</Section>
            </Cell>
          </Container>
          {outlookTable.end}
        </Cell>
      </Body>
    </Html>
  );
}

/** A table of one cell: what mail programs agree on where a box has margins or a border. */
export function Cell(props: {
  className?: string;
  tableStyle?: CSSProperties;
  style?: CSSProperties;
  children: ReactNode;
}) {
  return (
    <table border={0} cellPadding={0} cellSpacing={0} role="presentation" width="100%" style={props.tableStyle}>
      <tbody>
        <tr>
          <td className={props.className} style={props.style}>
            {props.children}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

/** A link that is to be pressed: coloured by its cell, so that it is one also where padding of links is unknown. */
export function EmailButton({ href, children }: { href: string; children: ReactNode }) {
  return (
    <table border={0} cellPadding={0} cellSpacing={0} role="presentation" style={styles.buttonRow}>
      <tbody>
        <tr>
          <td className="filled" style={styles.buttonCell}>
            <Link href={href} className="filled" style={styles.button}>
              {children}
            </Link>
          </td>
        </tr>
      </tbody>
    </table>
  );
}

/** A paragraph of the footer. */
export function FooterLine({ children }: { children: ReactNode }) {
  return (
    <Text className="quiet" style={styles.small}>
      {children}
    </Text>
  );
}
