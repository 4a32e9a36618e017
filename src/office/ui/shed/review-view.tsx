// Room: office/ui/shed. After going back to a backup: every cow touched since, looked at one by one. Each diverts until then.
// Invariant: no "all at once": what was lost is different for each cow.

import { useState } from "preact/hooks";
import type { Reply } from "../../contract/routes.ts";
import { Button, LinkButton } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { Dialog } from "../components/dialog.tsx";
import { Empty } from "../components/empty.tsx";
import { type Column, Table } from "../components/table.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { ReasonForm } from "../entry/reason-form.tsx";
import { useIsManager } from "../may.ts";
import { useOffice } from "../office.ts";
import { type Read, useSave } from "../reads.ts";

type Cow = Reply<"review">["cows"][number];

export function ReviewView({ read }: { readonly read: Read<"review"> }) {
  const [looking, setLooking] = useState<Cow | null>(null);
  const manager = useIsManager();
  const { value } = read;
  if (value === null || value.since === null) {
    return (
      <Empty icon="check" title="No review is under way">
        After going back to a backup every cow touched since stands here, and diverts until somebody has
        looked at her.
      </Empty>
    );
  }
  const columns: readonly Column<Cow>[] = [
    { head: "Cow", names: true, cell: ({ cow }) => <a href={`/cow/${encodeURIComponent(cow)}`}>{cow}</a> },
    { head: "Why", cell: ({ why }) => why },
    {
      head: "Last touched",
      cell: ({ lastTouched }) => (lastTouched === null ? "not known" : <ClockTime at={lastTouched} />),
    },
    ...(manager
      ? [
          {
            head: "Looked at",
            cell: (cow: Cow) => (
              <Button onPress={() => setLooking(cow)} label={`I have looked at cow ${cow.cow}`}>
                I have looked…
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <Card
      title={
        value.cows.length === 1 ? "One cow still to look at" : `${value.cows.length} cows still to look at`
      }
      tone={value.cows.length === 0 ? "good" : "bad"}
    >
      <p>
        The records went back to {value.backup} <ClockTime at={value.since} />. What happened to these cows
        since that copy is not in the records: each diverts until a manager has looked at her notes and
        entered what is missing.
      </p>
      <TroubleBox trouble={read.trouble} />
      {value.cows.length === 0 ? (
        <p>
          <b>All have been looked at.</b>
        </p>
      ) : (
        <Table caption="Cows to look at" columns={columns} rows={value.cows} rowKey={({ cow }) => cow} />
      )}
      {looking === null ? null : (
        <LookDialog
          cow={looking}
          onClose={() => {
            setLooking(null);
            read.again();
          }}
        />
      )}
    </Card>
  );
}

function LookDialog({ cow, onClose }: { readonly cow: Cow; readonly onClose: () => void }) {
  const save = useSave("reviewed");
  const { say } = useOffice();
  const send = async (says: string) => {
    const answer = await save.send({ body: { cow: cow.cow, says } });
    if (!answer.ok) return false;
    say(`Cow ${cow.cow} has been looked at.`);
    onClose();
    return true;
  };
  return (
    <Dialog title={`Cow ${cow.cow}`} onClose={onClose}>
      <ReasonForm
        about={`review-${cow.cow}`}
        label="What you found"
        hint="Such as: treated on the 22nd, entered again. Your PIN is asked for next."
        button="Her records are complete"
        lines={2}
        focus={false}
        saving={save.saving}
        trouble={save.trouble}
        onSend={send}
      >
        <p>{cow.why}</p>
        <p>
          First enter what is missing: treatments from the notes or the whiteboard, calvings, holds. Then say
          what you found; from then on her records decide about her again.
        </p>
        <LinkButton href={`/cow/${encodeURIComponent(cow.cow)}`}>Her records</LinkButton>
      </ReasonForm>
    </Dialog>
  );
}
