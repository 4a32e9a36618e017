// Room: office/ui/people. Who may sign in.

import { Page } from "../components/page.tsx";

export function PeoplePage() {
  return (
    <Page title="People">
      <p>…</p>
    </Page>
  );
}
