/** What came of an attempt to add shows; kept on the page so that nothing has to be typed twice. */
export interface SetupState {
  /** A sentence about the whole form, such as a wrong code; null when there is none. */
  problem: string | null;
  /** Whether the code has to be asked for (again). */
  codeIsWrong: boolean;
  /** Shows that were added although others could not be. */
  added: number;
  refused: { address: string; why: string }[];
  chosen: string[];
  addresses: string;
}

export const untouched: SetupState = {
  problem: null,
  codeIsWrong: false,
  added: 0,
  refused: [],
  chosen: [],
  addresses: "",
};
