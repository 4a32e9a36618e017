// Room: office/ui/withheld. Who may not go to the vat.

import { Page } from "../components/page.tsx";

export function WithheldPage() {
  return (
    <Page title="Withheld">
      <p>…</p>
    </Page>
  );
}
