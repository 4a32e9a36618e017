// Room: office/ui/components. One of a few, or some of a few: big tiles for wet hands, ordinary radios and checkboxes underneath.

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Hint, Wrong } from "./field.tsx";

export type Option<Value extends string> = {
  readonly value: Value;
  readonly label: ComponentChildren;
  /** A second, smaller line. */
  readonly says?: string;
  readonly off?: boolean;
};
type Common<Value extends string> = {
  readonly legend: string;
  readonly options: readonly Option<Value>[];
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Hides the legend from view, not from those who listen. */
  readonly quietLegend?: boolean;
};

type ChoiceProps<Value extends string> = Common<Value> & {
  readonly value: Value | null;
  readonly onChoose: (value: Value) => void;
};
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const name = useId();
  return (
    <Tiles
      {...props}
      id={name}
      input={(option) => (
        <input
          type="radio"
          name={name}
          value={option.value}
          checked={props.value === option.value}
          disabled={option.off === true}
          onChange={() => props.onChoose(option.value)}
        />
      )}
    />
  );
}

type SomeProps<Value extends string> = Common<Value> & {
  readonly values: readonly Value[];
  readonly onChoose: (values: Value[]) => void;
};
/** Any number of them. */
export function Choices<Value extends string>(props: SomeProps<Value>) {
  const name = useId();
  return (
    <Tiles
      {...props}
      id={name}
      input={(option) => (
        <input
          type="checkbox"
          checked={props.values.includes(option.value)}
          disabled={option.off === true}
          onChange={(event) => {
            const others = props.values.filter((value) => value !== option.value);
            props.onChoose(event.currentTarget.checked ? [...others, option.value] : others);
          }}
        />
      )}
    />
  );
}

type TilesProps<Value extends string> = Common<Value> & {
  readonly id: string;
  readonly input: (option: Option<Value>) => ComponentChildren;
};
function Tiles<Value extends string>(props: TilesProps<Value>) {
  const { id, legend, hint, error } = props;
  return (
    <fieldset class={error === undefined ? "choice" : "choice wrong"}>
      <legend class={props.quietLegend === true ? "aside" : undefined}>{legend}</legend>
      <Hint id={id} hint={hint} />
      <div class="tiles">
        {props.options.map((option) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: `input` makes the control that it holds.
          <label class="tile" key={option.value}>
            {props.input(option)}
            <span class="tile-words">
              <span class="tile-label">{option.label}</span>
              {option.says === undefined ? null : <span class="tile-says">{option.says}</span>}
            </span>
          </label>
        ))}
      </div>
      <Wrong id={id} error={error} />
    </fieldset>
  );
}
