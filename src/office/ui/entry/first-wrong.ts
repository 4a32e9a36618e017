// Room: office/ui/entry. After a press on Save that found something open: the eye and the keyboard go to the first of it.
// May live here: focus. May not: what is wrong.

import { useEffect, useRef } from "preact/hooks";

/** Give `ref` to the form; call the function after a press that was refused. */
export function useFirstWrong(): {
  readonly ref: { current: HTMLDivElement | null };
  readonly look: () => void;
} {
  const ref = useRef<HTMLDivElement | null>(null);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    ref,
    look: () => {
      // The errors are drawn first.
      timer.current = window.setTimeout(() => {
        const wrong = ref.current?.querySelector<HTMLElement>(
          '[aria-invalid="true"], .choice.wrong input, .trouble',
        );
        wrong?.scrollIntoView({ block: "center" });
        wrong?.focus({ preventScroll: true });
      }, DRAWN_AFTER_MS);
    },
  };
}
const DRAWN_AFTER_MS = 60;
