// Room: main. What a person can do to the simulated shed: words typed at the demo, and the keys that stand for them.
// May live here: the list and the reading of a line. May not: doing it (demo.ts).
// Invariant: a line that is not understood says what would be.

import { nearest } from "../config/nearest.ts";
import { type BailNo, bailNo, probeId } from "../domain/ids.ts";
import type { Layout } from "../domain/shed/plan.ts";
import type { Said } from "../domain/vat/happening.ts";
import { PROBE_WORDS, type VatAction } from "../sim/live/vat.ts";

export type DemoCommand =
  | { readonly kind: "reader"; readonly name: string | null }
  | { readonly kind: "board"; readonly name: string | null }
  | { readonly kind: "restart"; readonly name: string | null }
  | { readonly kind: "clock"; readonly offBy: number }
  | { readonly kind: "stick"; readonly bail: BailNo }
  | { readonly kind: "press"; readonly bail: BailNo; readonly forMs: number }
  /** `late`: she was treated yesterday, and it is written down only now. */
  | { readonly kind: "treat"; readonly cow: string | null; readonly late: boolean }
  | { readonly kind: "raise-vat"; readonly reason: string }
  /** About the newest alarm: seen, or why it was. */
  | { readonly kind: "answer"; readonly reason: string | null }
  | { readonly kind: "tell"; readonly what: Said }
  | { readonly kind: "settle"; readonly bail: BailNo }
  | { readonly kind: "clear"; readonly bail: BailNo }
  | { readonly kind: "clear-vat" }
  | { readonly kind: "platform"; readonly how: "stop" | "back" }
  | { readonly kind: "vat"; readonly action: VatAction }
  | { readonly kind: "cows" }
  | { readonly kind: "help" }
  | { readonly kind: "quit" };

/** `key` begins the word in a terminal. `only` is the layout without which it means nothing. */
export type Word = {
  readonly key: string;
  readonly word: string;
  readonly takes: string;
  readonly says: string;
  readonly only?: Layout["kind"] | "vat";
};

/** What the words are about: a shed's layout, and whether it watches a vat. */
export type Scene = { readonly layout: Layout["kind"]; readonly hasVat: boolean };

/** In the order of the help. */
const WORDS: readonly Word[] = [
  {
    key: "t",
    word: "treat",
    takes: "[COW] [late]",
    says: "enter a treatment in the book; alone: a cow in a bail; late: given yesterday",
  },
  { key: "r", word: "reader", takes: "[NAME]", says: "pull a reader's cable out, or put it back" },
  { key: "n", word: "board", takes: "[NAME]", says: "pull a bail board's cable out, or put it back" },
  { key: "x", word: "restart", takes: "[NAME]", says: "reset a bail board" },
  {
    key: "c",
    word: "clock",
    takes: "+3d|-2h|0",
    says: "put the computer's wall clock wrong, or right again",
  },
  { key: "s", word: "stick", takes: "BAIL", says: "hold a valve fast where it is, or free it" },
  { key: "b", word: "press", takes: "BAIL", says: "press the bail's button: looked at, she is fine" },
  { key: "h", word: "hold", takes: "BAIL", says: "hold the bail's button three seconds: divert her" },
  { key: "p", word: "settle", takes: "BAIL", says: "tell the board which cow stands there" },
  { key: "v", word: "clear", takes: "BAIL|vat", says: "clear a valve fault, or the vat stop" },
  { key: "z", word: "stop", takes: "REASON", says: "raise the vat stop yourself" },
  {
    key: "y",
    word: "answer",
    takes: "[REASON]",
    says: "the newest alarm: alone, you have seen it; with words, why it was",
    only: "vat",
  },
  {
    key: "e",
    word: "tell",
    takes: "began|ended|collected|empty|ice|hand …",
    says: "tell what you saw at the vat: tell ice hand 0.5 0.6 0.4, tell hand vat-milk 4.2",
    only: "vat",
  },
  {
    key: "f",
    word: "platform",
    takes: "stop|back",
    says: "stop the platform for a while, or let it back a little",
    only: "rotary",
  },
  {
    key: "k",
    word: "chiller",
    takes: "off|on",
    says: "switch the vat's refrigeration off, or on again",
    only: "vat",
  },
  { key: "m", word: "mains", takes: "off|on", says: "cut the vat's mains, or bring them back", only: "vat" },
  { key: "a", word: "agitator", takes: "off|on", says: "let the vat's agitator stand, or run", only: "vat" },
  {
    key: "o",
    word: "probe",
    takes: "pull|back|85|lift|hang [NAME]",
    says: "do something to a probe: cable, power, out of the milk",
    only: "vat",
  },
  { key: "l", word: "collect", takes: "", says: "let the tanker collect the vat", only: "vat" },
  { key: "w", word: "wash", takes: "", says: "wash the empty vat", only: "vat" },
  { key: "i", word: "cows", takes: "", says: "bring the cows in for the next milking now" },
  { key: "?", word: "help", takes: "", says: "this list" },
  { key: "q", word: "quit", takes: "", says: "end the demo" },
];

/** The words that mean something in this shed. */
export const wordsFor = ({ layout, hasVat }: Scene): readonly Word[] =>
  WORDS.filter(({ only }) => only === undefined || only === layout || (only === "vat" && hasVat));

export const helpFor = (scene: Scene): readonly string[] =>
  wordsFor(scene).map(({ key, word, takes, says }) => `  ${key}  ${`${word} ${takes}`.padEnd(18)} ${says}`);

/** One typed line; the error is for the person who typed it. */
export function readCommand(line: string, scene: Scene): DemoCommand | { readonly wrong: string } {
  const [word = "", argument, second] = line.trim().split(/\s+/);
  const rest = line.trim().slice(word.length).trim();
  const bail = (): BailNo | null => {
    const number = Number(argument);
    return argument !== undefined && Number.isInteger(number) && number > 0 ? bailNo(number) : null;
  };
  const withBail = (make: (bail: BailNo) => DemoCommand): DemoCommand | { readonly wrong: string } => {
    const number = bail();
    return number === null ? { wrong: `${word} which bail? For example: ${word} 7` } : make(number);
  };
  const words = wordsFor(scene).map((one) => one.word);
  const known = word === "?" || word === "q" || words.includes(word);
  if (!known) return notAWord(word, words);
  switch (word) {
    case "reader":
    case "board":
    case "restart":
      return { kind: word, name: argument ?? null };
    case "clock": {
      const offBy = readShift(argument ?? "");
      return offBy === null
        ? { wrong: "clock how far? For example: clock +3d, clock -2h, clock 0" }
        : { kind: "clock", offBy };
    }
    case "stick":
      return withBail((number) => ({ kind: "stick", bail: number }));
    case "press":
      return withBail((number) => ({ kind: "press", bail: number, forMs: 300 }));
    case "hold":
      return withBail((number) => ({ kind: "press", bail: number, forMs: 3_000 }));
    case "treat":
      return argument === "late"
        ? { kind: "treat", cow: null, late: true }
        : { kind: "treat", cow: argument ?? null, late: second === "late" };
    case "stop":
      return rest === ""
        ? { wrong: "stop why? For example: stop cow 47 was treated" }
        : { kind: "raise-vat", reason: rest };
    case "answer":
      return { kind: "answer", reason: rest === "" ? null : rest };
    case "tell": {
      const what = readSaid(rest.split(/\s+/));
      return what === null
        ? {
            wrong:
              "tell what? For example: tell began, tell ended, tell collected, tell empty, tell ice hand 0.5 0.6 0.4, tell hand vat-milk 4.2",
          }
        : { kind: "tell", what };
    }
    case "settle":
      return withBail((number) => ({ kind: "settle", bail: number }));
    case "clear":
      return argument === "vat"
        ? { kind: "clear-vat" }
        : withBail((number) => ({ kind: "clear", bail: number }));
    case "platform":
      return argument === "stop" || argument === "back"
        ? { kind: "platform", how: argument }
        : { wrong: "platform how? For example: platform stop, platform back" };
    case "chiller":
    case "mains":
    case "agitator":
      return argument === "on" || argument === "off"
        ? { kind: "vat", action: { kind: word, on: argument === "on" } }
        : { wrong: `${word} how? For example: ${word} off, ${word} on` };
    case "probe": {
      const what = PROBE_WORDS.find((one) => one === argument);
      return what === undefined
        ? { wrong: `probe what? One of ${PROBE_WORDS.join(", ")}. For example: probe pull` }
        : {
            kind: "vat",
            action: { kind: "probe", what, probe: second === undefined ? null : probeId(second) },
          };
    }
    case "collect":
    case "wash":
      return { kind: "vat", action: { kind: word } };
    case "cows":
      return { kind: "cows" };
    case "help":
    case "?":
      return { kind: "help" };
    case "quit":
    case "q":
      return { kind: "quit" };
    default:
      return notAWord(word, words);
  }
}

/** What is told of the vat; null where it is not understood. */
function readSaid([what = "", name = "", ...figures]: readonly string[]): Said | null {
  const numbers = figures.map((figure) => Number(figure.replace(",", ".")));
  const [celsius] = numbers;
  switch (what) {
    case "began":
      return { kind: "milking-began" };
    case "ended":
      return { kind: "milking-ended" };
    case "collected":
      return { kind: "collected" };
    case "empty":
      return { kind: "empty" };
    case "ice":
      return name === "" || numbers.length === 0
        ? null
        : { kind: "ice-point", thermometer: name === "hand" ? "hand" : probeId(name), readings: numbers };
    case "hand":
      return name === "" || celsius === undefined || !Number.isFinite(celsius)
        ? null
        : { kind: "hand-reading", probe: probeId(name), celsius };
    default:
      return null;
  }
}

function notAWord(word: string, words: readonly string[]): { readonly wrong: string } {
  const meant = nearest(word, words);
  return {
    wrong: `"${word}" is not one of the words.${meant === null ? "" : ` Did you mean ${meant}?`} Type help.`,
  };
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "+3d", "-2h", "0": milliseconds; at most a year either way. */
function readShift(text: string): number | null {
  if (text === "0") return 0;
  const found = /^([+-])(\d{1,5})([smhd])$/.exec(text);
  const unit = UNITS[found?.[3] ?? ""];
  if (found === null || unit === undefined) return null;
  const size = Number(found[2]) * unit;
  return size > 366 * 86_400_000 ? null : found[1] === "-" ? -size : size;
}
