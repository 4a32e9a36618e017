// Room: office/ui/cow. Everything about one cow.

import { Page } from "../components/page.tsx";

export function CowPage() {
  return (
    <Page title="Cow">
      <p>…</p>
    </Page>
  );
}
