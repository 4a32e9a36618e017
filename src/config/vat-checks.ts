// Room: config. The second pass over a shed's vat: probes, profiles and ranges, seen together.
// May live here: what only shows when two keys of the section are compared. May not: a single key's own limits (vat-schema).
// Invariant: pure; says nothing about pieces that could not be read.

import type { CoolingProfile } from "../domain/cooling/profile.ts";
import { listed, nearest } from "./nearest.ts";
import type { Finding, Path } from "./problem.ts";
import { durationText } from "./quantities.ts";
import type { ShedView } from "./shed-view.ts";
import { type ProbeEntry, resolutionOf, type VatEntry, zeroOhmsOf } from "./vat-schema.ts";

/** More than any vat room has places for; each has a helper process of its own. */
export const PROBES_MAX = 16;
/** Longest conversion of a DS18B20 by its resolution, and the talk around it, ms (data sheet, "AC electrical characteristics"). */
const MS_OF_A_READING: { readonly [bits: number]: number } = { 9: 195, 10: 290, 11: 475, 12: 850 };
/** Of the time between two readings: what is left is for a chip that has to be asked again. */
const WIRE_BUSY_MAX = 0.8;
/** The converter cannot show a resistance above its reference: a PT100 has 1.6 times its ohms at 157 °C. */
const REFERENCE_MIN = 1.6;
/** Above this the steps are coarser than 0.06 °C: the reference of the other element. */
const REFERENCE_MAX = 8;

/** `profiles`: all that there are to choose from. */
export function vatChecks(view: ShedView, profiles: readonly CoolingProfile[]): readonly Finding[] {
  const vat = view.sections.vat;
  return [
    ...devices(view),
    ...roles(view),
    ...(vat == null ? [] : [...wireTime(vat), ...chosenProfiles(vat, profiles), ...ranges(vat)]),
  ];
}

const at = (probe: string, ...rest: readonly string[]): Path => ["vat", "probes", probe, ...rest];

function devices(view: ShedView): readonly Finding[] {
  const owners = new Map<string, string>();
  const out: Finding[] = [];
  for (const [name, probe] of view.probes) {
    if (probe === null) continue;
    const { ds18b20, max31865 } = probe;
    if ((ds18b20 === undefined) === (max31865 === undefined)) {
      out.push({
        path: at(name),
        at: "key",
        says:
          ds18b20 === undefined ? "Nothing says how this probe is read." : "A probe is read in one way only.",
        found: ds18b20 === undefined ? "neither ds18b20 nor max31865" : "ds18b20 and max31865",
        expected: "ds18b20, or max31865",
        fix:
          ds18b20 === undefined
            ? "Add the number of its chip, for example: ds18b20: 28-0316a2795aff"
            : "Make two probes of them, or leave out the one that is not there.",
      });
      continue;
    }
    const device = ds18b20 ?? max31865?.["chip-select"] ?? "";
    const owner = owners.get(device);
    if (owner === undefined) owners.set(device, name);
    else {
      const what = ds18b20 === undefined ? "converter" : "chip";
      out.push({
        path: ds18b20 === undefined ? at(name, "max31865", "chip-select") : at(name, "ds18b20"),
        says: `This ${what} is already that of probe ${owner}.`,
        found: `probes ${owner} and ${name} both on ${device}`,
        expected: `a ${what} of its own for each probe`,
        fix:
          ds18b20 === undefined
            ? "Look which chip select its wire goes to; the first is spi0.0, the second spi0.1."
            : "Warm one of them in your hand, see which number's reading rises, and put it right here.",
      });
    }
    out.push(...elementOf(name, probe));
  }
  return out;
}

function elementOf(name: string, { max31865, resolution }: ProbeEntry): readonly Finding[] {
  if (max31865 === undefined) return [];
  const out: Finding[] = [];
  if (resolution !== undefined) {
    out.push({
      path: at(name, "resolution"),
      at: "key",
      says: "A MAX31865 has no resolution to set.",
      found: `resolution ${resolution}`,
      expected: "resolution beside ds18b20 only",
      fix: "Remove it.",
    });
  }
  const { reference, element } = max31865;
  const ratio = reference / zeroOhmsOf(element);
  if (ratio < REFERENCE_MIN || ratio > REFERENCE_MAX) {
    const usual = element === "PT100" ? "430 ohm" : "4300 ohm";
    out.push({
      path: at(name, "max31865", "reference"),
      says: `A ${element} does not go with a reference of ${reference} ohm: ${ratio < REFERENCE_MIN ? "every reading would be an open lead" : "its readings would be coarse"}.`,
      found: `${element}, reference ${reference} ohm`,
      expected: `a reference of about four times the element: ${usual}`,
      fix: `Read what is printed on the resistor beside the chip ("4300" is 430 ohm, "4301" 4300 ohm), and on the probe.`,
    });
  }
  return out;
}

function roles(view: ShedView): readonly Finding[] {
  const probes = [...view.probes.values()];
  const out: Finding[] = [];
  if (probes.length > PROBES_MAX) {
    out.push({
      path: ["vat", "probes"],
      at: "key",
      says: "There are too many probes.",
      found: `${probes.length}`,
      expected: `at most ${PROBES_MAX}`,
      fix: "Leave out those that nobody looks at.",
    });
  }
  // A probe that could not be read may well be the one in the milk.
  if (view.sections.vat == null || probes.some((probe) => probe === null || probe.role === "milk"))
    return out;
  out.push({
    path: ["vat", "probes"],
    at: "key",
    says: "No probe is in the milk.",
    found: probes.length === 0 ? "no probes" : `roles ${listed(probes.map((probe) => probe?.role ?? ""))}`,
    expected: "at least one probe with role: milk",
    fix: "Fit one in a pocket of the vat's wall, below a fifth of its volume. Without one leave out the whole section vat.",
  });
  return out;
}

/** Chips on one wire convert one after the other. */
function wireTime(vat: VatEntry): readonly Finding[] {
  const chips = Object.values(vat.probes).filter(({ ds18b20 }) => ds18b20 !== undefined);
  const needed = chips.reduce((sum, chip) => sum + (MS_OF_A_READING[resolutionOf(chip)] ?? 0), 0);
  if (needed <= vat["read-every"] * WIRE_BUSY_MAX) return [];
  return [
    {
      path: ["vat", "read-every"],
      says: `${chips.length} DS18B20 probes cannot all be read so often.`,
      found: `${durationText(vat["read-every"])} for readings that take ${(needed / 1_000).toFixed(1)} s one after the other`,
      expected: `at least ${Math.ceil(needed / 1_000 / WIRE_BUSY_MAX)} s`,
      fix: "Read less often, or give the probes that need not be fine a resolution of 10 bits.",
    },
  ];
}

function chosenProfiles(vat: VatEntry, profiles: readonly CoolingProfile[]): readonly Finding[] {
  const known = profiles.map(({ id }): string => id);
  return vat.profiles.flatMap((written, i): Finding[] => {
    const path = ["vat", "profiles", i];
    if (vat.profiles.indexOf(written) < i) {
      return [
        {
          path,
          says: `The profile "${written}" is there twice.`,
          found: `"${written}"`,
          expected: "each profile once",
          fix: "Remove it.",
        },
      ];
    }
    if (known.includes(written)) return [];
    const meant = nearest(written, known);
    return [
      {
        path,
        says: `There is no cooling profile called "${written}".`,
        found: `"${written}"`,
        expected: `one of: ${known.length === 0 ? listed(known) : known.join(", ")}`,
        fix:
          meant === null
            ? "Use one of these; config/README.md says what each asks for."
            : `Did you mean "${meant}"?`,
      },
    ];
  });
}

function ranges(vat: VatEntry): readonly Finding[] {
  return Object.entries(vat.normal).flatMap(([moment, { from, to }]) =>
    from < to
      ? []
      : [
          {
            path: ["vat", "normal", moment],
            says: "No temperature lies in this range.",
            found: `from ${from} °C to ${to} °C`,
            expected: "from below to",
            fix: "Write the colder one at from.",
          },
        ],
  );
}
