// Room: office/ui/people. Sign in.

import { Page } from "../components/page.tsx";

export function SignInPage() {
  return (
    <Page title="Sign in">
      <p>…</p>
    </Page>
  );
}
