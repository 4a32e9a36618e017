// Room: office/ui/shed. One device as a line: its sign of NAMUR NE 107 as shape, letter and word, what it does, and what to do.
// Invariant: a device in order takes one quiet line; one that is not takes the room it needs.

import "./conditions.css";
import type { ComponentChildren } from "preact";
import { type Condition, SIGN_WORDS, type Sign } from "./conditions.ts";

/** NE 107's own shapes: circle with a cross, triangle on its point, triangle, square, tick. */
const SHAPES: { readonly [sign in Sign]: { readonly path: string; readonly mark: string } } = {
  failure: { path: "M12 1a11 11 0 1 0 0 22a11 11 0 0 0 0-22z", mark: "M8 8l8 8M16 8l-8 8" },
  "function-check": { path: "M1 2h22L12 23z", mark: "M12 6v6M12 15.5v.01" },
  "out-of-spec": {
    path: "M12 1L23 22H1z",
    mark: "M9.8 12.2a2.3 2.3 0 1 1 3.4 2c-.8.5-1.2.9-1.2 1.6M12 19v.01",
  },
  maintenance: { path: "M2 2h20v20H2z", mark: "M7 17V8l5 5 5-5v9" },
  good: { path: "M12 1a11 11 0 1 0 0 22a11 11 0 0 0 0-22z", mark: "M7 12.5l3.5 4L17 8.5" },
};

/** Always beside its word. */
export function SignMark({ sign }: { readonly sign: Sign }) {
  const { path, mark } = SHAPES[sign];
  return (
    <svg class={`shed-sign ${sign}`} viewBox="0 0 24 24" aria-hidden="true">
      <path class="shed-sign-shape" d={path} />
      <path class="shed-sign-mark" d={mark} />
    </svg>
  );
}

type Props = {
  readonly name: string;
  /** What or where it is. */
  readonly aside?: string;
  readonly condition: Condition;
  /** More about it, and what can be pressed. */
  readonly children?: ComponentChildren;
};
export function ConditionLine({ name, aside, condition, children }: Props) {
  const { sign, says, usualCause, whatToDo } = condition;
  return (
    <li class={`shed-condition ${sign}`}>
      <SignMark sign={sign} />
      <div class="shed-condition-words">
        <p class="shed-condition-name">
          <b>{name}</b>
          {aside === undefined ? null : <span class="quiet-words"> {aside}</span>}
        </p>
        <p>
          <span class={sign === "good" ? "aside" : "shed-condition-sign"}>{SIGN_WORDS[sign]}: </span>
          {says}
        </p>
        {whatToDo === "" ? null : (
          <p>
            <b>{whatToDo}</b>
            {usualCause === "" ? null : <span class="quiet-words"> Usual cause: {usualCause}</span>}
          </p>
        )}
        {children}
      </div>
    </li>
  );
}
