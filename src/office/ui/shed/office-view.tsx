// Room: office/ui/shed. The office itself: disk, records, taking in, memory, what is sent to others, jobs, versions.
// May live here: lines from /api/upkeep. May not: repairs.

import type { Upkeep } from "../../contract/upkeep.ts";
import { Card, Facts } from "../components/card.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { Progress, Reading } from "../components/progress.tsx";
import { type Column, Table } from "../components/table.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useOffice } from "../office.ts";
import { useRead } from "../reads.ts";
import { ConditionLine } from "./condition-line.tsx";
import { bytesInWords, type Condition, diskCondition, ingestCondition, mqttCondition } from "./conditions.ts";

export function OfficeView() {
  const read = useRead("upkeep", ["upkeep"]);
  if (read.value === null) {
    return read.trouble === null ? (
      <Reading what="the office" />
    ) : (
      <TroubleBox trouble={read.trouble} again={read.again} />
    );
  }
  return <OfficeShown upkeep={read.value} />;
}

function OfficeShown({ upkeep }: { readonly upkeep: Upkeep }) {
  const { store, disk, ingest, memory, mqtt, jobs, progress } = upkeep;
  const used = disk.totalBytes === 0 ? 0 : 1 - disk.freeBytes / disk.totalBytes;
  return (
    <div class="shed-office">
      {progress === null ? null : (
        <Card title="Under way">
          <Progress what={progress.what} done={progress.done} />
        </Card>
      )}
      <Card title="The office">
        <ul class="shed-conditions">
          <ConditionLine name="Disk" condition={diskCondition(disk)}>
            <meter class="shed-meter" min={0} max={1} value={used} aria-label="Disk used">
              {Math.round(used * 100)} %
            </meter>
          </ConditionLine>
          <ConditionLine name="Records" condition={storeCondition(store)} />
          <ConditionLine name="Taking in the recording" condition={ingestCondition(ingest)}>
            {ingest.upTo === null ? null : (
              <p class="quiet-words">
                up to <ClockTime at={ingest.upTo} />
              </p>
            )}
          </ConditionLine>
          <ConditionLine
            name="Memory"
            condition={{ sign: "good", says: bytesInWords(memory.rssBytes), usualCause: "", whatToDo: "" }}
          />
          <ConditionLine name="Sent to others (MQTT)" condition={mqttCondition(mqtt)} />
        </ul>
      </Card>
      <Card title="Jobs">
        <Table caption="Jobs" columns={JOBS} rows={jobs} rowKey={({ job }) => job} />
      </Card>
      <Versions upkeep={upkeep} />
    </div>
  );
}

function storeCondition({ bytes, walBytes, schema, synchronous }: Upkeep["store"]): Condition {
  const says = `${bytesInWords(bytes)}, journal ${bytesInWords(walBytes)}, tables of version ${schema}, written with synchronous=${synchronous}`;
  if (synchronous.toUpperCase() === "FULL") return { sign: "good", says, usualCause: "", whatToDo: "" };
  return {
    sign: "out-of-spec",
    says,
    usualCause: "A mistake in this program.",
    whatToDo: "Report it: a power cut could lose the last entries.",
  };
}

const JOBS: readonly Column<Upkeep["jobs"][number]>[] = [
  { head: "Job", names: true, cell: ({ says }) => says },
  { head: "Last", cell: ({ lastRun }) => (lastRun === null ? "not yet" : <ClockTime at={lastRun} />) },
  { head: "Result", cell: ({ lastResult }) => (lastResult === "" ? "–" : lastResult) },
  { head: "Next", cell: ({ next }) => (next === null ? "–" : <ClockTime at={next} />) },
];

function Versions({ upkeep }: { readonly upkeep: Upkeep }) {
  const { live } = useOffice();
  const controller = live.now.value?.devices?.version ?? "not heard";
  return (
    <Card title="Versions">
      <Facts
        items={[
          ["Controller", controller],
          ["Office", upkeep.version],
          ["Node", upkeep.node],
          ["SQLite", upkeep.sqlite],
          ["Office started", <ClockTime key="started" at={upkeep.startedAt} />],
        ]}
      />
    </Card>
  );
}
