// Room: office/ui/treat. Entering a treatment.

import { Page } from "../components/page.tsx";

export function TreatPage() {
  return (
    <Page title="Treat">
      <p>…</p>
    </Page>
  );
}
