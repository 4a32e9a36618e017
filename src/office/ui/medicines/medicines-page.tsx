// Room: office/ui/medicines. The shelf.

import { Page } from "../components/page.tsx";

export function MedicinesPage() {
  return (
    <Page title="Medicines">
      <p>…</p>
    </Page>
  );
}
