// Room: office/ui/shed. Clearing the fault of a valve that has been mended.

import { useState } from "preact/hooks";
import { Button } from "../components/button.tsx";
import { useIsManager } from "../may.ts";
import type { Valve } from "./conditions.ts";
import { ReasonDialog } from "./reason-dialog.tsx";

/** Only a manager, only with what was done. */
export function ClearValve({ valve }: { readonly valve: Valve }) {
  const [asking, setAsking] = useState(false);
  const manager = useIsManager();
  if (valve.fault === null || !manager) return null;
  return (
    <>
      <Button onPress={() => setAsking(true)}>Clear the fault of bail {valve.bail}</Button>
      {asking ? (
        <ReasonDialog
          title={`Clear the valve fault of bail ${valve.bail}`}
          says="Do it only when the valve has been mended and you have seen it move. Cows in this bail are released again; if the valve is not proven once more, the fault comes back."
          label="What was wrong, and what was done"
          hint="It stands in the record with your name."
          button="Clear it in my name"
          danger
          intent={(reason) => ({ kind: "clear-valve-fault", bail: valve.bail, reason })}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
