// Room: office/ui/cow. A cow's entry in the register: a new one, or a change of tag, status or name with its reason.
// May live here: the form. May not: tags' history (the office keeps it).

import { useState } from "preact/hooks";
import type { CowPage, CowShort } from "../../contract/herd.ts";
import type { Recorded } from "../../contract/pieces.ts";
import type { Asks } from "../../contract/routes.ts";
import { newEntryId, type Trouble } from "../client.ts";
import { Button, LinkButton } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { Choice, type Option } from "../components/choice.tsx";
import { errorAt, TextField } from "../components/field.tsx";
import { RecordedBox } from "../components/recorded.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useWand } from "../entry/cows-here.ts";
import { useFirstWrong } from "../entry/first-wrong.ts";
import { useKept } from "../entry/kept.ts";
import { KeptNote } from "../entry/kept-note.tsx";
import { SaveBar } from "../entry/save-bar.tsx";
import { eidIn } from "../entry/wand.ts";
import { useSave } from "../reads.ts";
import { STATUS_WORDS } from "./standing.tsx";

type Status = CowShort["status"];
type RegisterDraft = {
  readonly entry: string;
  readonly cow: string;
  readonly name: string;
  readonly eids: readonly string[];
  readonly status: Status | "";
  readonly breed: string;
  readonly born: string;
  readonly note: string;
  readonly reason: string;
  /** As it was when the form was opened: only what was changed here is sent, so that an old form undoes nobody's entry. */
  readonly was: Readonly<Record<"name" | "eids" | "status" | "breed" | "born" | "note", string>>;
};
const STATUSES: readonly Option<Status>[] = [
  { value: "in-milk", label: STATUS_WORDS["in-milk"] },
  { value: "dry", label: STATUS_WORDS.dry },
  { value: "heifer", label: STATUS_WORDS.heifer, says: "has not calved yet" },
  { value: "sold", label: STATUS_WORDS.sold },
  { value: "died", label: STATUS_WORDS.died },
];
const TAGS_MAX = 6;

type Props = {
  /** Null: a new cow. */
  readonly hers: CowPage | null;
  /** The number of a new cow where it is known already. */
  readonly number?: string;
};
export function RegisterForm({ hers, number = "" }: Props) {
  const fresh = (): RegisterDraft => ({
    entry: newEntryId(),
    cow: hers?.cow ?? number,
    name: hers?.name ?? "",
    eids: hers === null || hers.eids.length === 0 ? [""] : hers.eids,
    status: hers?.status ?? "",
    breed: hers?.breed ?? "",
    born: hers?.born ?? "",
    note: hers?.note ?? "",
    reason: "",
    was: {
      name: hers?.name ?? "",
      eids: (hers?.eids ?? []).join(),
      status: hers?.status ?? "",
      breed: hers?.breed ?? "",
      born: hers?.born ?? "",
      note: hers?.note ?? "",
    },
  });
  const kept = useKept<RegisterDraft>({ name: hers === null ? "new-cow" : `register-${hers.cow}`, fresh });
  const { draft } = kept;
  const adding = useSave("addCow");
  const changing = useSave("changeCow");
  const saving = hers === null ? adding : changing;
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState<{ readonly reply: Recorded; readonly cow: string } | null>(null);
  const firstWrong = useFirstWrong();
  const set = (part: Partial<RegisterDraft>) => {
    kept.set({ ...draft, ...part });
    if (saving.trouble !== null) saving.clear();
  };
  useWand((eid) => set({ eids: withTag(draft.eids, eid) }));
  const open = openOf(draft, hers === null);
  const error = (at: string) =>
    errorAt(saving.trouble, at) ?? (tried ? open.find((one) => one.at === at)?.says : undefined);
  const save = () => {
    setTried(true);
    const { status } = draft;
    if (open.length > 0 || status === "") {
      firstWrong.look();
      return;
    }
    const body = {
      entry: draft.entry,
      name: draft.name,
      eids: draft.eids.map((text) => eidIn(text) ?? "").filter((eid) => eid !== ""),
      status,
      breed: draft.breed,
      ...(draft.born === "" ? {} : { born: draft.born }),
      note: draft.note,
    };
    const sent =
      hers === null
        ? adding.send({ body: { ...body, cow: draft.cow.trim() } })
        : changing.send({ params: { cow: hers.cow }, body: changesOf(body, draft) });
    sent.then(
      (answer) => {
        if (!answer.ok) {
          firstWrong.look();
          return;
        }
        setDone({ reply: answer.value, cow: draft.cow.trim() });
        kept.startAfresh({ ...fresh(), cow: "", eids: [""], name: "" });
        setTried(false);
      },
      () => undefined,
    );
  };
  if (done !== null) {
    return (
      <RecordedBox reply={done.reply}>
        <LinkButton kind="main" href={`/cow/${encodeURIComponent(done.cow)}`}>
          Cow {done.cow}
        </LinkButton>
        {hers === null ? <Button onPress={() => setDone(null)}>Another cow</Button> : null}
      </RecordedBox>
    );
  }
  return (
    <div class="cow-form" ref={firstWrong.ref}>
      <KeptNote kept={kept} begun fresh={fresh} />
      <Card>
        <div class="form two">
          {hers === null ? (
            <TextField
              label="Number"
              required
              max={20}
              value={draft.cow}
              onInput={(cow) => set({ cow })}
              error={error("cow")}
            />
          ) : null}
          <TextField
            label="Name"
            max={60}
            value={draft.name}
            onInput={(name) => set({ name })}
            error={error("name")}
          />
        </div>
        <Tags
          eids={draft.eids}
          onChange={(eids) => set({ eids })}
          trouble={saving.trouble}
          error={error("eids")}
        />
        <Choice
          legend="She is"
          options={STATUSES}
          value={draft.status === "" ? null : draft.status}
          onChoose={(status) => set({ status })}
          hint="Only the milk of a cow in milk may ever go to the vat. Record her calving as well: it counts her colostrum."
          error={error("status")}
        />
        <div class="form two">
          <TextField
            label="Breed"
            max={40}
            value={draft.breed}
            onInput={(breed) => set({ breed })}
            error={error("breed")}
          />
          <TextField
            label="Born"
            kind="date"
            value={draft.born}
            onInput={(born) => set({ born })}
            error={error("born")}
          />
        </div>
        <TextField
          label="Note"
          lines={2}
          max={300}
          value={draft.note}
          onInput={(note) => set({ note })}
          error={error("note")}
        />
        {hers === null ? null : (
          <TextField
            label="Why is it changed?"
            required
            max={200}
            value={draft.reason}
            onInput={(reason) => set({ reason })}
            hint="Tag lost and replaced, sold to …, died of …"
            error={error("reason")}
          />
        )}
      </Card>
      <div class="cow-form-foot">
        <TroubleBox trouble={saving.trouble} except={IN_PLACE} />
        <SaveBar
          says={hers === null ? `New cow ${draft.cow}` : `Cow ${hers.cow}: change the register`}
          missing={open.map(({ says }) => says)}
          saving={saving.saving}
          onSave={save}
        />
      </div>
    </div>
  );
}

/** Mistakes that are said at their fields. */
const IN_PLACE: readonly string[] = ["cow", "name", "eids", "status", "breed", "born", "note", "reason"];

/** What of the body was changed in this form. */
function changesOf(body: Body, { was, reason }: RegisterDraft): Change {
  const { entry, name, eids, status, breed, born, note } = body;
  return {
    entry,
    reason,
    ...(name === was.name ? {} : { name }),
    ...(eids.join() === was.eids ? {} : { eids }),
    ...(status === was.status ? {} : { status }),
    ...(breed === was.breed ? {} : { breed }),
    ...(born === undefined || born === was.born ? {} : { born }),
    ...(note === was.note ? {} : { note }),
  };
}
type Change = Asks<"changeCow">["body"];
type Body = Omit<Asks<"addCow">["body"], "cow">;

/** A scanned tag fills the first empty place. */
function withTag(eids: readonly string[], eid: string): readonly string[] {
  if (eids.includes(eid)) return eids;
  const empty = eids.indexOf("");
  if (empty >= 0) return eids.map((one, at) => (at === empty ? eid : one));
  return eids.length < TAGS_MAX ? [...eids, eid] : eids;
}

type Open = { readonly at: string; readonly says: string };
function openOf(draft: RegisterDraft, isNew: boolean): readonly Open[] {
  const odd = draft.eids.some((text) => text.trim() !== "" && eidIn(text) === null);
  return [
    ...(isNew && draft.cow.trim() === "" ? [{ at: "cow", says: "What is her number?" }] : []),
    ...(odd ? [{ at: "eids", says: "A tag has 15 digits. Scan it, or copy all of them." }] : []),
    ...(draft.status === "" ? [{ at: "status", says: "Is she in milk, dry, a heifer?" }] : []),
    ...(!isNew && draft.reason.trim() === "" ? [{ at: "reason", says: "Why is it changed?" }] : []),
  ];
}

type TagsProps = {
  readonly eids: readonly string[];
  readonly onChange: (eids: readonly string[]) => void;
  readonly trouble: Trouble | null;
  readonly error: string | undefined;
};
function Tags({ eids, onChange, trouble, error }: TagsProps) {
  return (
    <div class="cow-tags">
      {eids.map((eid, at) => (
        <TextField
          // A tag that is being typed has no other name.
          key={at}
          label={eids.length === 1 ? "Electronic tag" : `Electronic tag ${at + 1}`}
          inputMode="numeric"
          max={24}
          value={eid}
          onInput={(text) => onChange(eids.map((one, place) => (place === at ? text : one)))}
          hint={
            at === 0 ? "15 digits. Scan it with a wand, or copy it from the list of the tags." : undefined
          }
          error={
            errorAt(trouble, `eids.${at}`) ?? (eid.trim() !== "" && eidIn(eid) === null ? error : undefined)
          }
        />
      ))}
      {eids.length < TAGS_MAX ? (
        <Button icon="plus" kind="quiet" onPress={() => onChange([...eids, ""])}>
          Another tag
        </Button>
      ) : null}
    </div>
  );
}
