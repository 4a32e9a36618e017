// Room: office/ui/components. The parts of a page, each with its own address (?view=…), as a row of links under the heading.
// Invariant: going back in the browser goes back to the part before.

import "./views.css";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";

export type View<Name extends string> = {
  readonly name: Name;
  readonly says: string;
  /** A number that asks to be looked at; 0 and absent: none. */
  readonly asks?: number;
};
type Props<Name extends string> = {
  readonly label: string;
  readonly path: string;
  readonly views: readonly View<Name>[];
  readonly current: Name;
};
export function Views<Name extends string>({ label, path, views, current }: Props<Name>) {
  const row = useInView(current);
  return (
    <nav class="views no-print" aria-label={label} ref={row}>
      <ul>
        {views.map(({ name, says, asks = 0 }) => (
          <li key={name}>
            <a
              href={name === views[0]?.name ? path : `${path}?view=${name}`}
              aria-current={name === current ? "page" : undefined}
            >
              {says}
              {asks === 0 ? null : (
                <span class="views-asks">
                  <span class="aside">, to look at: </span>
                  {asks}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** On a phone the row is longer than the screen: the part that is shown is brought into view, when it changes too. */
export function useInView(current: string): RefObject<HTMLElement | null> {
  const row = useRef<HTMLElement>(null);
  // Another part is another place in the row.
  useEffect(() => {
    const here = row.current?.querySelector('[aria-current="page"]');
    here?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [current]);
  return row;
}

/** Which part the address asks for; the first where it asks for none that there is. */
export function useView<Name extends string>(views: readonly View<Name>[], first: Name): Name {
  const { view: asked } = useLocation().query;
  return views.find(({ name }) => name === asked)?.name ?? first;
}
