// Room: office/ui/shed. The shed itself.

import { Page } from "../components/page.tsx";

export function ShedPage() {
  return (
    <Page title="Shed">
      <p>…</p>
    </Page>
  );
}
