// Room: office/ui/pit. Every bail as milkers see it.

import { Page } from "../components/page.tsx";

export function PitPage() {
  return (
    <Page title="Pit">
      <p>…</p>
    </Page>
  );
}
