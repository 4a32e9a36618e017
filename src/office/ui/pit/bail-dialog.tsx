// Room: office/ui/pit. One bail in words: what it is, why, what to do, and the presses that are allowed from here.

import { useState } from "preact/hooks";
import { REASONS, type ReasonCode } from "../../../domain/alarms/catalogue.ts";
import { Button, Buttons, LinkButton } from "../components/button.tsx";
import { Facts } from "../components/card.tsx";
import { Dialog } from "../components/dialog.tsx";
import { LAMP_SAYS, Lamp } from "../components/lamp.tsx";
import { useOffice } from "../office.ts";
import { Act, ActWithReason } from "./act.tsx";
import { wordOf } from "./bail-tile.tsx";
import type { Board, BoardBail } from "./board.ts";
import { Settle } from "./settle.tsx";
import { asksForNumber, leavesResidue, MILK_LAST } from "./to-do.ts";

type Props = { readonly board: Board; readonly bail: BoardBail; readonly onClose: () => void };
export function BailDialog({ board, bail, onClose }: Props) {
  const [settling, setSettling] = useState(asksForNumber(bail));
  const name = bail.cow === null ? (bail.visit === null ? "empty" : "cow not known") : `cow ${bail.cow}`;
  const fault = board.faults.some(
    ({ fault, subject }) =>
      fault.startsWith("valve-") && subject.kind === "bail" && subject.bail === bail.bail,
  );
  return (
    <Dialog title={`Bail ${bail.bail}: ${name}`} onClose={onClose} wide>
      <p class="bail-now living">
        <Lamp lamp={bail.lamp} />
        <strong>{wordOf(bail)}</strong>
        <span>{LAMP_SAYS[bail.lamp]}</span>
      </p>
      {settling ? <Settle bail={bail.bail} onDone={onClose} /> : null}
      {bail.reasons.map((reason) => (
        <Reason
          key={reason}
          reason={reason}
          why={reason === "withheld" || reason === "held-by-clock" ? bail.why : []}
        />
      ))}
      {leavesResidue(bail) ? <p class="bail-last">{MILK_LAST}</p> : null}
      <BailFacts bail={bail} />
      {fault ? (
        <ActWithReason
          intent={(reason) => ({ kind: "clear-valve-fault", bail: bail.bail, reason })}
          field="What was wrong with the valve, and who saw it move"
          onDone={onClose}
        >
          Clear the valve's fault
        </ActWithReason>
      ) : null}
      <Buttons>
        {bail.visit === null || settling ? null : (
          <Button onPress={() => setSettling(true)}>It is another cow</Button>
        )}
        {bail.visit === null || bail.reasons.includes("diverted-by-hand") ? null : (
          <Act intent={{ kind: "divert-bail", bail: bail.bail }} kind="danger" icon="stop" onDone={onClose}>
            Divert this cow now
          </Act>
        )}
        <CowLinks cow={bail.cow} />
      </Buttons>
    </Dialog>
  );
}

function CowLinks({ cow }: { readonly cow: string | null }) {
  const role = useOffice().session.role.value;
  if (cow === null || role === null) return null;
  return (
    <>
      {role === "auditor" ? null : (
        <LinkButton href={`/treat?cow=${encodeURIComponent(cow)}`} icon="treat">
          Treat cow {cow}
        </LinkButton>
      )}
      <LinkButton href={`/cow/${encodeURIComponent(cow)}`} icon="cows">
        All about cow {cow}
      </LinkButton>
    </>
  );
}

function Reason({ reason, why }: { readonly reason: ReasonCode; readonly why: readonly string[] }) {
  const { says, meaning, usualCause, whatToDo } = REASONS[reason];
  if (reason === "empty") return <p>{meaning}</p>;
  return (
    <div class="bail-reason">
      <h3>{says}</h3>
      <p class="bail-do">{whatToDo}</p>
      {why.length === 0 ? (
        <p>
          {meaning} {usualCause}
        </p>
      ) : (
        <ul>
          {why.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

const PROVEN = {
  vat: "at the vat, proven",
  divert: "at divert, proven",
  moving: "moving, not proven yet",
  unproven: "NOT PROVEN",
  unknown: "not known: its board is away",
} as const satisfies Record<BoardBail["confirmed"], string>;

function BailFacts({ bail }: { readonly bail: BoardBail }) {
  return (
    <Facts
      items={[
        ["Valve", PROVEN[bail.confirmed]],
        ["Sent to", bail.commanded === "vat" ? "the vat" : "divert"],
        ["Tag", bail.eid ?? "none read"],
      ]}
    />
  );
}
