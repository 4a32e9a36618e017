// Room: office/ui/components. The input element itself, for fields whose kind is known only when they are shown.

import { createElement, type TargetedInputEvent } from "preact";

export type InputWiring = {
  readonly id: string;
  readonly class?: string;
  readonly type: string;
  readonly value: string;
  readonly inputMode: string | undefined;
  readonly autoComplete: string;
  readonly autoFocus: boolean | undefined;
  readonly required?: boolean;
  readonly maxLength?: number | undefined;
  readonly step?: string | undefined;
  readonly list?: string | undefined;
  readonly "aria-invalid": boolean;
  readonly "aria-describedby": string | undefined;
  readonly onInput: (event: TargetedInputEvent<HTMLInputElement>) => void;
};

export const Input = (wiring: InputWiring) => createElement<InputWiring>("input", wiring);
