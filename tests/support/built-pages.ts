import { buildPages } from "./test-web";

/** Builds the pages before any test in a browser, so that files that run beside each other do not. */
export const setup = buildPages;
