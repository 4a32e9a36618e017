// Room: domain/tag. Cuts a stream into frames, for readers that send frames only.
// May live here: resynchronising. May not: what a frame says (one file a format).
// Invariant: a frame is taken only whole and checked; a failed one gives up no more than the bytes before the next
// possible start, so that a true frame inside is still found.

import { type ByteParser, bytewise } from "./byte-parser.ts";
import { type DiscardReason, discarded, type TagResult } from "./tag-result.ts";

/** Bytes between frames are reported at least this often, so that noise shows while it lasts. */
export const STRAY_BYTES_MAX = 64;
/** No frame of any format is longer. */
export const FRAME_BYTES_MAX = 64;

/** What some bytes, the first of them a start byte, are to a format. */
export type FrameReading =
  /** The start of a frame, as far as can be told. Never said of FRAME_BYTES_MAX bytes or more. */
  | { readonly kind: "more" }
  /** All of them are one frame with a fitting checksum. */
  | { readonly kind: "frame"; readonly result: TagResult }
  /** No frame. `reason` is null where they never looked like one of this format's. */
  | { readonly kind: "none"; readonly reason: DiscardReason | null };

export const MORE: FrameReading = { kind: "more" };
export const none = (reason: DiscardReason | null): FrameReading => ({ kind: "none", reason });

/** A format made of frames. */
export type FrameReader = {
  readonly name: string;
  readonly start: number;
  /** Asked again with each further byte, until it says other than "more". */
  read(bytes: Uint8Array): FrameReading;
};

/** A parser for a reader that sends nothing but such frames. */
export function openFrames(reader: FrameReader): ByteParser {
  const { name, start } = reader;
  const held = new Uint8Array(FRAME_BYTES_MAX);
  const stray = new Uint8Array(STRAY_BYTES_MAX);
  let length = 0;
  let strays = 0;

  const reportStrays = (out: TagResult[]): void => {
    if (strays > 0) out.push(discarded(name, "outside-a-frame", stray.subarray(0, strays)));
    strays = 0;
  };
  const isStray = (byte: number, out: TagResult[]): void => {
    stray[strays] = byte;
    strays += 1;
    if (strays === STRAY_BYTES_MAX) reportStrays(out);
  };
  /** Gives up the bytes before the next possible start, and has the rest read anew. */
  const resume = (reason: DiscardReason | null, out: TagResult[]): void => {
    const next = held.subarray(0, length).indexOf(start, 1);
    const given = held.slice(0, next < 0 ? length : next);
    const rest = held.slice(given.length, length);
    length = 0;
    if (reason === null) {
      for (const byte of given) isStray(byte, out);
    } else {
      reportStrays(out);
      out.push(discarded(name, reason, given));
    }
    for (const byte of rest) take(byte, out);
  };
  const take = (byte: number, out: TagResult[]): void => {
    if (length === 0 && byte !== start) {
      isStray(byte, out);
      return;
    }
    held[length] = byte;
    length += 1;
    const reading = length < FRAME_BYTES_MAX ? reader.read(held.subarray(0, length)) : none(null);
    switch (reading.kind) {
      case "more":
        return;
      case "frame":
        reportStrays(out);
        out.push(reading.result);
        length = 0;
        return;
      case "none":
        resume(reading.reason, out);
    }
  };
  const end = (out: TagResult[]): void => {
    while (length > 0) resume("cut-short", out);
    reportStrays(out);
  };
  return bytewise({ take, end });
}
