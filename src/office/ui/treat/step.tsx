// Room: office/ui/treat. One step of an entry: open with its tiles, or done as one line that can be opened again.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Button } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";

type Props = {
  readonly title: string;
  readonly open: boolean;
  /** What was chosen, shown while the step is closed. Null: not reached yet. */
  readonly chosen: ComponentChildren | null;
  readonly onOpen: () => void;
  readonly children: ComponentChildren;
};
export function Step({ title, open, chosen, onOpen, children }: Props) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const wasOpen = useRef(open);
  useEffect(() => {
    // What was pressed is gone: the keyboard and the listening ear go on at the next question.
    if (open && !wasOpen.current) heading.current?.focus();
    wasOpen.current = open;
  }, [open]);
  if (open) {
    return (
      <section class="card treat-step" aria-labelledby={id}>
        <h2 id={id} ref={heading} tabIndex={-1} class="treat-question">
          {title}
        </h2>
        {children}
      </section>
    );
  }
  if (chosen === null) {
    return (
      <section class="treat-step-later" aria-labelledby={id}>
        <h2 id={id}>{title}</h2>
      </section>
    );
  }
  return (
    <section class="card treat-step-done" aria-labelledby={id}>
      <Icon name="check" />
      <div class="treat-step-chosen">
        <h2 id={id} class="aside">
          {title}
        </h2>
        {chosen}
      </div>
      <Button kind="quiet" onPress={onOpen} label={`Change: ${title}`}>
        Change
      </Button>
    </section>
  );
}
