// Room: office/ui/components. The outside of every page: its title in the window, its heading, its buttons; focus comes here on a new page.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useOffice } from "../office.ts";

type Props = {
  readonly title: string;
  /** Beside the heading: print, download, add. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
  /** "full": as wide as the screen (boards); else a width that reads well. */
  readonly width?: "full" | "reading";
  /** The heading is heard and not seen: boards need the room. */
  readonly quietTitle?: boolean;
};
export function Page({ title, actions, children, width = "reading", quietTitle = false }: Props) {
  const { session, arrived } = useOffice();
  const heading = useRef<HTMLHeadingElement>(null);
  const shed = session.session.value?.shed.name ?? "Vatguard";
  useEffect(() => {
    document.title = `${title} · ${shed}`;
  }, [title, shed]);
  useEffect(() => {
    // Not on the first page: there the reader begins at the top by itself.
    if (arrived.peek()) heading.current?.focus({ preventScroll: true });
    arrived.value = true;
  }, [arrived]);
  return (
    <div class={`page page-${width}`}>
      <div class={quietTitle && actions === undefined ? "page-head aside" : "page-head"}>
        <h1 ref={heading} tabIndex={-1} class={quietTitle ? "aside" : undefined}>
          {title}
        </h1>
        {actions === undefined ? null : <div class="buttons no-print">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
