// Room: temperature-log. How much of a file is read.
// May live here: limits with their reasons. May not: anything else. Invariant: a hostile file ends in words, never in a hang.

/** A year of readings every second in a wide table; anything larger is not one logger's file. */
export const BYTES_MAX = 512 * 1024 * 1024;
/** A year of readings every ten seconds is 3.2 million. */
export const ROWS_MAX = 10_000_000;
/** Rows, and as many lines again that are none. */
export const LINES_MAX = 20_000_000;
/** The longest line of a real logger seen is under 2,000 letters. */
export const LINE_LENGTH_MAX = 65_536;
/** A logger has some dozens of channels. */
export const COLUMNS_MAX = 512;
/** Lines from which delimiter, header and columns are found: more than any preamble is long. */
export const HEAD_LINES = 3_000;
/** Letters of the same. */
export const HEAD_LENGTH = 4 * 1024 * 1024;
/** Different sensors, texts without a number, zone names: more of them are counted, not kept. */
export const KINDS_MAX = 60;
/** A clock that steps back more often than this is not a clock: the rows are in no order. */
export const PARTS_MAX = 200;
/** Letters of a cell that are shown or looked at: no time and no number is longer. */
export const CELL_LENGTH_MAX = 80;
