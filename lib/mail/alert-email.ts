import { plainSentence, sentenceParts } from "../format/commands";
import { headerText, type MailMessage } from "./mail";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const asHtml = (text: string) => text.replace(/[&<>"]/gu, (character) => escapes[character] ?? "");

const withCommands = (line: string) =>
  sentenceParts(line)
    .map(({ text, isCommand }) => (isCommand ? `<code>${asHtml(text)}</code>` : asHtml(text)))
    .join("");

const sans = "font-family:-apple-system,'Segoe UI',Helvetica,Arial,sans-serif";
const dark =
  "@media (prefers-color-scheme:dark){.paper{background-color:#151412 !important}.ink{color:#ece7dd !important}.quiet{color:#a69e91 !important}}";

/**
 * The operator's email about something to look at, in the colours of readers' emails. It stands here and not among the
 * templates in `emails/`, because it has to be written when most else is broken, and by what knows no stage.
 * @param alert.text what happened, to what, and what to do; commands stand between backticks, and a line
 *   break begins a paragraph.
 */
export function alertEmail(
  { subject, text }: { subject: string; text: string },
  appUrl: string,
): Pick<MailMessage, "subject" | "html" | "text"> {
  const page = `${appUrl}/admin`;
  const paragraph = (line: string) =>
    `<p class="ink" style="margin:12px 0 0;color:#1d1b18;font-size:17px;line-height:26px;word-break:break-word">${withCommands(line)}</p>`;
  return {
    subject: headerText(`Overheard: ${subject}`),
    text: `${subject}\n\n${plainSentence(text)}\n\nHow it stands:\n${page}\n`,
    html: `<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${asHtml(subject)}</title><style>${dark}</style></head><body class="paper" style="margin:0;padding:0;background-color:#fbf8f2"><table role="presentation" width="100%" border="0" cellpadding="0" cellspacing="0"><tbody><tr><td class="paper" align="center" style="background-color:#fbf8f2"><table role="presentation" width="100%" border="0" cellpadding="0" cellspacing="0" style="max-width:600px"><tbody><tr><td align="left" style="padding:28px 16px 40px;font-family:Georgia,'Times New Roman',serif"><h1 class="ink" style="margin:0;color:#1d1b18;font-size:26px;line-height:32px;font-weight:500">${asHtml(subject)}</h1>${text.split("\n").filter(Boolean).map(paragraph).join("")}<p class="quiet" style="margin:22px 0 0;color:#655f56;${sans};font-size:14px;line-height:21px"><a href="${asHtml(page)}" class="ink" style="color:#1d1b18">How it stands</a>. Told once a day for each kind of trouble; you get this because ALERT_EMAIL is your address.</p></td></tr></tbody></table></td></tr></tbody></table></body></html>`,
  };
}
