// Room: office/ui/cow. The livestock register.

import { Page } from "../components/page.tsx";

export function CowsPage() {
  return (
    <Page title="Cows">
      <p>…</p>
    </Page>
  );
}
