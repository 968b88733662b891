import { callAction, offeredActions } from "../support/call-action";
import { mannWhitney } from "../support/mann-whitney";
import { startInstallation } from "../support/test-pipeline";
import { signInReader } from "../support/test-readers";
import { buildPages, startWeb } from "../support/test-web";

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What an onlooker could not tell. */
export interface SignInProof {
  isSame: boolean;
  isTimeTheSame: boolean;
}

/**
 * Asks for links in turn for addresses that have an account and for others, over HTTP, and compares what is answered and how
 * long it takes.
 * @returns whether the bytes are the same, and the times come from one distribution (Mann–Whitney, p above 0.01).
 */
export async function proveSignIn(tries: number, say: (line: string) => void): Promise<SignInProof> {
  const installation = await startInstallation();
  await buildPages();
  const web = await startWeb(installation.settings, installation.workplace.url);
  try {
    const { db } = installation.workplace.context;
    const known: string[] = [];
    for (let i = 0; i < 20; i++) known.push((await signInReader(installation, `known-${10 + i}@example.com`)).email);
    const action = offeredActions().find(({ name }) => name.endsWith("#askForLink"));
    if (!action) throw new Error("No page offers the form that asks for a link.");
    const times = { known: [] as number[], unknown: [] as number[] };
    const bytes = { known: new Set<string>(), unknown: new Set<string>() };
    const warmUp = 60;
    for (let turn = 0; turn < warmUp + tries; turn++) {
      // In pairs whose order is drawn, so that neither comes first more often.
      const isKnown = turn % 2 === 0 ? Math.random() < 0.5 : undefined;
      const kind: keyof typeof times = (isKnown ?? !lastWasKnown) ? "known" : "unknown";
      lastWasKnown = kind === "known";
      const email = kind === "known" ? (known[turn % known.length] ?? "") : `other-${10 + (turn % 20)}@example.com`;
      // Limits would stop the tries; counted is what is there for every try alike.
      await db.signInRequest.deleteMany();
      const started = performance.now();
      const answer = await callAction(web.origin, {
        id: action.id,
        path: "/signin",
        fields: { email, next: "/" },
        withState: true,
        headers: {},
      });
      const took = performance.now() - started;
      if (turn < warmUp) continue;
      times[kind].push(took);
      bytes[kind].add(`${answer.status} ${answer.text.replaceAll(email, "EMAIL")}`);
    }
    const { p } = mannWhitney(times.known, times.unknown);
    const isSame = bytes.known.size === 1 && [...bytes.known].join() === [...bytes.unknown].join();
    say(`${tries} tries, ${times.known.length} for addresses with an account, ${times.unknown.length} without`);
    say(`median  ${median(times.known).toFixed(2)} ms with, ${median(times.unknown).toFixed(2)} ms without`);
    say(`Mann–Whitney p = ${p.toFixed(4)}; the answers' bytes are ${isSame ? "the same" : "NOT the same"}`);
    return { isSame, isTimeTheSame: p > 0.01 };
  } finally {
    await web.stop();
    await installation.stop();
  }
}

let lastWasKnown = false;
