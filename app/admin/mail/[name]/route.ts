import { currentReader } from "../../../../lib/accounts/session";
import { env } from "../../../../lib/env";
import { readOutboxMail } from "../../../../lib/mail/outbox";

export const dynamic = "force-dynamic";

/** One email of the outbox as it would look, for operators. */
export async function GET(_request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
  const reader = await currentReader();
  if (!reader?.isOperator) return new Response("There is nothing here.\n", { status: 404 });
  const { name } = await params;
  const mail = name.length > 300 ? null : await readOutboxMail(env(), name);
  if (!mail) return new Response("There is no such email in the outbox.\n", { status: 404 });
  return new Response(mail.html, {
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "private, no-store" },
  });
}
