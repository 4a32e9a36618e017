// Room: office/ui/components. Digits for wet hands: twelve big keys, and a keyboard works as well; a screen keyboard stays away.
// Used for cow numbers and PINs. A PIN is never shown and never kept.

import { useId, useRef, useState } from "preact/hooks";
import { Wrong } from "./field.tsx";
import { Icon } from "./icon.tsx";
import { Input } from "./input.tsx";

type Props = {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** Enter, and the key at the bottom right. */
  readonly onDone: () => void;
  readonly done: string;
  readonly doneOff?: boolean;
  readonly busy?: boolean;
  readonly secret?: boolean;
  readonly max?: number;
  readonly error?: string | undefined;
  readonly focus?: boolean;
  /** Cow numbers may have letters: a key brings the device's own keyboard. */
  readonly letters?: boolean;
};
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

export function NumberPad(props: Props) {
  const id = useId();
  const place = useRef<HTMLFormElement>(null);
  const [typing, setTyping] = useState(false);
  const { value, onInput, max = 20 } = props;
  const put = (digit: string) => onInput(`${value}${digit}`.slice(0, max));
  const digits = (text: string) => (props.secret === true ? text.replace(/\D/g, "") : text).slice(0, max);
  return (
    <form
      ref={place}
      class="pad"
      onSubmit={(event) => {
        event.preventDefault();
        if (props.doneOff !== true && props.busy !== true) props.onDone();
      }}
    >
      <div class="pad-head">
        <label for={id}>{props.label}</label>
        {props.letters !== true || typing ? null : (
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              setTyping(true);
              place.current?.querySelector("input")?.focus();
            }}
          >
            Letters
          </button>
        )}
      </div>
      <Input
        id={id}
        class="pad-shown"
        type={props.secret === true ? "password" : "text"}
        inputMode={typing ? "text" : "none"}
        autoComplete={props.secret === true ? "current-password" : "off"}
        value={value}
        autoFocus={props.focus}
        aria-invalid={props.error !== undefined}
        aria-describedby={props.error === undefined ? undefined : `${id}-wrong`}
        onInput={(event) => {
          const kept = digits(event.currentTarget.value);
          // What is not a digit of a PIN goes away at once, also where the value stays the same.
          event.currentTarget.value = kept;
          onInput(kept);
        }}
      />
      <Wrong id={id} error={props.error} />
      <div class="pad-keys">
        {KEYS.map((digit) => (
          <button type="button" key={digit} onClick={() => put(digit)}>
            {digit}
          </button>
        ))}
        <button type="button" aria-label="Erase the last digit" onClick={() => onInput(value.slice(0, -1))}>
          <Icon name="erase" />
        </button>
        <button type="button" onClick={() => put("0")}>
          0
        </button>
        <button
          type="submit"
          class="pad-done"
          disabled={props.doneOff === true}
          aria-busy={props.busy === true}
        >
          {props.done}
        </button>
      </div>
    </form>
  );
}
