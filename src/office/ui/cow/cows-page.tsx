// Room: office/ui/cow. The livestock register: search and filter, add a cow, groups, facts for many at once, the first filling.
// May live here: the list and what can be done from it. May not: one cow's own page.

import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { CowShort } from "../../contract/herd.ts";
import { pathOf } from "../client.ts";
import { Button, LinkButton } from "../components/button.tsx";
import { Empty } from "../components/empty.tsx";
import { TextField } from "../components/field.tsx";
import { Page } from "../components/page.tsx";
import { Reading } from "../components/progress.tsx";
import { More, Table } from "../components/table.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useWand } from "../entry/cows-here.ts";
import { useList } from "../entry/list.ts";
import { eidIn } from "../entry/wand.ts";
import { useOffice } from "../office.ts";
import "../entry/entry.css";
import "./cow.css";
import { Groups } from "./groups.tsx";
import { HerdFile } from "./herd-file.tsx";
import { FactsForMany } from "./many.tsx";
import { RegisterForm } from "./register-form.tsx";
import { STATUS_WORDS, Standing } from "./standing.tsx";

const FORMS: { readonly [form: string]: string | undefined } = {
  add: "A new cow",
  groups: "Groups",
  many: "Record for several cows",
  import: "Fill the register from a herd file",
};

export function CowsPage() {
  const { query } = useLocation();
  const form = query.do ?? "";
  const title = FORMS[form];
  if (title === undefined) return <List />;
  return (
    <Page
      title={title}
      actions={
        <LinkButton kind="quiet" icon="back" href="/cows">
          All cows
        </LinkButton>
      }
    >
      {form === "add" ? <RegisterForm hers={null} number={query.number ?? ""} /> : null}
      {form === "groups" ? <Groups /> : null}
      {form === "many" ? <FactsForMany kind={query.kind ?? ""} group={query.group ?? ""} /> : null}
      {form === "import" ? <HerdFile /> : null}
    </Page>
  );
}

const FILTERS = [
  { name: "All", query: {} },
  { name: "Withheld", query: { withheld: true } },
  { name: "In milk", query: { status: "in-milk" } },
  { name: "Dry", query: { status: "dry" } },
  { name: "Heifers", query: { status: "heifer" } },
  { name: "Gone", query: { status: "sold" } },
] as const satisfies readonly { name: string; query: { withheld?: boolean; status?: CowShort["status"] } }[];

function List() {
  const { ask, session } = useOffice();
  const { route } = useLocation();
  const role = session.role.value;
  const [typed, setTyped] = useState("");
  const [q, setQ] = useState("");
  const [filter, setFilter] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setQ(eidIn(typed) ?? typed.trim()), 200);
    return () => clearTimeout(timer);
  }, [typed]);
  useWand(setTyped);
  const chosen = FILTERS[filter] ?? FILTERS[0];
  const { withheld, status } = { withheld: undefined, status: undefined, ...chosen.query };
  const asked = {
    ...(q === "" ? {} : { q }),
    ...(status === undefined ? {} : { status }),
    ...(withheld === undefined ? {} : { withheld: "true" }),
  };
  const list = useList({
    key: JSON.stringify(asked),
    on: ["herd"],
    page: (page) => ask("cows", { query: { ...asked, ...page } }),
  });
  const only = list.items.length === 1 ? list.items[0] : undefined;
  const none = list.read && list.items.length === 0;
  /** Nothing to search or to record for. */
  const bare = none && q === "" && filter === 0;
  return (
    <Page
      title="Cows"
      width="full"
      actions={
        role === "auditor" || bare ? undefined : (
          <>
            <LinkButton icon="plus" href="/cows?do=add">
              Add a cow
            </LinkButton>
            <LinkButton href="/cows?do=many">Record for several</LinkButton>
            <LinkButton href="/cows?do=groups">Groups</LinkButton>
          </>
        )
      }
    >
      {bare ? null : (
        <form
          class="cow-filters no-print"
          onSubmit={(event) => {
            event.preventDefault();
            if (only !== undefined) route(`/cow/${encodeURIComponent(only.cow)}`);
          }}
        >
          <TextField
            label="Number, name or tag"
            kind="search"
            required
            value={typed}
            onInput={setTyped}
            hint="Type, or scan a tag. With one cow left, Enter opens her."
          />
          <div class="buttons">
            {FILTERS.map(({ name }, at) => (
              <Button key={name} pressed={at === filter} onPress={() => setFilter(at)}>
                {name}
              </Button>
            ))}
          </div>
        </form>
      )}
      <TroubleBox trouble={list.trouble} again={list.again} />
      {!list.read && list.trouble === null ? <Reading what="the register" /> : null}
      {none ? (
        bare ? (
          <EmptyRegister manager={role === "manager"} />
        ) : (
          <Empty icon="search" title="No cow like that">
            {q === ""
              ? "Nobody in the register is so."
              : `Nothing in the register begins with or contains "${q}".`}
          </Empty>
        )
      ) : null}
      {list.items.length === 0 ? null : (
        <>
          <p class="quiet-words">
            {list.total === null ? `${list.items.length} shown` : `${list.total} cows`} ·{" "}
            <a href={pathOf("cows", { query: asked }, ".csv")} download="">
              CSV
            </a>
          </p>
          <Table
            caption="Cows"
            rows={list.items}
            rowKey={({ cow }) => cow}
            columns={[
              {
                head: "Cow",
                names: true,
                cell: ({ cow, name }) => (
                  <a class="cow-number" href={`/cow/${encodeURIComponent(cow)}`}>
                    {cow} {name}
                  </a>
                ),
              },
              { head: "Milk", cell: (cow) => <Standing cow={cow} /> },
              { head: "Why", cell: ({ why }) => why },
              {
                head: "She is",
                cell: ({ status: hers }) => <span class="one-line">{STATUS_WORDS[hers]}</span>,
              },
              { head: "Tag", cell: ({ eids }) => eids.join(", ") || "none: always diverted" },
            ]}
          />
          <More more={list.more} reading={list.reading} onMore={list.older} />
        </>
      )}
    </Page>
  );
}

function EmptyRegister({ manager }: { readonly manager: boolean }) {
  return (
    <Empty
      icon="cows"
      title="The register is empty, so every cow is diverted"
      action={
        <div class="buttons">
          {manager ? (
            <LinkButton kind="main" href="/cows?do=import">
              Fill it from a herd file
            </LinkButton>
          ) : null}
          <LinkButton icon="plus" href="/cows?do=add">
            Add a cow by hand
          </LinkButton>
        </div>
      }
    >
      Only a cow that is known with her tag, in milk and with nothing against her is released. Enter the herd
      once; after that only what changes is recorded.
    </Empty>
  );
}
