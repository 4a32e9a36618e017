// Room: office/ui/people. First start.

import { Page } from "../components/page.tsx";

export function SetUpPage() {
  return (
    <Page title="Set up">
      <p>…</p>
    </Page>
  );
}
