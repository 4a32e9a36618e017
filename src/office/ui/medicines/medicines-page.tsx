// Room: office/ui/medicines. The shelf: products with their labels, batches with what is left, and the entries that change them.
// May live here: which form. May not: fields.

import { useLocation } from "preact-iso";
import { LinkButton } from "../components/button.tsx";
import { Page } from "../components/page.tsx";
import { Reading } from "../components/progress.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useOffice } from "../office.ts";
import { useRead } from "../reads.ts";
import { BatchForm } from "./batch-form.tsx";
import { CountForm } from "./count-form.tsx";
import { LabelForm } from "./label-form.tsx";
import "../entry/entry.css";
import "./medicines.css";
import { Shelf } from "./shelf.tsx";
import { Stock } from "./stock.tsx";

const FORMS: { readonly [form: string]: string | undefined } = {
  product: "A product from its label",
  label: "The label has changed",
  batch: "A batch came",
  count: "Count a batch",
};

export function MedicinesPage() {
  const { query } = useLocation();
  const { session } = useOffice();
  const role = session.role.value;
  const shelf = useRead("products", ["stock"]);
  const form = query.do ?? "";
  const title = FORMS[form];
  const products = shelf.value?.items ?? null;
  if (title === undefined) {
    return (
      <Page
        title="Medicines"
        width="full"
        actions={
          role === "auditor" || products === null || products.length === 0 ? undefined : (
            <>
              <LinkButton kind="main" icon="plus" href="/medicines?do=batch">
                A batch came
              </LinkButton>
              {role === "manager" ? <LinkButton href="/medicines?do=product">New product</LinkButton> : null}
            </>
          )
        }
      >
        <TroubleBox trouble={shelf.trouble} again={shelf.again} />
        {products === null && shelf.trouble === null ? <Reading what="the shelf" /> : null}
        {products === null ? null : <Shelf products={products} role={role} />}
        {products === null || products.length === 0 ? null : <Stock writes={role !== "auditor"} />}
      </Page>
    );
  }
  const of = query.of ?? "";
  return (
    <Page
      title={title}
      actions={
        <LinkButton kind="quiet" icon="back" href="/medicines">
          Medicines
        </LinkButton>
      }
    >
      {products === null ? (
        shelf.trouble === null ? (
          <Reading what="the shelf" />
        ) : (
          <TroubleBox trouble={shelf.trouble} again={shelf.again} />
        )
      ) : form === "batch" ? (
        <BatchForm products={products} product={of} />
      ) : form === "count" ? (
        <CountForm batch={of} />
      ) : form === "label" ? (
        <LabelForm key={of} products={products} of={products.find((one) => one.product === of) ?? null} />
      ) : (
        <LabelForm key="new" products={products} of={null} />
      )}
    </Page>
  );
}
