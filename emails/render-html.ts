import { render } from "@react-email/render";
import type { ReactElement } from "react";

/**
 * Where Outlook on Windows, which knows no greatest width, begins and ends a table of the email's width. They become
 * conditional comments, which React cannot write.
 */
export const outlookTable = { begin: "((outlook-begin))", end: "((outlook-end))" };

const conditional = (html: string) => `<!--[if mso]>${html}<![endif]-->`;

/** An element as the HTML of an email. */
export async function renderHtml(element: ReactElement): Promise<string> {
  const html = await render(element);
  // React parts neighbouring texts, and marks where it could go on, with comments; what feeds wrote is escaped and holds none.
  return html
    .replace(/<!--(?: |\/?\$|html|head|body)?-->/gu, "")
    .replace(
      outlookTable.begin,
      conditional(
        '<table role="presentation" align="center" width="600" border="0" cellpadding="0" cellspacing="0"><tr><td>',
      ),
    )
    .replace(outlookTable.end, conditional("</td></tr></table>"));
}
