// Room: office/ui. The whole app: who is there, the frame around every page, and which page stands in it.
// May live here: routing and who may see a page. May not: what pages show.
// Invariant: hiding a page protects nothing (the office refuses by itself); it only spares people what they cannot use.

import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from "preact-iso";
import type { Session } from "../contract/people.ts";
import { Empty } from "./components/empty.tsx";
import { Page } from "./components/page.tsx";
import { PinAgain } from "./components/pin-again.tsx";
import { Away } from "./frame/away.tsx";
import { Frame } from "./frame/frame.tsx";
import { useOffice } from "./office.ts";
import { PAGES, type PageEntry } from "./pages.tsx";
import { SetUpPage } from "./people/set-up-page.tsx";
import { SignInPage } from "./people/sign-in-page.tsx";

/** How often the session is looked after: it ends by itself, and the notices in it may change. */
const SESSION_EVERY_MS = 60_000;
const SESSION_AWAY_EVERY_MS = 2_000;

export function App() {
  return (
    <LocationProvider>
      <Inside />
      <PinAgain />
    </LocationProvider>
  );
}

function Inside() {
  const { session, live } = useOffice();
  const state = session.state.value;
  const known = state.kind === "known" ? state.session : null;
  const everyMs = known === null ? SESSION_AWAY_EVERY_MS : SESSION_EVERY_MS;
  useEffect(() => {
    const read = () => {
      session.read().catch(() => undefined);
    };
    read();
    const timer = setInterval(read, everyMs);
    return () => clearInterval(timer);
  }, [session, everyMs]);
  useEffect(
    () =>
      live.onChanged((what) => {
        if (what === "everything" || what.includes("people")) session.read().catch(() => undefined);
      }),
    [live, session],
  );
  const boards = known !== null && !known.needsSetup && (known.boardsOpen || known.person !== null);
  useEffect(() => {
    if (boards) live.start();
    return () => live.stop();
  }, [live, boards]);
  if (known === null) return <Away trouble={state.kind === "away" ? state.trouble : null} />;
  return <Frame session={known}>{known.needsSetup ? <SetUpPage /> : <Pages session={known} />}</Frame>;
}

function Pages({ session }: { readonly session: Session }) {
  // The router looks at its routes anew only for a new address: another person is another router.
  const { person, boardsOpen } = session;
  const who = `${person?.person ?? "nobody"} ${person?.role ?? ""} ${boardsOpen}`;
  return (
    <ErrorBoundary>
      <Router key={who}>
        {PAGES.map((entry) => (
          <Route key={entry.path} path={entry.path} component={guarded(entry, session)} />
        ))}
        <Route default component={NoPage} />
      </Router>
    </ErrorBoundary>
  );
}

/** The page, or what stands in its place for who may not see it. */
function guarded({ who, page }: PageEntry, { person, boardsOpen }: Session): ComponentType {
  if (who === "anyone" || (who === "open" && boardsOpen)) return page;
  if (person === null) return SignInPage;
  if (who === "open" || who === "reader" || who.includes(person.role)) return page;
  return NotForYou;
}

function NotForYou() {
  return (
    <Page title="Not for this role">
      <Empty icon="people" title="Your role does not open this page">
        A manager can give you another role under People, or do this for you. Everything you may use is in the
        menu.
      </Empty>
    </Page>
  );
}

function NoPage() {
  const { path } = useLocation();
  return (
    <Page title="No such page">
      <Empty icon="info" title={`There is no page at ${path}`}>
        The address may be mistyped or from an older version. The menu leads to every page.
      </Empty>
    </Page>
  );
}
