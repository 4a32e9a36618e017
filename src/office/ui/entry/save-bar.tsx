// Room: office/ui/entry. The last tap, always under the thumb: what will be saved in one line, what is still open, and Save.

import { Button } from "../components/button.tsx";

type Props = {
  readonly says: string;
  /** What it means, in a line; shown when nothing is open any more. */
  readonly clear?: string | null;
  readonly missing: readonly string[];
  readonly refused?: boolean;
  readonly saving: boolean;
  readonly onSave: () => void;
  readonly label?: string;
};
export function SaveBar({
  says,
  clear = null,
  missing,
  refused = false,
  saving,
  onSave,
  label = "Save",
}: Props) {
  return (
    <div class="entry-bar">
      <p class="entry-bar-says">
        <strong>{says}</strong>
        {refused ? (
          <span class="entry-bar-open">Not as it stands: see above.</span>
        ) : missing.length > 0 ? (
          <span class="entry-bar-open">{missing[0]}</span>
        ) : clear === null ? null : (
          <span class="entry-bar-clear">{clear}</span>
        )}
      </p>
      <Button kind="main" icon="check" onPress={onSave} busy={saving} off={refused}>
        {saving ? "Saving…" : label}
      </Button>
    </div>
  );
}
