// Room: office/ui/frame. Before anything is known, and when the office cannot be reached at all.

import type { Trouble } from "../client.ts";
import { Icon } from "../components/icon.tsx";

export function Away({ trouble }: { readonly trouble: Trouble | null }) {
  if (trouble === null) {
    return (
      <main class="first-words">
        <p role="status">Asking the shed…</p>
      </main>
    );
  }
  return (
    <main class="away">
      <div role="alert">
        <Icon name="warning" />
        <h1>The shed's box does not answer</h1>
        <p>
          The bails do not need these pages: their lamps go on saying where each cow's milk goes. Trust the
          lamps.
        </p>
        <ul>
          <li>See that this device is on the shed's network.</li>
          <li>See that the box has power, then wait: it opens within a few seconds of its start.</li>
          <li>On the box itself, look at what its console says.</li>
        </ul>
      </div>
      <p role="status">Trying again by itself every 2 seconds.</p>
    </main>
  );
}
