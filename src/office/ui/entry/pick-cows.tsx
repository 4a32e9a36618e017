// Room: office/ui/entry. Many cows: whole groups, ticked in a list, or one after the other by number and scan.
// May live here: picking. May not: what is recorded about them.

import { useState } from "preact/hooks";
import { Button } from "../components/button.tsx";
import { Choices } from "../components/choice.tsx";
import { TextField } from "../components/field.tsx";
import { Icon } from "../components/icon.tsx";
import { STATUS_WORDS } from "../cow/standing.tsx";
import { useRead } from "../reads.ts";
import { PickCow } from "./pick-cow.tsx";

type Props = {
  readonly cows: readonly string[];
  readonly group: string;
  readonly onPick: (cows: readonly string[], group: string) => void;
  readonly error?: string | undefined;
};
const LISTED = 60;
type Way = "group" | "list" | "number";

export function PickCows({ cows, group, onPick, error }: Props) {
  const groups = useRead("groups", ["herd"]);
  const known = groups.value?.items ?? [];
  const [way, setWay] = useState<Way | null>(null);
  const shown = way ?? (known.length > 0 ? "group" : "list");
  const add = (more: readonly string[], name = group) => onPick([...new Set([...cows, ...more])], name);
  const ways: readonly (readonly [Way, string])[] = [
    ["group", "A group"],
    ["list", "Tick in a list"],
    ["number", "By number or scan"],
  ];
  return (
    <div class="entry-pick-cows">
      <div class="buttons">
        {ways.map(([one, name]) => (
          <Button key={one} pressed={shown === one} onPress={() => setWay(one)}>
            {name}
          </Button>
        ))}
      </div>
      {shown === "group" ? (
        known.length === 0 ? (
          <p class="hint">There are no groups yet. Make one on the Cows page, or tick cows in the list.</p>
        ) : (
          <ul class="entry-cow-tiles">
            {known.map((one) => (
              <li key={one.group}>
                <button
                  type="button"
                  class="entry-cow-tile"
                  aria-pressed={one.cows.length > 0 && one.cows.every((cow) => cows.includes(cow))}
                  onClick={() => add(one.cows, one.group)}
                >
                  <span class="entry-cow-group">{one.group}</span>
                  <span class="entry-cow-where">{one.cows.length} cows</span>
                </button>
              </li>
            ))}
          </ul>
        )
      ) : null}
      {shown === "list" ? <TickCows cows={cows} onPick={(ticked) => onPick(ticked, group)} /> : null}
      {shown === "number" ? <PickCow onPick={(cow) => add([cow])} done="Add" except={cows} /> : null}
      <PickedCows cows={cows} onPick={(left) => onPick(left, left.length === 0 ? "" : group)} />
      {error === undefined ? null : <p class="wrong-words">▲ {error}</p>}
    </div>
  );
}

function TickCows({ cows, onPick }: { cows: readonly string[]; onPick: (cows: readonly string[]) => void }) {
  const [q, setQ] = useState("");
  const read = useRead("cows", ["herd"], { query: { q, limit: LISTED } });
  const listed = read.value?.items.map(({ cow }) => cow) ?? [];
  const elsewhere = cows.filter((cow) => !listed.includes(cow));
  return (
    <div>
      <TextField label="Search" kind="search" value={q} onInput={setQ} />
      <Choices
        legend={`Cows${q === "" ? "" : ` with "${q}"`}`}
        options={(read.value?.items ?? []).map(({ cow, name, status }) => ({
          value: cow,
          label: cow,
          says: name === "" ? STATUS_WORDS[status] : name,
        }))}
        values={cows.filter((cow) => listed.includes(cow))}
        onChoose={(ticked) => onPick([...elsewhere, ...ticked])}
        hint={read.value?.next == null ? undefined : `The first ${LISTED}. Search for others.`}
      />
    </div>
  );
}

type PickedProps = { readonly cows: readonly string[]; readonly onPick: (cows: readonly string[]) => void };
export function PickedCows({ cows, onPick }: PickedProps) {
  if (cows.length === 0) return null;
  return (
    <div class="entry-picked">
      <h3>
        {cows.length} {cows.length === 1 ? "cow" : "cows"} chosen
      </h3>
      <ul class="entry-picked-cows">
        {cows.map((cow) => (
          <li key={cow}>
            <button
              type="button"
              class="entry-picked-cow"
              aria-label={`Take cow ${cow} out`}
              onClick={() => onPick(cows.filter((one) => one !== cow))}
            >
              {cow}
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <Button kind="quiet" onPress={() => onPick([])}>
        Take all out
      </Button>
    </div>
  );
}
