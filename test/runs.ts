// Room: test. How often a property is tried: few times in every run of the suite, many when asked for.
// May live here: that one number. May not: what is tried.

/** VATGUARD_TIMES=20: twenty times as many. */
const TIMES = Number(process.env.VATGUARD_TIMES ?? 1);

/** So many tries of each property, or that many times more in a long run. */
export const tries = (few: number): { readonly numRuns: number } => ({ numRuns: Math.round(few * TIMES) });
