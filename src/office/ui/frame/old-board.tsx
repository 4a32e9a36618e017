// Room: office/ui/frame. STALE: what is shown may not be so any more. Said in words, and the frame makes every live part look old.

import { Icon } from "../components/icon.tsx";
import { useOffice } from "../office.ts";

export function OldBoard() {
  const { live } = useOffice();
  const stale = live.stale.value;
  return (
    <div role="alert">
      {stale === null ? null : (
        <div class="old-board">
          <Icon name="clock" />
          <p>
            <strong>
              STALE: nothing new for <span aria-hidden="true">{stale.forSeconds} s</span>
              <span class="aside">some time</span>.
            </strong>{" "}
            {stale.who === "office"
              ? "Go by the lamps at the bails, not by this screen. See that this device has its network; it comes back by itself."
              : "Go by the lamps at the bails, not by this screen. The office hears nothing from the controller; if the lamps alternate red and green too, restart the box."}
          </p>
        </div>
      )}
    </div>
  );
}
