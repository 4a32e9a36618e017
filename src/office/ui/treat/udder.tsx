// Room: office/ui/treat. The udder as a picture to be tapped: four quarters, seen from behind, her head away from you.
// Invariant: her left is your left; each quarter is a switch with its name, so eyes and ears get the same answer.

import type { Quarter } from "./draft.ts";

export const QUARTER_NAMES: { readonly [quarter in Quarter]: string } = {
  "left-front": "left front",
  "right-front": "right front",
  "left-hind": "left hind",
  "right-hind": "right hind",
};
const PLACES: readonly Quarter[] = ["left-front", "right-front", "left-hind", "right-hind"];

export function quartersInWords(quarters: readonly Quarter[]): string {
  if (quarters.length === 4) return "all four quarters";
  return PLACES.filter((one) => quarters.includes(one))
    .map((one) => QUARTER_NAMES[one])
    .join(", ");
}

type Props = { readonly quarters: readonly Quarter[]; readonly onChange: (quarters: Quarter[]) => void };
export function Udder({ quarters, onChange }: Props) {
  const turn = (quarter: Quarter) =>
    onChange(quarters.includes(quarter) ? quarters.filter((one) => one !== quarter) : [...quarters, quarter]);
  const all = quarters.length === 4;
  return (
    <fieldset class="treat-udder">
      <legend>Quarters treated</legend>
      <p class="hint">Seen from behind: her left is your left.</p>
      <p class="treat-udder-end" aria-hidden="true">
        ▲ head
      </p>
      <div class="treat-udder-quarters">
        {PLACES.map((quarter) => (
          <button
            type="button"
            key={quarter}
            class={`treat-quarter ${quarter}`}
            aria-pressed={quarters.includes(quarter)}
            onClick={() => turn(quarter)}
          >
            <span class="treat-teat" aria-hidden="true">
              {quarters.includes(quarter) ? "✓" : ""}
            </span>
            <span>{QUARTER_NAMES[quarter]}</span>
          </button>
        ))}
      </div>
      <button type="button" class="button quiet" onClick={() => onChange(all ? [] : [...PLACES])}>
        {all ? "None" : "All four"}
      </button>
    </fieldset>
  );
}
