// Room: office/ui/shed. The chain of evidence and the backups: whether the records are whole, and going back to an earlier copy.
// May live here: what a restore means, before anybody presses. May not: restoring (the office does).
// Invariant: a restore is never one press: it says what is lost and what diverts, takes a reason, and the PIN.

import { useEffect, useState } from "preact/hooks";
import type { Backup } from "../../contract/upkeep.ts";
import { Badge } from "../components/badge.tsx";
import { Button, Buttons, LinkButton } from "../components/button.tsx";
import { Card, Facts } from "../components/card.tsx";
import { ClockTime, lengthWords, useNow } from "../components/clock-time.tsx";
import { Dialog } from "../components/dialog.tsx";
import { Empty } from "../components/empty.tsx";
import { Progress, Reading } from "../components/progress.tsx";
import { type Column, Table } from "../components/table.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { ReasonForm } from "../entry/reason-form.tsx";
import { useIsManager } from "../may.ts";
import { useOffice } from "../office.ts";
import { useRead, useSave } from "../reads.ts";
import { bytesInWords } from "./conditions.ts";

export function EvidenceView() {
  return (
    <div class="shed-evidence">
      <ChainCard />
      <BackupsCard />
    </div>
  );
}

function ChainCard() {
  const read = useRead("chain", ["upkeep"]);
  const verify = useSave("verifyChain");
  const chain = verify.reply ?? read.value;
  const verified = chain?.verified ?? null;
  return (
    <Card title="Chain of evidence" tone={verified?.good === false ? "bad" : "plain"}>
      <p>
        Each record carries the fingerprint of the one before it, so that a change made behind the program's
        back shows. The head below is printed on every report: held against a report from last year it proves
        that nothing was changed since.
      </p>
      <TroubleBox trouble={read.trouble ?? verify.trouble} />
      {chain === null ? (
        <Reading what="the chain" />
      ) : (
        <>
          <Facts
            items={[
              ["Records", chain.records.toLocaleString("en-GB")],
              ["Head", <code key="head">{chain.head}</code>],
            ]}
          />
          <div aria-live="polite">
            {verified === null ? (
              <Badge tone="quiet">not worked out anew since the start</Badge>
            ) : (
              <p>
                <Badge tone={verified.good ? "good" : "bad"}>{verified.good ? "whole" : "NOT whole"}</Badge>{" "}
                {verified.says} <ClockTime at={verified.at} />
              </p>
            )}
          </div>
          {verified?.good === false ? (
            <p>
              <b>
                Keep this computer as it is, copy the newest good backup away, and have somebody who knows the
                program look at the record that is named.
              </b>
            </p>
          ) : null}
          {verify.saving ? <Progress what="Working the chain out anew" done={null} /> : null}
          <Buttons>
            <Button busy={verify.saving} onPress={() => void verify.send()}>
              Work it out anew now
            </Button>
            <LinkButton kind="quiet" href="/records/changes">
              Who wrote what, when
            </LinkButton>
          </Buttons>
        </>
      )}
    </Card>
  );
}

/** While a backup is under way the list is asked for this often. */
const PROGRESS_EVERY_MS = 1_000;

function BackupsCard() {
  const read = useRead("backups", ["upkeep"]);
  const make = useSave("makeBackup");
  const [restoring, setRestoring] = useState<Backup | null>(null);
  const manager = useIsManager();
  const now = useNow();
  const { say } = useOffice();
  const { value, again } = read;
  const underWay = value?.progress ?? null;
  const running = underWay !== null;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(again, PROGRESS_EVERY_MS);
    return () => clearInterval(timer);
  }, [running, again]);
  if (value === null)
    return read.trouble === null ? (
      <Reading what="the backups" />
    ) : (
      <TroubleBox trouble={read.trouble} again={again} />
    );
  const old = value.lastGood === null || now - Date.parse(value.lastGood) > OLD_AFTER;
  return (
    <Card title="Backups" tone={old ? "ask" : "plain"}>
      <p>
        {value.lastGood === null ? (
          <b>There is no good backup yet. Make one now.</b>
        ) : (
          <>
            The last good one is <b>{lengthWords(now - Date.parse(value.lastGood))} old</b>
            {old ? ": make one now." : "."}
          </>
        )}{" "}
        <span class="quiet-words">
          They lie in {value.folder}. Copy them to another place from time to time: what lies on this card
          goes with it.
        </span>
      </p>
      <TroubleBox trouble={make.trouble ?? read.trouble} />
      {underWay === null ? null : <Progress what="Making a backup" done={underWay} />}
      {manager ? (
        <Buttons>
          <Button
            busy={make.saving || running}
            onPress={() => {
              void make.send().then((answer) => {
                if (answer.ok) say("The backup is being made.");
                again();
              });
            }}
          >
            Make a backup now
          </Button>
        </Buttons>
      ) : null}
      {value.items.length === 0 ? (
        <Empty icon="records" title="No backups yet">
          One is made each night, checked, and listed here with its checksum.
        </Empty>
      ) : (
        <Table
          caption="Backups"
          columns={manager ? [...COLUMNS, goBack(setRestoring)] : COLUMNS}
          rows={value.items}
          rowKey={({ name }) => name}
        />
      )}
      {restoring === null ? null : <RestoreDialog backup={restoring} onClose={() => setRestoring(null)} />}
    </Card>
  );
}
const OLD_AFTER = 48 * 3_600_000;

const COLUMNS: readonly Column<Backup>[] = [
  { head: "Made", names: true, cell: ({ at }) => <ClockTime at={at} /> },
  {
    head: "Checked",
    cell: ({ verified }) => <Badge tone={verified ? "good" : "bad"}>{verified ? "good" : "not good"}</Badge>,
  },
  { head: "Records", align: "end", cell: ({ records }) => records.toLocaleString("en-GB") },
  { head: "Size", align: "end", cell: ({ bytes }) => bytesInWords(bytes) },
  {
    head: "File and checksum",
    cell: ({ name, sha256 }) => (
      <>
        {name}
        <br />
        <code title={sha256}>{sha256.slice(0, 16)}…</code>
      </>
    ),
  },
];
const goBack = (choose: (backup: Backup) => void): Column<Backup> => ({
  head: "Go back",
  cell: (backup) => (
    <Button off={!backup.verified} label={`Go back to ${backup.name}`} onPress={() => choose(backup)}>
      Go back…
    </Button>
  ),
});

function RestoreDialog({ backup, onClose }: { readonly backup: Backup; readonly onClose: () => void }) {
  const save = useSave("restore");
  if (save.reply !== null) {
    return (
      <Dialog title="Gone back" onClose={onClose}>
        <p role="status">{save.reply.says}</p>
        <LinkButton kind="main" href="/shed?view=review">
          To the review
        </LinkButton>
      </Dialog>
    );
  }
  return (
    <Dialog title="Go back to this backup?" onClose={onClose}>
      <ReasonForm
        about={backup.name}
        label="Why"
        hint="It stands in the record with your name. Your PIN is asked for next."
        button="Go back to it"
        danger
        lines={2}
        focus={false}
        saving={save.saving}
        trouble={save.trouble}
        onSend={async (reason) => (await save.send({ body: { name: backup.name, reason } })).ok}
      >
        <p>
          The records become those of <ClockTime at={backup.at} />: {backup.records.toLocaleString("en-GB")}{" "}
          records.
        </p>
        <ul>
          <li>
            <b>Entries made since then are not in force any more.</b> Enter treatments of these days again
            from your notes.
          </li>
          <li>
            <b>Every cow touched since then diverts</b> until somebody has looked at her records, one by one.
          </li>
          <li>
            The records of now are kept aside; nothing is deleted. That you went back is itself on record.
          </li>
        </ul>
      </ReasonForm>
    </Dialog>
  );
}
