// Room: office/ui/entry. One cow, with one thumb: who stands in the shed as tiles, a number pad, or a scan.
// May live here: picking. May not: what is recorded about her.

import { useState } from "preact/hooks";
import type { CowShort } from "../../contract/herd.ts";
import { LinkButton } from "../components/button.tsx";
import { NumberPad } from "../components/number-pad.tsx";
import { useOffice } from "../office.ts";
import { findCow, inShed, type NotFound, useWand } from "./cows-here.ts";

type Props = {
  readonly onPick: (cow: string) => void;
  /** What the pad's last key says. */
  readonly done?: string;
  /** Left out of the tiles. */
  readonly except?: readonly string[];
};
const TILES_MAX = 12;

export function PickCow({ onPick, done = "Take", except = [] }: Props) {
  const { ask, live, say } = useOffice();
  const [typed, setTyped] = useState("");
  const [missed, setMissed] = useState<NotFound | null>(null);
  const [looking, setLooking] = useState(false);
  const [near, setNear] = useState<readonly CowShort[]>([]);
  const take = (cow: string) => {
    setTyped("");
    setNear([]);
    setMissed(null);
    say(`Cow ${cow}`);
    onPick(cow);
  };
  const find = (text: string) => {
    setLooking(true);
    findCow(ask, text).then(
      (found) => {
        setLooking(false);
        if (found.ok) take(found.value.cow);
        else setMissed(found.error);
      },
      () => setLooking(false),
    );
  };
  const type = (text: string) => {
    setTyped(text);
    setMissed(null);
    if (text === "") {
      setNear([]);
      return;
    }
    ask("cows", { query: { q: text, limit: 20 } }).then(
      (answer) => setNear(answer.ok ? answer.value.items.filter(({ cow }) => cow.startsWith(text)) : []),
      () => undefined,
    );
  };
  useWand((eid) => {
    setTyped("");
    find(eid);
  });
  const here = inShed(live.now.value).filter(({ cow }) => !except.includes(cow));
  const shown = near.filter(({ cow }) => !except.includes(cow) && cow.startsWith(typed)).slice(0, 6);
  return (
    <div class="entry-pick-cow">
      <div class="entry-pick-cow-here">
        {typed !== "" && shown.length > 0 ? (
          <>
            <h3>Numbers that begin so</h3>
            <ul class="entry-cow-tiles">
              {shown.map(({ cow, name, standing }) => (
                <li key={cow}>
                  <button type="button" class="entry-cow-tile" onClick={() => take(cow)}>
                    <span class="entry-cow-number">{cow}</span>
                    <span class="entry-cow-where">
                      {name === "" ? (standing === "divert" ? "withheld" : "in the register") : name}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        ) : here.length > 0 ? (
          <>
            <h3>In the shed now</h3>
            <ul class="entry-cow-tiles">
              {here.slice(0, TILES_MAX).map(({ cow, bail, held }) => (
                <li key={cow}>
                  <button type="button" class="entry-cow-tile" onClick={() => take(cow)}>
                    <span class="entry-cow-number">{cow}</span>
                    <span class="entry-cow-where">
                      bail {bail}
                      {held ? ", diverted" : ""}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        ) : (
          <p class="hint">Nobody stands in the shed. Type her number, or scan her tag.</p>
        )}
      </div>
      <div class="entry-pick-cow-pad">
        <NumberPad
          label="Her number, or scan her tag"
          value={typed}
          onInput={type}
          onDone={() => find(typed)}
          done={done}
          doneOff={typed.trim() === ""}
          busy={looking}
          max={20}
          error={missed?.says}
        />
        {missed?.add == null ? null : (
          <LinkButton href={`/cows?do=add&number=${encodeURIComponent(missed.add)}`} icon="plus">
            Add cow {missed.add}
          </LinkButton>
        )}
      </div>
    </div>
  );
}
