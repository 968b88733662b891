/** Who asks, in the order of the tables' columns. Ada is the reader whose things are asked for, Bob another one. */
export const roles = ["visitor", "ada", "bob", "operator"] as const;
export type Role = (typeof roles)[number];

/** What a page answers: its status, or where it leads to. */
const everybody = [200, 200, 200, 200] as const;
const readersOnly = (path: string) => {
  const signIn = `/signin?next=${encodeURIComponent(path)}`;
  return [signIn, 200, 200, 200] as const;
};
const operatorsOnly = (path: string) => {
  const signIn = `/signin?next=${encodeURIComponent(path)}`;
  return [signIn, 404, 404, 200] as const;
};

/** For a visitor, Ada, Bob and an operator. */
export type Answers = readonly [number | string, number | string, number | string, number | string];

/** Every page and handler with what it answers. */
export const routeTable: Record<string, Answers> = {
  "/admin": operatorsOnly("/admin"),
  "/admin/episodes": operatorsOnly("/admin/episodes"),
  "/admin/feeds": operatorsOnly("/admin/feeds"),
  "/admin/feeds/[id]": operatorsOnly("/admin/feeds/[id]"),
  "/admin/mail": operatorsOnly("/admin/mail"),
  "/admin/mail/[name]": [404, 404, 404, 200],
  "/admin/mail/deliveries/[id]": operatorsOnly("/admin/mail"),
  "/admin/people": operatorsOnly("/admin/people"),
  "/admin/refused": operatorsOnly("/admin/refused"),
  "/admin/reports": operatorsOnly("/admin/reports"),
  "/admin/settings": operatorsOnly("/admin/settings"),
  "/api/health": everybody,
  "/api/published": [405, 405, 405, 405],
  "/api/v1/digests/[date]": everybody,
  "/api/v1/insights/[id]": everybody,
  "/api/webhooks/resend": [405, 405, 405, 405],
  "/digests/[date]": everybody,
  "/digests/[date]/picture.png": everybody,
  "/episodes/[id]": everybody,
  // What is told here has no transcript, and transcripts are public; who may read others is in transcript.test.ts.
  "/episodes/[id]/transcript.txt": [404, 404, 404, 404],
  "/episodes/[id]/transcript.vtt": [404, 404, 404, 404],
  "/feed.json": everybody,
  "/feed.xml": everybody,
  "/feed/[file]": [404, 404, 404, 404],
  "/feedback": everybody,
  "/icons.svg": everybody,
  "/front/[edition]": everybody,
  "/front/[edition]/digests": everybody,
  "/front/[edition]/shows": everybody,
  "/front/[edition]/topics": everybody,
  "/insights/[id]": everybody,
  "/insights/[id]/picture.png": everybody,
  "/mine": everybody,
  "/mine/digests": everybody,
  "/mine/digests/[date]": everybody,
  "/mine/insights/[id]": everybody,
  "/mine/missing": everybody,
  "/mine/people/[slug]": [404, 404, 404, 404],
  "/mine/shows": everybody,
  "/mine/shows/[id]": everybody,
  "/mine/stories/[id]": everybody,
  "/mine/topics": everybody,
  "/mine/topics/[slug]": everybody,
  "/people/[slug]": [404, 404, 404, 404],
  "/metrics": [404, 404, 404, 404],
  "/saved": readersOnly("/saved"),
  "/search": everybody,
  "/settings": readersOnly("/settings"),
  "/settings/export": [401, 200, 200, 200],
  "/setup": operatorsOnly("/setup"),
  "/shows/[id]": everybody,
  "/shows/export": [403, 403, 403, 200],
  "/shows/followed.opml": [401, 404, 404, 404],
  "/signin": everybody,
  "/signin/[token]": Array(4).fill("/signin?link=spent") as unknown as Answers,
  "/sitemap.xml": everybody,
  "/sitemap/[part]": [404, 404, 404, 404],
  "/stories/[id]": everybody,
  "/topics/[slug]": everybody,
  "/unavailable": everybody,
  "/unsubscribe": everybody,
  "/unsubscribe/one-click": Array(4).fill("/unsubscribe?t=") as unknown as Answers,
  "/welcome": readersOnly("/welcome"),
};
