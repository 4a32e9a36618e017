// Room: office/ui. How the pages look on this device: as the device wishes, or light, or dark.
// May live here: the choice and where it is kept. May not: colours (css/).

import { type ReadonlySignal, signal } from "@preact/signals";

export const LOOKS = ["device", "light", "dark"] as const;
export type Look = (typeof LOOKS)[number];
const KEPT_AS = "vatguard-look";

export type LookKeeper = { readonly look: ReadonlySignal<Look>; readonly choose: (look: Look) => void };

export function createLook(root: HTMLElement, kept: Storage): LookKeeper {
  const before = kept.getItem(KEPT_AS);
  const look = signal<Look>(LOOKS.find((one) => one === before) ?? "device");
  const show = () => {
    if (look.value === "device") delete root.dataset.look;
    else root.dataset.look = look.value;
  };
  show();
  return {
    look,
    choose: (chosen) => {
      look.value = chosen;
      kept.setItem(KEPT_AS, chosen);
      show();
    },
  };
}
