// Room: office/ui/pit. Raising the vat stop, and clearing it: a manager, with the test's result or a reason.

import { Dialog } from "../components/dialog.tsx";
import { useOffice } from "../office.ts";
import { ActWithReason, SignInFirst } from "./act.tsx";

export function RaiseVatStop({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Raise the vat stop" onClose={onClose}>
      <p>
        The stop sign on the vat outlet is lit and the milk may not be collected until a manager clears it.
        Raise it when in doubt: it costs nothing but a question.
      </p>
      <ActWithReason
        intent={(reason) => ({ kind: "raise-vat-stop", reason })}
        field="Why"
        hint="For example: cow 412 was milked in with her cluster on the wrong cow."
        kind="danger"
        onDone={onClose}
      >
        Raise the vat stop
      </ActWithReason>
    </Dialog>
  );
}

export function ClearVatStop({ onDone }: { readonly onDone: () => void }) {
  const role = useOffice().session.role.value;
  if (role === null) return <SignInFirst />;
  if (role !== "manager") {
    return <p>A manager clears it, with the test's result or a reason, when the steps above are done.</p>;
  }
  return (
    <ActWithReason
      intent={(reason) => ({ kind: "clear-vat-stop", reason })}
      field="The test's result, or the reason"
      hint="Who tested, with what, and what came out. It stands in the record under your name."
      kind="danger"
      onDone={onDone}
    >
      Clear the vat stop
    </ActWithReason>
  );
}
