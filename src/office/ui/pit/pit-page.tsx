// Room: office/ui/pit. The pit board, put together from the live picture.

import "./pit.css";
import { useEffect, useState } from "preact/hooks";
import { Empty } from "../components/empty.tsx";
import { Page } from "../components/page.tsx";
import { Reading } from "../components/progress.tsx";
import { useOffice } from "../office.ts";
import { AlarmStrip } from "./alarm-strip.tsx";
import { BailDialog } from "./bail-dialog.tsx";
import type { Board } from "./board.ts";
import { Counts } from "./counts.tsx";
import { Rotary } from "./ring.tsx";
import { type RinseMemory, rememberBoard, rinsed, rinsesDue } from "./rinse.ts";
import { Rows } from "./rows.tsx";
import { ToDoList } from "./to-do-list.tsx";
import { VatStrip } from "./vat-strip.tsx";

export function PitPage() {
  const { live } = useOffice();
  const shed = live.now.value;
  return (
    <Page title="Pit" width="full" quietTitle>
      {shed === null ? (
        <Reading what="the board" />
      ) : shed.board === null ? (
        <Empty icon="pit" title="The controller has not been heard yet">
          The board appears a second after the controller starts. Until then go by the lamps at the bails;
          with no controller every bail diverts by itself.
        </Empty>
      ) : (
        <Pit board={shed.board} />
      )}
    </Page>
  );
}

function Pit({ board }: { readonly board: Board }) {
  const [opened, setOpened] = useState<number | null>(null);
  const [memory, setMemory] = useState<RinseMemory>(new Map());
  useEffect(() => setMemory((before) => rememberBoard(before, board)), [board]);
  const rinses = rinsesDue(memory);
  const toRinse = (bail: number) => rinses.some((due) => due.bail === bail);
  const open = board.bails.find(({ bail }) => bail === opened);
  const many = board.bails.length > 32 ? " many" : "";
  return (
    <>
      <AlarmStrip board={board} onOpen={setOpened} />
      <div class={`pit living${many}`}>
        <div class="pit-top">
          <VatStrip vat={board.vat} stopped={board.vatStop !== null} />
          <Counts board={board} />
        </div>
        <div class="pit-board">
          {board.platform === null ? (
            <Rows board={board} onOpen={setOpened} toRinse={toRinse} />
          ) : (
            <Rotary board={board} platform={board.platform} onOpen={setOpened} toRinse={toRinse} />
          )}
        </div>
        <ToDoList
          board={board}
          rinses={rinses}
          onOpen={setOpened}
          onRinsed={(bail) => setMemory((before) => rinsed(before, bail))}
        />
      </div>
      {open === undefined ? null : (
        <BailDialog key={open.bail} board={board} bail={open} onClose={() => setOpened(null)} />
      )}
    </>
  );
}
