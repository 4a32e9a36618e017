// Room: office/ui/frame. What surrounds every page: skip link, menu, notices, the page itself, what is said aloud.
// May live here: landmarks. May not: pages. Invariant: a notice of the office stands above every page until it is over.

import type { ComponentChildren } from "preact";
import type { Session } from "../../contract/people.ts";
import { useOffice } from "../office.ts";
import { Menu } from "./menu.tsx";
import { Notices } from "./notices.tsx";
import { OldBoard } from "./old-board.tsx";

type Props = { readonly session: Session; readonly children: ComponentChildren };
export function Frame({ session, children }: Props) {
  const { said, live } = useOffice();
  return (
    <div class="frame" data-stale={live.stale.value === null ? undefined : ""}>
      <a class="skip" href="#page">
        Skip to the page
      </a>
      <Menu session={session} />
      <div class="inner">
        <OldBoard />
        <Notices session={session} />
        <main id="page" tabIndex={-1}>
          {children}
        </main>
      </div>
      <div class="aside" aria-live="polite">
        {said.value}
      </div>
    </div>
  );
}
