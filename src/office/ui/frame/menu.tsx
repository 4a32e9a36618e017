// Room: office/ui/frame. The menu: a bar at the bottom of a phone, a rail at the left of anything wider; the rest under More.

import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Session } from "../../contract/people.ts";
import { Button } from "../components/button.tsx";
import { Choice } from "../components/choice.tsx";
import { Dialog } from "../components/dialog.tsx";
import { Icon } from "../components/icon.tsx";
import { LOOKS, type Look } from "../look.ts";
import { useOffice } from "../office.ts";
import { PAGES, type PageEntry } from "../pages.tsx";

type Entry = NonNullable<PageEntry["menu"]>;

export function Menu({ session }: { readonly session: Session }) {
  const { url, path } = useLocation();
  const [more, setMore] = useState(false);
  // A new address closes it.
  useEffect(() => setMore(false), [url]);
  const entries = session.needsSetup ? [] : entriesFor(session);
  const rest = entries.filter(({ first }) => !first);
  return (
    <header class="menu no-print">
      <a class="menu-shed" href="/" aria-label={`${session.shed.name}: to the pit`}>
        <img src="/vatguard.svg" alt="" width="32" height="32" />
        <span>{session.shed.name}</span>
      </a>
      <nav aria-label="Pages">
        <ul>
          {entries.map((entry) => (
            <li key={entry.href} class={entry.first ? undefined : "rest"}>
              <MenuLink entry={entry} path={path} />
            </li>
          ))}
        </ul>
      </nav>
      <button
        type="button"
        class="menu-entry menu-more"
        aria-haspopup="dialog"
        aria-expanded={more}
        onClick={() => setMore(true)}
      >
        <Icon name={session.person === null ? "more" : "people"} />
        <span class="menu-more-name">{session.person?.name ?? "More"}</span>
        <span class="menu-more-word">More</span>
      </button>
      {more ? <MoreDialog session={session} rest={rest} path={path} onClose={() => setMore(false)} /> : null}
    </header>
  );
}

function entriesFor({ person, boardsOpen }: Session): readonly Entry[] {
  const may = ({ who }: PageEntry) => {
    if (who === "anyone" || (who === "open" && boardsOpen)) return true;
    // On an open board everything is in the menu: what needs a person asks who it is.
    if (person === null) return boardsOpen && (who === "reader" || who.includes("milker"));
    return who === "open" || who === "reader" || who.includes(person.role);
  };
  return PAGES.filter(may).flatMap(({ menu }) => (menu === null ? [] : [menu]));
}

function isHere(href: string, path: string): boolean {
  if (href === "/") return path === "/" || path === "/pit";
  const head = href.split("/")[1] ?? "";
  return path.split("/")[1] === head || (head === "cows" && path.startsWith("/cow/"));
}

function MenuLink({ entry, path }: { readonly entry: Entry; readonly path: string }) {
  return (
    <a class="menu-entry" href={entry.href} aria-current={isHere(entry.href, path) ? "page" : undefined}>
      <Icon name={entry.icon} />
      <span>{entry.name}</span>
    </a>
  );
}

const LOOK_WORDS: Readonly<Record<Look, string>> = { device: "As the device", light: "Light", dark: "Dark" };

type MoreProps = {
  readonly session: Session;
  readonly rest: readonly Entry[];
  readonly path: string;
  readonly onClose: () => void;
};
function MoreDialog({ session, rest, path, onClose }: MoreProps) {
  const { look } = useOffice();
  return (
    <Dialog title={session.person?.name ?? session.shed.name} onClose={onClose}>
      <div class="more">
        {rest.length === 0 ? null : (
          <nav aria-label="More pages" class="more-pages">
            {rest.map((entry) => (
              <MenuLink key={entry.href} entry={entry} path={path} />
            ))}
          </nav>
        )}
        <Account session={session} onClose={onClose} />
        <Choice
          legend="Look of this screen"
          options={LOOKS.map((one) => ({ value: one, label: LOOK_WORDS[one] }))}
          value={look.look.value}
          onChoose={look.choose}
        />
        <p class="hint">
          {session.shed.name} · Vatguard {session.shed.version} · times in {session.shed.timeZone}
        </p>
      </div>
    </Dialog>
  );
}

function Account({ session, onClose }: { readonly session: Session; readonly onClose: () => void }) {
  const { ask, session: keeper, say } = useOffice();
  const { route, path } = useLocation();
  const signOut = () => {
    ask("signOut").then(
      (answer) => {
        if (answer.ok) keeper.take(answer.value);
        say(answer.ok ? "Signed out." : answer.error.says);
        onClose();
        route("/");
      },
      () => undefined,
    );
  };
  if (session.needsSetup) return null;
  if (session.person === null) {
    return (
      <Button
        kind="main"
        icon="people"
        wide
        onPress={() => route(`/sign-in?then=${encodeURIComponent(path)}`)}
      >
        Sign in
      </Button>
    );
  }
  return (
    <div class="account">
      <p>
        Signed in as <strong>{session.person.name}</strong>, {session.person.role}.
      </p>
      <Button icon="back" wide onPress={signOut}>
        Sign out
      </Button>
    </div>
  );
}
