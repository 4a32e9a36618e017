// Room: office/ui/pit. One bail: its number, its lamp, the cow, one line of why. Pressed, it opens.

import { LAMP_WORDS, Lamp } from "../components/lamp.tsx";
import { type BoardBail, isOnItsWay, isTested } from "./board.ts";
import { saysOf } from "./to-do.ts";

type Props = {
  readonly bail: BoardBail;
  readonly onOpen: (bail: number) => void;
  /** Stands at the platform's entry. */
  readonly atEntry?: boolean;
  readonly rinse?: boolean;
};

/** The line under the cow's number. */
export function lineOf(bail: BoardBail): string {
  const [first] = bail.reasons;
  if (first === undefined) return isOnItsWay(bail) ? "valve on its way" : "";
  if (first !== "empty") return saysOf(first);
  if (isTested(bail)) return "lamps test";
  return bail.confirmed === "unknown" ? "board away" : "";
}
export function wordOf(bail: BoardBail): string {
  if (isTested(bail)) return "TEST";
  return isOnItsWay(bail) ? "WAIT" : LAMP_WORDS[bail.lamp];
}

export function BailTile({ bail, onOpen, atEntry = false, rinse = false }: Props) {
  const cow = bail.cow ?? (bail.visit === null ? "" : "?");
  const rinsing = rinse && bail.visit === null;
  const line = rinsing ? "RINSE" : lineOf(bail);
  return (
    <button
      type="button"
      class={`bail ${bail.lamp}${isOnItsWay(bail) ? " on-its-way" : ""}${atEntry ? " at-entry" : ""}`}
      onClick={() => onOpen(bail.bail)}
    >
      <span class="bail-no">
        <span class="aside">Bail </span>
        {bail.bail}
        {atEntry ? <span class="aside">, at the entry</span> : null}
      </span>
      <span class="bail-lamp">
        <Lamp lamp={bail.lamp} />
        <span class="bail-word">{wordOf(bail)}</span>
      </span>
      <span class="bail-cow" data-letters={Math.min(cow.length, 6)}>
        <span class="aside">{bail.cow === null ? (bail.visit === null ? "" : "cow not known") : "cow "}</span>
        {cow}
      </span>
      <span class={rinsing ? "bail-line rinse" : "bail-line"}>{line}</span>
    </button>
  );
}
