// Room: office/ui/components. What became of an entry, so big that it is read across a shed.
// Invariant: "in force" is only ever said where the office said so.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Recorded } from "../../contract/pieces.ts";
import { Icon } from "./icon.tsx";

type Props = {
  readonly reply: Recorded;
  /** What comes next: "Another cow", "To the pit". */
  readonly children?: ComponentChildren;
};
export function RecordedBox({ reply, children }: Props) {
  const bad = reply.state === "not-in-force";
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div
      ref={place}
      tabIndex={-1}
      class={bad ? "recorded bad" : "recorded good"}
      role={bad ? "alert" : "status"}
    >
      <div class="recorded-says">
        <Icon name={bad ? "stop" : "check"} />
        <p>{reply.says}</p>
      </div>
      {bad ? (
        <p class="recorded-do">
          The bails do not know it yet. Mark her by hand and milk her to the divert line. It is tried again by
          itself; the notice at the top goes away when it is in force.
        </p>
      ) : null}
      {reply.warnings.length === 0 ? null : (
        <ul>
          {reply.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      {children === undefined ? null : <div class="buttons">{children}</div>}
    </div>
  );
}
