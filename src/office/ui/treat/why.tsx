// Room: office/ui/treat. Why she is treated and where: reasons as tiles and free words, quarters as a picture.

import type { Product } from "../../contract/herd.ts";
import { TextField } from "../components/field.tsx";
import { goesIntoTeats, type TreatDraft } from "./draft.ts";
import { Udder } from "./udder.tsx";

/** What sheds treat for most; every other reason is written. */
export const REASONS = [
  "Mastitis",
  "Lameness",
  "Retained cleansing",
  "Uterus infection",
  "Milk fever",
  "Lungs",
  "Wound",
  "Dry-off",
] as const;

type Props = {
  readonly draft: TreatDraft;
  readonly product: Product;
  readonly onChange: (change: Partial<TreatDraft>) => void;
  readonly error: string | undefined;
};
export function Why({ draft, product, onChange, error }: Props) {
  const udder = goesIntoTeats(product) || /mastitis/i.test(draft.reason) || draft.quarters.length > 0;
  return (
    <div class={udder ? "treat-why treat-with-udder" : "treat-why"}>
      <div class="treat-why-reason">
        <fieldset class="treat-reasons">
          <legend class="aside">Reason</legend>
          {REASONS.map((reason) => (
            <button
              type="button"
              key={reason}
              class="button"
              aria-pressed={draft.reason === reason}
              onClick={() => onChange({ reason: draft.reason === reason ? "" : reason })}
            >
              {reason}
            </button>
          ))}
        </fieldset>
        <TextField
          label="Reason, in your words"
          required
          max={200}
          value={draft.reason}
          onInput={(reason) => onChange({ reason })}
          error={error}
        />
      </div>
      {udder ? <Udder quarters={draft.quarters} onChange={(quarters) => onChange({ quarters })} /> : null}
    </div>
  );
}
