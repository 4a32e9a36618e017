// Room: office/ui/components. A part of a page with a heading of its own.

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

type Props = {
  readonly title?: string;
  readonly children: ComponentChildren;
  /** Beside the heading: buttons, a badge. */
  readonly aside?: ComponentChildren;
  readonly tone?: "plain" | "good" | "bad" | "ask";
};
export function Card({ title, children, aside, tone = "plain" }: Props) {
  const id = useId();
  return (
    <section class={`card ${tone}`} aria-labelledby={title === undefined ? undefined : id}>
      {title === undefined && aside === undefined ? null : (
        <div class="card-head">
          {title === undefined ? null : <h2 id={id}>{title}</h2>}
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

/** Names and values: "Batch  4711". */
export function Facts({ items }: { readonly items: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
