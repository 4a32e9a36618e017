// Room: office/ui/vat. A verdict in a small place: its letter in a shape of its own; and as a word for a sentence.

import { OUTCOMES, type Outcome, SHAPES } from "./outcomes.ts";

/** The letter in its shape. Always beside words, or in something that has words for those who listen. */
export function VerdictMark({ outcome }: { readonly outcome: Outcome }) {
  const { letter, tone } = OUTCOMES[outcome];
  return (
    <span class={`vat-mark ${tone}`} aria-hidden="true">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={SHAPES[tone]} />
      </svg>
      <span>{letter}</span>
    </span>
  );
}
export function VerdictWord({ outcome }: { readonly outcome: Outcome }) {
  const { word, tone } = OUTCOMES[outcome];
  return (
    <span class={`vat-verdict-word ${tone}`}>
      <VerdictMark outcome={outcome} />
      <b>{word}</b>
    </span>
  );
}
