import { counted } from "../lib/format/counts";
import { type RenderedEmail, renderNote } from "./note-email";

interface Surroundings {
  /** Where the app is reached, without a trailing slash. */
  appUrl: string;
  postalAddress?: string | undefined;
}

const host = (appUrl: string) => appUrl.replace(/^https?:\/\//u, "");

/** The link that signs somebody in. @param link.validMinutes how long it works. */
export function renderSignInEmail(
  { appUrl, postalAddress }: Surroundings,
  link: { url: string; validMinutes: number },
): Promise<RenderedEmail> {
  return renderNote(
    {
      subject: "Sign in to Overheard",
      preview: `The link works once, for ${counted(link.validMinutes, "minute")}.`,
      heading: "Sign in",
      paragraphs: ["Here is the link you asked for. It opens a page with a button; pressing it signs you in there."],
      button: { label: "Sign in to Overheard", href: link.url },
      notes: [
        `It works once, for ${counted(link.validMinutes, "minute")}.`,
        "If you did not ask for it, somebody typed your address. Nothing happens unless you follow the link.",
      ],
      footer: { text: `Sent because somebody asked to sign in with this address at ${host(appUrl)}.`, postalAddress },
    },
    appUrl,
  );
}

/** Asks a new reader whether the address is theirs, before any morning email goes there. */
export function renderConfirmEmail(
  { appUrl, postalAddress }: Surroundings,
  link: { url: string; validMinutes: number },
): Promise<RenderedEmail> {
  return renderNote(
    {
      subject: "Confirm your address for Overheard",
      preview: "One press, and the five arrive in your next morning.",
      heading: "Is this address yours?",
      paragraphs: [
        "Somebody, we hope you, asked for Overheard’s morning email here: the five things said on podcasts that are most worth knowing, each with the words, the speaker and the second.",
      ],
      button: { label: "Yes, send me the five", href: link.url },
      notes: [
        `The link works once, for ${counted(link.validMinutes, "minute")}. You choose topics, hour and days afterwards.`,
        "If it was not you, do nothing: no other email will come.",
      ],
      footer: { text: `Sent because this address was entered at ${host(appUrl)}.`, postalAddress },
    },
    appUrl,
  );
}

/** Tells somebody whom the operator invited that they may come in, and where. */
export function renderInvitationEmail(
  { appUrl, postalAddress }: Surroundings,
  invitation: { url: string },
): Promise<RenderedEmail> {
  return renderNote(
    {
      subject: "You are invited to Overheard",
      preview: "The five things said on podcasts that are most worth knowing, each morning.",
      heading: "You are invited",
      paragraphs: [
        `Who runs the Overheard at ${host(appUrl)} would like to have you among its readers.`,
        "It listens to new podcasts and sends you the five things said on them that are most worth knowing, each with the words, the speaker and the second. You choose topics, hour and days.",
      ],
      button: { label: "Come in", href: invitation.url },
      notes: [
        "The page has your address already; from there you are sent a link that makes your account.",
        "If you would rather not, do nothing: no other email will come.",
      ],
      footer: { text: `Sent because somebody who runs ${host(appUrl)} entered this address.`, postalAddress },
    },
    appUrl,
  );
}

/** Tells a reader that their morning email pauses because their mailbox refused it. */
export function renderPausedEmail(
  { appUrl, postalAddress }: Surroundings,
  paused: { reason: string; untilDay: string; resumeUrl: string; unsubscribeUrl: string },
): Promise<RenderedEmail> {
  return renderNote(
    {
      subject: "We paused your mail from Overheard",
      preview: "Your mailbox did not take the last ones.",
      heading: "We paused your mail",
      paragraphs: [
        paused.reason,
        `So that we do not knock in vain, there is no morning email until ${paused.untilDay}.`,
      ],
      button: { label: "Send it again from tomorrow", href: paused.resumeUrl },
      notes: ["Today’s five are always on the web page, too."],
      footer: {
        text: `You get this because you read Overheard at ${host(appUrl)}.`,
        links: [{ label: "Unsubscribe", href: paused.unsubscribeUrl }],
        postalAddress,
      },
    },
    appUrl,
  );
}
