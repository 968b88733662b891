/** A show that can be chosen. */
export interface Choice {
  title: string;
  feedUrl: string;
}

/** What came of an attempt to find or add shows; kept on the page so that nothing has to be typed twice. */
export interface SetupState {
  /** A sentence about the whole form, such as a wrong code; null when there is none. */
  problem: string | null;
  /** The code was right and has signed the operator in, so that it is not asked for again. */
  isKnown: boolean;
  /** Whether the code has to be asked for (again). */
  codeIsWrong: boolean;
  /** Shows that were added although others could not be. */
  added: number;
  refused: { address: string; why: string }[];
  chosen: string[];
  addresses: string;
  /** What was searched for, and what was found. */
  words: string;
  found: Choice[];
}

export const untouched: SetupState = {
  problem: null,
  isKnown: false,
  codeIsWrong: false,
  added: 0,
  refused: [],
  chosen: [],
  addresses: "",
  words: "",
  found: [],
};
