// Room: domain/alarms. The vat stop in words: what raised it, and the steps to take.
// May live here: words. May not: deciding when it is raised (controller/shut-off.ts, controller/late-entries.ts).
// Invariant: the first step is always the outlet; nothing is asked of anybody before the milk cannot leave.

/**
 * What to do while the vat stop is raised, in this order (Bega Manual 2, section 3: the stop sign at once, tell the company; then the vat
 * is tested before pick-up, because one vat spoils a whole tanker).
 */
export const VAT_STOP_STEPS = [
  "Stop the outlet: see that the stop sign on it is lit, close it, and hang the paper sign as well.",
  "Tell the milk factory now, before the tanker is loaded, and tell everybody who milks.",
  "Add no more milk if the way in is shut; pull the cluster of any withheld cow.",
  "Have the vat sampled and tested before pick-up. Leave the milk where it is until the result is there.",
  "A named person clears the vat stop with the test result or the reason. Only then may the vat be collected.",
] as const;
