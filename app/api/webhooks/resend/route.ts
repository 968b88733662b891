import { handleMailEvent } from "../../../../lib/delivery/handle-mail-event";
import { ForgedWebhookError, readWebhook } from "../../../../lib/delivery/resend-webhook";
import { env } from "../../../../lib/env";
import { webContext } from "../../../../lib/queue/web-context";

export const dynamic = "force-dynamic";

/** Reports are a few kilobytes. */
const mostBytes = 256 * 1024;

const answer = (status: number, text: string) =>
  new Response(text, { status, headers: { "Cache-Control": "no-store" } });

/** What Resend reports of emails: believed only when signed over the body as it arrived, and taken into account once. */
export async function POST(request: Request): Promise<Response> {
  const secret = env().RESEND_WEBHOOK_SECRET;
  if (!secret)
    return answer(503, "Set RESEND_WEBHOOK_SECRET to the signing secret that Resend shows for this webhook.");
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) return answer(413, "Too large.");
  const rawBody = await request.text();
  if (rawBody.length > mostBytes) return answer(413, "Too large.");
  try {
    const { id, event } = readWebhook(secret, request.headers, rawBody);
    if (event) await handleMailEvent(await webContext(), id, event);
    return answer(200, "Thank you.");
  } catch (error) {
    if (error instanceof ForgedWebhookError) return answer(401, "The signature is wrong, or too old.");
    throw error;
  }
}
