// How long the browser tests wait. Each step has its own limit, and the next one begins when it is done, so
// that a busy machine makes a test slow and not red. A test as a whole has an end only so that none hangs.

/** A step: a click, a text that appears, a request to the stack. */
export const STEP = 60_000;

/** A test, or what is done before and after one. */
export const TEST = 15 * 60_000;
