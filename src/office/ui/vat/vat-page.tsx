// Room: office/ui/vat. The vat.

import { Page } from "../components/page.tsx";

export function VatPage() {
  return (
    <Page title="Vat">
      <p>…</p>
    </Page>
  );
}
