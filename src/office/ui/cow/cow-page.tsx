// Room: office/ui/cow. Everything about one cow: may her milk go, why, what is missing, what to do next, and all that is on record.
// May live here: the order of the parts. May not: rules; every verdict is the office's own words.

import { useLocation, useRoute } from "preact-iso";
import type { CowPage as Hers } from "../../contract/herd.ts";
import { newEntryId } from "../client.ts";
import { LinkButton } from "../components/button.tsx";
import { Empty } from "../components/empty.tsx";
import { Page } from "../components/page.tsx";
import { Reading } from "../components/progress.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { zoneOf } from "../entry/farm-zone.ts";
import { useOffice } from "../office.ts";
import { type Read, useRead } from "../reads.ts";
import { correctingFact, FACTS, type FactKind, kindOf, newFact } from "./fact-draft.ts";
import "../entry/entry.css";
import "./cow.css";
import { FactForm } from "./fact-form.tsx";
import { Facts } from "./facts.tsx";
import { History, Register, Visits } from "./history.tsx";
import { Holds, RecordFor } from "./holds.tsx";
import { RegisterForm } from "./register-form.tsx";
import { Sale } from "./sale.tsx";
import { STATUS_WORDS, Standing } from "./standing.tsx";

const READ_AGAIN = ["herd", "treatments", "milkings"] as const;

export function CowPage() {
  const { params } = useRoute();
  const { query } = useLocation();
  const cow = params.cow ?? "";
  const saleOn = query.sale;
  const read = useRead("cow", READ_AGAIN, { params: { cow }, query: saleOn === undefined ? {} : { saleOn } });
  const hers = read.value;
  if (hers === null) return <NotHere cow={cow} read={read} />;
  const doing = query.do;
  if (doing !== undefined)
    return <Doing hers={hers} doing={doing} query={query} key={`${doing} ${query.of ?? ""}`} />;
  return <Everything hers={hers} saleOn={saleOn ?? null} />;
}

function NotHere({ cow, read }: { readonly cow: string; readonly read: Read<"cow"> }) {
  return (
    <Page title={`Cow ${cow}`}>
      {read.trouble?.code === "not-found" ? (
        <Empty
          icon="cows"
          title={`There is no cow ${cow} in the register`}
          action={
            <div class="buttons">
              <LinkButton href="/cows">All cows</LinkButton>
              <LinkButton href={`/cows?do=add&number=${encodeURIComponent(cow)}`} icon="plus">
                Add cow {cow}
              </LinkButton>
            </div>
          }
        >
          An unknown cow is always diverted. Look at the number again, or add her with her tag.
        </Empty>
      ) : read.trouble !== null ? (
        <TroubleBox trouble={read.trouble} again={read.again} />
      ) : (
        <Reading what={`cow ${cow}`} />
      )}
    </Page>
  );
}

const nameOf = ({ cow, name }: Hers): string => (name === "" ? `Cow ${cow}` : `Cow ${cow} · ${name}`);
const home = (cow: string): string => `/cow/${encodeURIComponent(cow)}`;

function Everything({ hers, saleOn }: { readonly hers: Hers; readonly saleOn: string | null }) {
  const { session } = useOffice();
  const writes = session.role.value !== "auditor";
  return (
    <Page
      title={nameOf(hers)}
      width="full"
      actions={
        writes ? (
          <>
            <LinkButton kind="main" icon="treat" href={`/treat?cow=${encodeURIComponent(hers.cow)}`}>
              Treat
            </LinkButton>
            <LinkButton href={`${home(hers.cow)}?do=register`}>Tags, status, name</LinkButton>
          </>
        ) : undefined
      }
    >
      <div class="cow">
        <div class="cow-main">
          <section class={`cow-standing ${hers.standing}`} aria-labelledby="cow-standing">
            <h2 id="cow-standing" class="aside">
              May her milk go to the vat?
            </h2>
            <p>
              <Standing cow={hers} /> <span class="quiet-words">{STATUS_WORDS[hers.status]}</span>
            </p>
            <p class="cow-why">
              {hers.why === "" ? "Nothing on record keeps her milk out of the vat." : hers.why}
            </p>
            <details class="cow-explained">
              <summary>Why, step by step</summary>
              <ol>
                {hers.explained.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ol>
            </details>
          </section>
          <Holds hers={hers} writes={writes} />
          {writes ? <RecordFor hers={hers} /> : null}
          <Facts hers={hers} writes={writes} />
        </div>
        <div class="cow-side">
          <Sale hers={hers} on={saleOn} />
          <Register hers={hers} />
          <Visits hers={hers} />
          <History hers={hers} />
        </div>
      </div>
    </Page>
  );
}

type DoingProps = {
  readonly hers: Hers;
  readonly doing: string;
  readonly query: { readonly [key: string]: string | undefined };
};
/** One form, instead of everything else: on a phone there is room for one thing. */
function Doing({ hers, doing, query }: DoingProps) {
  const { session } = useOffice();
  const zone = zoneOf(session.zone.value);
  const back = <LinkButton href={home(hers.cow)}>Cow {hers.cow}</LinkButton>;
  const leave = (
    <LinkButton kind="quiet" icon="back" href={home(hers.cow)}>
      Back to cow {hers.cow}
    </LinkButton>
  );
  if (doing === "register") {
    return (
      <Page title={`Cow ${hers.cow}: register`} actions={leave}>
        <RegisterForm hers={hers} />
      </Page>
    );
  }
  const of = query.of ?? "";
  const corrected = doing === "correct" ? hers.facts.find(({ record }) => record === of) : undefined;
  const kind: FactKind | null = kindOf(corrected?.kind ?? doing);
  if (kind === null || (doing === "correct" && corrected === undefined)) {
    return (
      <Page title={`Cow ${hers.cow}`} actions={leave}>
        <p>This address does not lead to a form. Go back to the cow and choose again.</p>
      </Page>
    );
  }
  const fresh = () => {
    const entry = newEntryId();
    if (corrected !== undefined) return correctingFact(entry, corrected, kind, { cow: hers.cow, zone });
    return { ...newFact(entry, kind, [hers.cow]), of: kind === "test-result" ? sampleOf(hers, of) : of };
  };
  const hold = kind === "clearance" ? hers.holds.find(({ fact }) => fact === of) : undefined;
  return (
    <Page
      title={`Cow ${hers.cow}: ${corrected === undefined ? "" : "correct, "}${FACTS[kind].title}`}
      actions={leave}
    >
      <FactForm
        name={`${hers.cow}-${doing}-${of}`}
        fresh={fresh}
        hers={hers}
        after={
          <>
            {back}
            <LinkButton href="/withheld">Withheld</LinkButton>
          </>
        }
        about={
          corrected !== undefined ? (
            <div class="cow-about">
              <p>
                On record: <strong>{corrected.says}</strong>
              </p>
              <p>
                It stays readable, struck out beside the correction. Its hold runs on: a correction can say
                what was not known, it does not make a hold go away.
              </p>
            </div>
          ) : hold !== undefined ? (
            <div class="cow-about">
              <p>
                Ends: <strong>{hold.rule}</strong>
              </p>
              {hold.missing.length === 0 ? null : <p>It still waits for {hold.missing.join(" and ")}.</p>}
            </div>
          ) : undefined
        }
      />
    </Page>
  );
}

/** The sample that a hold waits for: itself, else her newest one. */
function sampleOf(hers: Hers, of: string): string {
  const samples = hers.facts.filter(
    ({ kind, supersededBy }) => kind === "test-sample" && supersededBy === null,
  );
  const own = samples.find(({ record }) => record === of);
  return (
    own?.record ?? [...samples].sort((a, b) => b.recordedAt.localeCompare(a.recordedAt))[0]?.record ?? ""
  );
}
