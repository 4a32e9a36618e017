// Room: office/ui/components. A question that must be answered before anything else: the browser's own dialog, so that focus stays in it,
// Escape leaves it, and focus goes back where it came from.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";

type Props = {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly wide?: boolean;
};
/** Is open as long as it is shown. */
export function Dialog({ title, onClose, children, wide = false }: Props) {
  const id = useId();
  const place = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = place.current;
    // When it is taken off the page the browser has nothing to close any more: who opened it gets the focus back from here.
    const opener = document.activeElement;
    if (dialog !== null && !dialog.open) dialog.showModal();
    return () => {
      dialog?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={place}
      class={wide ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="button quiet" onClick={onClose}>
          <Icon name="close" />
          <span>Close</span>
        </button>
      </div>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}
