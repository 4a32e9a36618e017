// Room: office/ui/vat. The chart's colours, taken from the page's tokens (vat.css), and told when the look changes.
// May live here: reading tokens. May not: colours. Invariant: a canvas looks like the page around it, light and dark.

import { useEffect, useState } from "preact/hooks";
import { useOffice } from "../office.ts";
import type { Paint } from "./curve-picture.ts";

/** How many lines can be told apart: by colour, dashes and letter. */
export const LINES_MAX = 6;

export function paintOf(element: Element): Paint {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--vat-${name}`).trim();
  const numbered = (name: string) => Array.from({ length: LINES_MAX }, (_, at) => token(`${name}-${at + 1}`));
  return {
    ink: token("ink"),
    soft: token("soft"),
    paper: token("paper"),
    grid: token("grid"),
    limit: token("limit"),
    milking: token("milking"),
    gap: token("gap"),
    lines: numbered("line"),
    fills: numbered("fill"),
    shade: token("shade"),
    tones: {
      good: token("good"),
      bad: token("bad"),
      doubt: token("doubt"),
      running: token("running"),
      quiet: token("quiet"),
    },
    states: {
      empty: token("state-empty"),
      filling: token("state-filling"),
      cooling: token("state-cooling"),
      holding: token("state-holding"),
      collected: token("state-empty"),
      washing: token("state-washing"),
      unknown: token("state-unknown"),
    },
    font: style.fontFamily,
  };
}

/** Counts up whenever light becomes dark, dark light, or the page is printed: charts are drawn anew then. */
export function useLookRound(): number {
  const { look } = useOffice();
  const chosen = look.look.value;
  const [round, setRound] = useState(0);
  // A choice by hand counts as a change, too.
  useEffect(() => {
    const next = () => setRound((before) => before + 1);
    next();
    const media = matchMedia("(prefers-color-scheme: dark)");
    media.addEventListener("change", next);
    return () => media.removeEventListener("change", next);
  }, [chosen]);
  return round;
}
