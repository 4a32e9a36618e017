// Room: config. Bails as ranges: "1-10", and "1-8 on channels 0-7".
// May live here: the two notations. May not: whether the bails exist.
// Invariant: a range is written out in the order it is read: "8-1" counts down.

import { BAILS_PER_NODE } from "../domain/shed/plan.ts";

/** The most places in one shed: ten boards of eight. */
export const BAILS_MAX = 80;

export type RangeTrouble = { readonly says: string; readonly fix: string };
export type BailOnChannel = { readonly bail: number; readonly channel: number };

/** `"1-10"` or `"5"` → bails in that order. */
export function parseBails(text: string): readonly number[] | RangeTrouble {
  const range = parseRange(text);
  if (range === null) return { says: "This is not a range of bails.", fix: didYouMean(text, "1-10") };
  if (range.some((n) => n < 1 || n > BAILS_MAX)) {
    return {
      says: `Bails are numbered from 1 to ${BAILS_MAX}.`,
      fix: "Write the numbers as painted in the shed.",
    };
  }
  return range;
}

/** `"1-8 on channels 0-7"` or `"9 on channel 0"` → each bail with its channel. */
export function parseBailsOnChannels(text: string): readonly BailOnChannel[] | RangeTrouble {
  const match = /^\s*([\d\s-]+?)\s+on\s+channels?\s+([\d\s-]+?)\s*$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) {
    return {
      says: "This does not say which bails are on which channels.",
      fix: `Write it as "1-8 on channels 0-7", or "9 on channel 0" for a single bail.`,
    };
  }
  const bails = parseBails(match[1]);
  if ("says" in bails) return bails;
  const channels = parseRange(match[2]);
  if (channels === null || channels.some((n) => n >= BAILS_PER_NODE)) {
    return {
      says: `A board's channels are numbered from 0 to ${BAILS_PER_NODE - 1}.`,
      fix: `A board drives ${BAILS_PER_NODE} bails at most: put the others on another board.`,
    };
  }
  if (bails.length !== channels.length) {
    return {
      says: `${bails.length} bails cannot be on ${channels.length} channels.`,
      fix: "Make both ranges equally long.",
    };
  }
  return bails.map((bail, i) => ({ bail, channel: channels[i] ?? 0 }));
}

/** Numbers as ranges again, for summaries: 1, 2, 3, 7 → "1-3, 7". */
export function rangesText(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    let last = i;
    while (numbers[last + 1] === (numbers[last] ?? 0) + 1) last++;
    parts.push(last === i ? `${numbers[i]}` : `${numbers[i]}-${numbers[last]}`);
    i = last + 1;
  }
  return parts.join(", ");
}

function parseRange(text: string): readonly number[] | null {
  const match = /^\s*(\d{1,3})\s*(?:-\s*(\d{1,3})\s*)?$/.exec(text);
  if (match?.[1] === undefined) return null;
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => from + i * step);
}

function didYouMean(text: string, example: string): string {
  const numbers = text.match(/\d{1,3}/g);
  if (numbers?.length === 2) return `Did you mean "${numbers[0]}-${numbers[1]}"?`;
  return `Write it as "${example}", or as a list such as [1-4, 6, 8].`;
}
