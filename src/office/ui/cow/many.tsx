// Room: office/ui/cow. One fact for many cows: a sprayed paddock, feed, taint, drying off, bought in, a hold.

import { useLocation } from "preact-iso";
import { newEntryId } from "../client.ts";
import { LinkButton } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { Reading } from "../components/progress.tsx";
import { useRead } from "../reads.ts";
import { FACTS, FACTS_TO_CHOOSE, type FactKind, newFact } from "./fact-draft.ts";
import { FactForm } from "./fact-form.tsx";

export function FactsForMany({ kind, group }: { readonly kind: string; readonly group: string }) {
  const { url } = useLocation();
  const groups = useRead("groups", []);
  const chosen: FactKind | undefined = FACTS_TO_CHOOSE.find((one) => one === kind && FACTS[one].forGroups);
  if (chosen === undefined) return <ChooseKind group={group} />;
  if (groups.value === null && groups.trouble === null) return <Reading what="the groups" />;
  const cows = groups.value?.items.find((one) => one.group === group)?.cows ?? [];
  return (
    <>
      <h2>{FACTS[chosen].title}</h2>
      <FactForm
        key={url}
        name={`many-${chosen}-${group}`}
        fresh={() => ({ ...newFact(newEntryId(), chosen, cows), group: cows.length === 0 ? "" : group })}
        hers={null}
        after={
          <>
            <LinkButton href="/cows?do=many">Something else</LinkButton>
            <LinkButton href="/withheld">Withheld</LinkButton>
          </>
        }
      />
    </>
  );
}

function ChooseKind({ group }: { readonly group: string }) {
  const to = (kind: FactKind) =>
    `/cows?do=many&kind=${kind}${group === "" ? "" : `&group=${encodeURIComponent(group)}`}`;
  return (
    <Card title={group === "" ? "What happened?" : `What happened to ${group}?`}>
      <div class="cow-record">
        {FACTS_TO_CHOOSE.filter((kind) => FACTS[kind].forGroups).map((kind) => (
          <LinkButton key={kind} href={to(kind)}>
            {FACTS[kind].title}
          </LinkButton>
        ))}
        <LinkButton href="/treat?for=several">Treatment</LinkButton>
        <LinkButton href="/treat?for=dry-off">Dry-off day</LinkButton>
      </div>
    </Card>
  );
}
