// Room: office/ui/entry. Withholding periods as a person copies them from a label or a vet's direction.
// May live here: the words of the period fields, turned into what the contract takes. May not: fields, holds.
// Invariant: "nil", "never" and "not on the label" are three answers; an empty field is none of them.

import { err, ok, type Result } from "../../../domain/result.ts";

export type MilkPeriodIn =
  | "nil"
  | "never"
  | "unknown"
  | { hours?: number | undefined; milkings?: number | undefined; combine?: "both" | "either" | undefined };
export type MeatPeriodIn = "nil" | "never" | "unknown" | { days: number };

/** A milk period in the making. `kind` "" is not answered yet. */
export type MilkText = {
  readonly kind: "" | "nil" | "never" | "unknown" | "period";
  readonly amount: string;
  readonly unit: "hours" | "days";
  readonly milkings: string;
  readonly combine: "both" | "either";
};
export type MeatText = { readonly kind: "" | "nil" | "never" | "unknown" | "days"; readonly days: string };

export const NO_MILK_TEXT: MilkText = { kind: "", amount: "", unit: "hours", milkings: "", combine: "both" };
export const NO_MEAT_TEXT: MeatText = { kind: "", days: "" };

export function milkOf(text: MilkText): Result<MilkPeriodIn, string> {
  if (text.kind === "") return err("Say what the label says: a time, nil, never, or nothing.");
  if (text.kind !== "period") return ok(text.kind);
  const amount = numberIn(text.amount);
  const milkings = numberIn(text.milkings);
  if (amount === "none" && milkings === "none")
    return err("Give hours, days or milkings, as the label does.");
  if (amount === "odd" || (amount !== "none" && amount <= 0)) {
    return err(`Give ${text.unit} as a number above 0. For no period choose nil.`);
  }
  if (milkings === "odd" || (milkings !== "none" && (milkings < 1 || milkings > 30 || milkings % 1 !== 0))) {
    return err("Give whole milkings from 1 to 30.");
  }
  const hours = amount === "none" ? null : text.unit === "days" ? amount * 24 : amount;
  if (hours !== null && hours > 10_000) return err("This is more than a year. Look at the label again.");
  return ok({
    ...(hours === null ? {} : { hours }),
    ...(milkings === "none" ? {} : { milkings }),
    ...(hours !== null && milkings !== "none" ? { combine: text.combine } : {}),
  });
}

export function meatOf(text: MeatText): Result<MeatPeriodIn, string> {
  if (text.kind === "") return err("Say what the label says: days, nil, never, or nothing.");
  if (text.kind !== "days") return ok(text.kind);
  const days = numberIn(text.days);
  if (days === "none" || days === "odd" || days <= 0 || days > 800) {
    return err("Give days as a number above 0. For no period choose nil.");
  }
  return ok({ days });
}

/** A recorded period, back into fields: for a new version of a label. */
export function milkText(period: MilkPeriodIn | undefined): MilkText {
  if (period === undefined) return NO_MILK_TEXT;
  if (typeof period === "string") return { ...NO_MILK_TEXT, kind: period };
  const { hours, milkings, combine } = period;
  const inDays = hours !== undefined && hours >= 120 && hours % 24 === 0;
  return {
    kind: "period",
    amount: hours === undefined ? "" : String(inDays ? hours / 24 : hours),
    unit: inDays ? "days" : "hours",
    milkings: milkings === undefined ? "" : String(milkings),
    combine: combine ?? "both",
  };
}

export function meatText(period: MeatPeriodIn | undefined): MeatText {
  if (period === undefined) return NO_MEAT_TEXT;
  return typeof period === "string"
    ? { kind: period, days: "" }
    : { kind: "days", days: String(period.days) };
}

/** A number as people write it, with a point or a comma; "none" for an empty field, "odd" for what is no number. */
export function numberIn(text: string): number | "none" | "odd" {
  const said = text.trim().replace(",", ".");
  if (said === "") return "none";
  return /^\d+(?:\.\d+)?$/.test(said) ? Number(said) : "odd";
}
