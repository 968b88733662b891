import { z } from "zod";
import { database } from "../../../../../lib/db/client";
import { insightJson } from "../../../../../lib/stories/insight-json";
import { insightPage } from "../../../../../lib/stories/views";
import { json, notFoundJson } from "../../../../_components/answers";

const id = z.uuid();

/** An insight with its receipt, its story and what is related. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const parsed = id.safeParse((await params).id);
  const insight = parsed.success ? await insightPage(database(), parsed.data) : null;
  return insight ? json(request, insightJson(insight)) : notFoundJson("There is no such insight.");
}
