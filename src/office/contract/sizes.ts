// Room: office/contract. How much may be sent at once where pages must say it beforehand, without zod.
// May live here: numbers with their reason. May not: limits that only the server looks at (limits.ts).

/** A herd file, in bytes: 2,000 cows with sixteen facts each. It was taken in with this, and with 7 MB the office's memory ended. */
export const HERD_FILE_BYTES_MAX = 4_000_000;
/** The same as a text in a JSON body: a file as programs write it grows by a quarter (quotes, ends of lines). */
export const HERD_FILE_BODY_BYTES_MAX = 6_000_000;
