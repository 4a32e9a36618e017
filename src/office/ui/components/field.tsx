// Room: office/ui/components. One question with its answer: label, hint, error in its place.
// May live here: text, number, date, list fields. May not: rules about what is right (the office says so).

import { useId } from "preact/hooks";
import type { Trouble } from "../client.ts";
import { Input } from "./input.tsx";

type Common = {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: string | undefined;
  /** What is wrong and how to mend it; see `errorAt`. */
  readonly error?: string | undefined;
  readonly required?: boolean;
};
type TextProps = Common & {
  readonly kind?: "text" | "date" | "datetime-local" | "number" | "search" | "password" | "time";
  readonly inputMode?: "text" | "numeric" | "decimal" | "search";
  readonly lines?: number;
  readonly max?: number;
  readonly step?: string;
  readonly autoComplete?: string;
  readonly focus?: boolean;
  /** Suggested answers. */
  readonly list?: readonly string[];
};

/** The office's word about one field, by its path; undefined where it is fine. */
export function errorAt(trouble: Trouble | null, at: string): string | undefined {
  const found = trouble?.mistakes.filter((mistake) => mistake.at === at) ?? [];
  return found.length === 0 ? undefined : found.map(({ expected, fix }) => `${expected}. ${fix}`).join(" ");
}

export function TextField(props: TextProps) {
  const id = useId();
  const { label, value, onInput, hint, error, required = false, kind = "text", list } = props;
  const wiring = {
    id,
    value,
    required,
    maxLength: props.max,
    "aria-invalid": error !== undefined,
    "aria-describedby": describedBy(id, hint, error),
    autoFocus: props.focus,
  } as const;
  return (
    <div class={error === undefined ? "field" : "field wrong"}>
      <Label id={id} label={label} required={required || kind === "search"} />
      <Hint id={id} hint={hint} />
      {props.lines === undefined ? (
        <Input
          {...wiring}
          type={kind}
          inputMode={props.inputMode}
          step={props.step}
          autoComplete={props.autoComplete ?? "off"}
          list={list === undefined ? undefined : `${id}-list`}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      ) : (
        <textarea {...wiring} rows={props.lines} onInput={(event) => onInput(event.currentTarget.value)} />
      )}
      {list === undefined ? null : (
        <datalist id={`${id}-list`}>
          {list.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      <Wrong id={id} error={error} />
    </div>
  );
}

type SelectProps = Common & {
  readonly options: readonly { readonly value: string; readonly label: string; readonly off?: boolean }[];
};
/** For long lists only; up to about six, use Choice. */
export function SelectField({ label, value, onInput, hint, error, required = false, options }: SelectProps) {
  const id = useId();
  return (
    <div class={error === undefined ? "field" : "field wrong"}>
      <Label id={id} label={label} required={required} />
      <Hint id={id} hint={hint} />
      <select
        id={id}
        value={value}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy(id, hint, error)}
        onChange={(event) => onInput(event.currentTarget.value)}
      >
        {options.map((one) => (
          <option key={one.value} value={one.value} disabled={one.off === true}>
            {one.label}
          </option>
        ))}
      </select>
      <Wrong id={id} error={error} />
    </div>
  );
}

function describedBy(id: string, hint: string | undefined, error: string | undefined): string | undefined {
  const parts = [hint === undefined ? "" : `${id}-hint`, error === undefined ? "" : `${id}-wrong`];
  const said = parts.join(" ").trim();
  return said === "" ? undefined : said;
}
function Label(props: { readonly id: string; readonly label: string; readonly required: boolean }) {
  return (
    <label for={props.id}>
      {props.label}
      {props.required ? null : <span class="optional"> (if any)</span>}
    </label>
  );
}
export function Hint({ id, hint }: { readonly id: string; readonly hint: string | undefined }) {
  return hint === undefined ? null : (
    <p class="hint" id={`${id}-hint`}>
      {hint}
    </p>
  );
}
export function Wrong({ id, error }: { readonly id: string; readonly error: string | undefined }) {
  return error === undefined ? null : (
    <p class="wrong-words" id={`${id}-wrong`}>
      <span aria-hidden="true">▲ </span>
      {error}
    </p>
  );
}
