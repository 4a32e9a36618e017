// Room: office/ui/components. A state in one word: shape and word and colour, never colour alone.

import type { ComponentChildren } from "preact";

/** Of the state, not of the mood: "good" ● in order, "bad" ■ not in order, "ask" ◆ a person is asked, "wait" ◔ pending, "quiet" ○ nothing. */
export type Tone = "good" | "bad" | "ask" | "wait" | "quiet";
const SHAPES = { good: "●", bad: "■", ask: "◆", wait: "◔", quiet: "○" } as const;

export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) {
  return (
    <span class={`badge ${tone}`}>
      <span class="badge-shape" aria-hidden="true">
        {SHAPES[tone]}
      </span>
      {children}
    </span>
  );
}
