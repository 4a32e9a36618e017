// Room: office/ui/entry. When something was done: now with one tap, or a time, a day, or said to be not known.
// May live here: the field. May not: what a date means (when.ts). Invariant: times are typed as the farm's clock shows them.

import { Choice, type Option } from "../components/choice.tsx";
import { TextField } from "../components/field.tsx";
import type { FarmZone } from "./farm-zone.ts";
import { localNow, type WhenText, whenText } from "./when.ts";

type How = "now" | "time" | "day" | "unknown" | "open";
type Props = {
  readonly legend: string;
  readonly value: WhenText;
  readonly onInput: (value: WhenText) => void;
  readonly now: number;
  readonly zone: FarmZone;
  readonly mayBeUnknown?: boolean;
  readonly timeNeeded?: boolean;
  /** It may go on: an empty value is an answer, called so. */
  readonly open?: string;
  /** Where "now" makes no sense, such as the end of what goes on. */
  readonly notNow?: boolean;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
};

const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;
function howOf(value: WhenText, open: string | undefined): How | null {
  if (value === "now" || value === "unknown") return value;
  if (value === "") return open === undefined ? null : "open";
  return DAY_ONLY.test(value) ? "day" : "time";
}

export function WhenField(props: Props) {
  const { legend, value, onInput, now, zone, error } = props;
  const how = howOf(value, props.open);
  const local = localNow(now, zone);
  const options: Option<How>[] = [
    ...(props.open === undefined ? [] : [{ value: "open" as const, label: props.open }]),
    ...(props.notNow === true ? [] : [{ value: "now" as const, label: "Now" }]),
    { value: "time", label: "At a time" },
    ...(props.timeNeeded === true ? [] : [{ value: "day" as const, label: "On a day" }]),
    ...(props.mayBeUnknown === true ? [{ value: "unknown" as const, label: "Not known" }] : []),
  ];
  const choose = (chosen: How) => {
    if (chosen === "open") onInput("");
    else if (chosen === "time") onInput(local);
    else if (chosen === "day") onInput(local.slice(0, 10));
    else onInput(chosen);
  };
  return (
    <div class="entry-when">
      <Choice
        legend={legend}
        options={options}
        value={how}
        onChoose={choose}
        hint={props.hint}
        error={how === "time" || how === "day" ? undefined : error}
      />
      {how === "time" ? (
        <TextField
          label="Time at the farm"
          kind="datetime-local"
          required
          value={value.endsWith("Z") ? whenText(value, zone) : value}
          onInput={(text) => onInput(text === "" ? local : text)}
          error={error}
        />
      ) : null}
      {how === "day" ? (
        <TextField
          label="Day"
          kind="date"
          required
          value={value}
          onInput={(text) => onInput(text === "" ? local.slice(0, 10) : text)}
          hint="Without a time the careful end of the day counts."
          error={error}
        />
      ) : null}
      {how === "unknown" ? (
        <p class="entry-said-so">Not known withholds her until a correction says when.</p>
      ) : null}
    </div>
  );
}
