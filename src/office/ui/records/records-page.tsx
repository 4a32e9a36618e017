// Room: office/ui/records. The book.

import { Page } from "../components/page.tsx";

export function RecordsPage() {
  return (
    <Page title="Records">
      <p>…</p>
    </Page>
  );
}
