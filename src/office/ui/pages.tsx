// Room: office/ui. Every page with its address, its name and who may see it. Each is fetched when it is first opened.
// May live here: the table. May not: pages.

import type { ComponentType } from "preact";
import { lazy } from "preact-iso";
import type { Role } from "../contract/people.ts";
import type { IconName } from "./components/icon.tsx";
import { SetUpPage } from "./people/set-up-page.tsx";
import { SignInPage } from "./people/sign-in-page.tsx";

export type PageEntry = {
  readonly path: string;
  /** Where the menu leads; null: not in the menu. */
  readonly menu: {
    readonly href: string;
    readonly name: string;
    readonly icon: IconName;
    readonly first: boolean;
  } | null;
  /** "open": without signing in where boards are open; "anyone"; or any signed-in person, or these roles only. */
  readonly who: "open" | "anyone" | "reader" | readonly Role[];
  readonly page: ComponentType;
};

const pit = lazy(() => import("./pit/pit-page.tsx").then((page) => page.PitPage));
const withheld = lazy(() => import("./withheld/withheld-page.tsx").then((page) => page.WithheldPage));
const treat = lazy(() => import("./treat/treat-page.tsx").then((page) => page.TreatPage));
const vat = lazy(() => import("./vat/vat-page.tsx").then((page) => page.VatPage));
const cow = lazy(() => import("./cow/cow-page.tsx").then((page) => page.CowPage));
const cows = lazy(() => import("./cow/cows-page.tsx").then((page) => page.CowsPage));
const records = lazy(() => import("./records/records-page.tsx").then((page) => page.RecordsPage));
const medicines = lazy(() => import("./medicines/medicines-page.tsx").then((page) => page.MedicinesPage));
const shed = lazy(() => import("./shed/shed-page.tsx").then((page) => page.ShedPage));
const people = lazy(() => import("./people/people-page.tsx").then((page) => page.PeoplePage));

const WORK: readonly Role[] = ["milker", "manager", "vet"];

/** The pit is home: who opens the page in a shed wants the board. */
export const PAGES: readonly PageEntry[] = [
  { path: "/", menu: { href: "/", name: "Pit", icon: "pit", first: true }, who: "open", page: pit },
  { path: "/pit", menu: null, who: "open", page: pit },
  {
    path: "/withheld",
    menu: { href: "/withheld", name: "Withheld", icon: "withheld", first: true },
    who: "open",
    page: withheld,
  },
  {
    path: "/treat",
    menu: { href: "/treat", name: "Treat", icon: "treat", first: true },
    who: WORK,
    page: treat,
  },
  { path: "/vat", menu: { href: "/vat", name: "Vat", icon: "vat", first: true }, who: "reader", page: vat },
  { path: "/cow/:cow", menu: null, who: "reader", page: cow },
  {
    path: "/cows",
    menu: { href: "/cows", name: "Cows", icon: "cows", first: false },
    who: "reader",
    page: cows,
  },
  {
    path: "/records/:list",
    menu: { href: "/records/treatments", name: "Records", icon: "records", first: false },
    who: "reader",
    page: records,
  },
  {
    path: "/medicines",
    menu: { href: "/medicines", name: "Medicines", icon: "medicines", first: false },
    who: "reader",
    page: medicines,
  },
  {
    path: "/shed",
    menu: { href: "/shed", name: "Shed", icon: "shed", first: false },
    who: "reader",
    page: shed,
  },
  {
    path: "/people",
    menu: { href: "/people", name: "People", icon: "people", first: false },
    who: ["manager"],
    page: people,
  },
  { path: "/sign-in", menu: null, who: "anyone", page: SignInPage },
  { path: "/set-up", menu: null, who: "anyone", page: SetUpPage },
];
