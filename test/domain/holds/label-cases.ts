// Room: test/domain/holds. The table of label cases: what a packet says, what happened to a cow, and whether her milk
// may go to the vat. Written so that a vet can check each row by hand. Needs no knowledge of the program.
//
// How to read a row
// - `labels`: what the packet says. Hours and milkings must both be over unless it says "or", or unless the farm reads
//   "72 hours (6 milkings)" so. A day of a label is 24 hours.
// - `happened`: in farm time. A date without a time is that whole day: it is over when the day ends, so a dose "on Monday"
//   counts from the midnight after it. `milked` are visits in which her tag was read.
//   `the group: …` happened to her and to others. `x: …` gives a fact a name, so that others can speak of it.
// - `asked`: a question and its answer. "withheld until T, needs …": not before T, and not without what it needs.
//   "look first": the hold is over; at the first milking the milker looks at her and presses the button. "clear": to the vat.
// - A calving is on record from when it happened, everything else from the beginning of the row.
// - A milking takes 6 minutes, and counts once it is over: the sixth of "6 milkings" is still kept out of the vat.
// - `sold`: may she be sold then, for slaughter here, for export slaughter, or to another farm? "declared until T": only with
//   what is still running written on the vendor declaration.
// - `refused`: the herd file is not taken, and why.
// - `from`: facts = the project's collection of label forms and rules with their sources; Bega = On-farm QA Manual 2;
//   README = the rules in one place, src/domain/holds/README.md.

import type { LabelCase } from "./label-words.ts";

const TWICE = "milked daily at 06:00 and 16:00 from Sun 1 Nov to Sun 15 Nov";
const ONCE = "milked daily at 06:00 from Sun 1 Nov to Sun 15 Nov";
const THRICE = "milked daily at 05:00, 13:00 and 21:00 from Sun 1 Nov to Sun 15 Nov";

const TUBES: readonly LabelCase[] = [
  // — Hours after the last dose —
  {
    shows: "72 hours: to the second",
    from: "facts §4a form 1; ceftiofur 125 mg, §4c",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube"],
    asked: [
      "Mon 2 Nov 06:30 → withheld until Thu 5 Nov 06:30",
      "Thu 5 Nov 06:29:59 → withheld until Thu 5 Nov 06:30",
      "Thu 5 Nov 06:30 → look first",
      "Thu 5 Nov 06:30:01 → look first",
    ],
  },
  {
    shows: "96 hours",
    from: "facts §4a form 1; cephapirin 200 mg, §4c",
    labels: ["Tube: 96 hours after the last dose"],
    happened: ["Mon 2 Nov 17:00 given Tube", TWICE],
    asked: ["Fri 6 Nov 16:59 → withheld until Fri 6 Nov 17:00", "Fri 6 Nov 17:00 → look first"],
  },
  {
    shows: "36 hours: out for three milkings although the label counts none",
    from: "facts §4c, pirlimycin 50 mg",
    labels: ["Tube: 36 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", TWICE],
    asked: ["Tue 3 Nov 16:00 → withheld until Tue 3 Nov 18:30", "Wed 4 Nov 06:00 → look first"],
  },
  {
    shows: "48 hours, and nobody milked her: hours need no milking",
    from: "facts §4c, procaine penicillin",
    labels: ["Injection: 48 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Injection"],
    asked: ["Wed 4 Nov 06:29 → withheld until Wed 4 Nov 06:30", "Wed 4 Nov 06:30 → look first"],
  },
  {
    shows: "days on a label are of 24 hours, not calendar days",
    from: "facts §6: calculators that count days",
    labels: ["Injection: 4 days after the last dose"],
    happened: ["Mon 2 Nov 17:00 given Injection"],
    asked: ["Fri 6 Nov 06:00 → withheld until Fri 6 Nov 17:00", "Fri 6 Nov 17:00 → look first"],
  },
  {
    shows: "a dose planned for tomorrow withholds from the moment it is written down",
    from: "README Time",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Tue 3 Nov 06:30 given Tube"],
    asked: ["Mon 2 Nov 08:00 → withheld until Fri 6 Nov 06:30"],
  },
  {
    shows: "date without a time: the dose counts from the end of that day",
    from: "facts §4d, DESIGN Holds",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov given Tube"],
    asked: ["Thu 5 Nov 23:59:59 → withheld until Fri 6 Nov 00:00", "Fri 6 Nov 00:00 → look first"],
  },
  {
    shows: "last dose on an unknown date: withheld until somebody finds out",
    from: "DESIGN Holds: what is not known withholds",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["unknown date given Tube", TWICE],
    asked: ["Thu 31 Dec 06:00 → withheld, needs the date of the last dose"],
  },

  // — Milkings —
  {
    shows: "6 milkings, milked twice a day: the sixth is still withheld",
    from: "facts §4a form 2",
    labels: ["Tube: 6 milkings after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", TWICE],
    asked: [
      "Mon 2 Nov 07:00 → withheld, needs 6 milkings",
      "Mon 2 Nov 16:06 → withheld, needs 5 milkings",
      "Wed 4 Nov 16:06 → withheld, needs 1 milking",
      "Thu 5 Nov 06:05:59 → withheld, needs 1 milking",
      "Thu 5 Nov 06:06 → look first",
    ],
  },
  {
    shows: "6 milkings, milked once a day: six days",
    from: "facts §4d",
    labels: ["Tube: 6 milkings after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", ONCE],
    asked: ["Sun 8 Nov 06:00 → withheld, needs 1 milking", "Sun 8 Nov 06:06 → look first"],
  },
  {
    shows: "6 milkings, milked three times a day: two days",
    from: "facts §4d",
    labels: ["Tube: 6 milkings after the last dose"],
    happened: ["Mon 2 Nov 05:30 given Tube", THRICE],
    asked: ["Wed 4 Nov 05:00 → withheld, needs 1 milking", "Wed 4 Nov 05:06 → look first"],
  },
  {
    shows: "the milking in which she was treated does not count",
    from: "README Milkings",
    labels: ["Tube: 5 milkings after the last dose"],
    happened: ["milked Mon 2 Nov 06:00", "Mon 2 Nov 06:04 given Tube", "milked Mon 2 Nov 16:00"],
    asked: ["Mon 2 Nov 07:00 → withheld, needs 5 milkings", "Mon 2 Nov 17:00 → withheld, needs 4 milkings"],
  },
  {
    shows: "treated before cups-on: the milking that follows counts",
    from: "README Milkings",
    labels: ["Tube: 5 milkings after the last dose"],
    happened: ["Mon 2 Nov 05:58 given Tube", "milked Mon 2 Nov 06:00"],
    asked: ["Mon 2 Nov 07:00 → withheld, needs 4 milkings"],
  },
  {
    shows: "a date-only dose on the day: both milkings of that day do not count",
    from: "facts §4d",
    labels: ["Tube: 2 milkings after the last dose"],
    happened: ["Mon 2 Nov given Tube", TWICE],
    asked: [
      "Mon 2 Nov 20:00 → withheld until Tue 3 Nov 00:00, needs 2 milkings",
      "Tue 3 Nov 16:06 → look first",
    ],
  },
  {
    shows: "a cow that goes around on the platform is milked once",
    from: "facts §4d, §5b",
    labels: ["Tube: 2 milkings after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", "milked Mon 2 Nov 16:00, Mon 2 Nov 16:12"],
    asked: ["Mon 2 Nov 17:00 → withheld, needs 1 milking"],
  },
  {
    shows: "visits of one milking: less than four hours apart is one, four hours is two",
    from: "DESIGN Holds: default 4 h",
    labels: ["Tube: 3 milkings after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", "milked Mon 2 Nov 12:00, Mon 2 Nov 15:59, Mon 2 Nov 16:00"],
    asked: ["Mon 2 Nov 23:00 → withheld, needs 1 milking"],
  },
  {
    shows: "an unread visit counts zero",
    from: "facts §4d",
    labels: ["Tube: 6 milkings after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", `${TWICE}, not read Tue 3 Nov 16:00`],
    asked: ["Thu 5 Nov 06:06 → withheld, needs 1 milking", "Thu 5 Nov 16:06 → look first"],
  },
  {
    shows: "two unread visits put it off by two milkings",
    from: "facts §4d",
    labels: ["Tube: 6 milkings after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", `${TWICE}, not read Tue 3 Nov 16:00 and Wed 4 Nov 06:00`],
    asked: ["Thu 5 Nov 16:06 → withheld, needs 1 milking", "Fri 6 Nov 06:06 → look first"],
  },
  {
    shows: "milkings from older records count beside those of the program, and the same one only once",
    from: "README Milkings",
    labels: ["Tube: 3 milkings after the last dose"],
    happened: [
      "Mon 2 Nov 06:30 given Tube",
      "Mon 2 Nov 16:00 milking on record",
      "milked Mon 2 Nov 16:03, Tue 3 Nov 06:00",
    ],
    asked: ["Tue 3 Nov 07:00 → withheld, needs 1 milking"],
  },

  // — Hours and milkings —
  {
    shows: "72 hours and 6 milkings, twice a day",
    from: "facts §4a form 2: “72 hours (6 milkings)”",
    labels: ["Tube: 72 hours (6 milkings) after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", TWICE],
    asked: [
      "Mon 2 Nov 07:00 → withheld until Thu 5 Nov 06:30, needs 6 milkings",
      "Thu 5 Nov 06:10 → withheld until Thu 5 Nov 06:30",
      "Thu 5 Nov 06:30 → look first",
    ],
  },
  {
    shows: "60 hours and 5 milkings, twice a day, treated in the morning",
    from: "facts §4c, amoxicillin 62.5 mg: “60 hours (5 milkings)”",
    labels: ["Tube: 60 hours (5 milkings) after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", TWICE],
    asked: ["Wed 4 Nov 16:10 → withheld until Wed 4 Nov 18:30", "Wed 4 Nov 18:30 → look first"],
  },
  {
    shows: "60 hours and 5 milkings, twice a day, treated in the evening",
    from: "facts §4c, amoxicillin 62.5 mg",
    labels: ["Tube: 60 hours (5 milkings) after the last dose"],
    happened: ["Mon 2 Nov 16:30 given Tube", TWICE],
    asked: [
      "Wed 4 Nov 16:10 → withheld until Thu 5 Nov 04:30, needs 1 milking",
      "Thu 5 Nov 05:00 → withheld, needs 1 milking",
      "Thu 5 Nov 06:06 → look first",
    ],
  },
  {
    shows: "72 hours and 6 milkings, once a day: the milkings decide",
    from: "facts §4d",
    labels: ["Tube: 72 hours and 6 milkings after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", ONCE],
    asked: [
      "Thu 5 Nov 06:30 → withheld, needs 3 milkings",
      "Sun 8 Nov 06:00 → withheld, needs 1 milking",
      "Sun 8 Nov 06:06 → look first",
    ],
  },
  {
    shows: "72 hours and 6 milkings, three times a day: the hours decide",
    from: "facts §4d",
    labels: ["Tube: 72 hours and 6 milkings after the last dose"],
    happened: ["Mon 2 Nov 05:30 given Tube", THRICE],
    asked: ["Wed 4 Nov 06:00 → withheld until Thu 5 Nov 05:30", "Thu 5 Nov 05:30 → look first"],
  },
  {
    shows: "72 hours and 6 milkings, an evening milking skipped",
    from: "facts §4d; irregular herds",
    labels: ["Tube: 72 hours and 6 milkings after the last dose"],
    happened: [
      "Mon 2 Nov 06:30 given Tube",
      "milked Mon 2 Nov 16:00, Tue 3 Nov 06:00, Wed 4 Nov 06:00, Wed 4 Nov 16:00, Thu 5 Nov 06:00, Thu 5 Nov 18:00",
    ],
    asked: ["Thu 5 Nov 06:30 → withheld, needs 1 milking", "Thu 5 Nov 18:06 → look first"],
  },
  {
    shows: "72 hours and 6 milkings in a herd milked ten times a week",
    from: "facts §4d; irregular herds",
    labels: ["Tube: 72 hours and 6 milkings after the last dose"],
    happened: [
      "Thu 5 Nov 06:30 given Tube",
      "milked Thu 5 Nov 17:00, Fri 6 Nov 06:00, Sat 7 Nov 07:00, Sun 8 Nov 07:00, Mon 9 Nov 06:00, Mon 9 Nov 17:00",
    ],
    asked: ["Mon 9 Nov 07:00 → withheld, needs 1 milking", "Mon 9 Nov 17:06 → look first"],
  },
  {
    shows: "72 hours and 6 milkings, and she is dried off to a nurse paddock: no milkings, no end",
    from: "facts §4d",
    labels: ["Tube: 72 hours and 6 milkings after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube"],
    asked: ["Mon 30 Nov 06:30 → withheld, needs 6 milkings"],
  },

  // — Hours or milkings —
  {
    shows: "72 hours or 6 milkings, three times a day: the milkings end it",
    from: "README Periods: a label that says either",
    labels: ["Tube: 72 hours or 6 milkings after the last dose"],
    happened: ["Mon 2 Nov 05:30 given Tube", THRICE],
    asked: [
      "Mon 2 Nov 06:00 → withheld, needs Thu 5 Nov 05:30 or 6 milkings",
      "Wed 4 Nov 05:00 → withheld, needs Thu 5 Nov 05:30 or 1 milking",
      "Wed 4 Nov 05:06 → look first",
    ],
  },
  {
    shows: "72 hours or 6 milkings, once a day: the hours end it",
    from: "README Periods: a label that says either",
    labels: ["Tube: 72 hours or 6 milkings after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", ONCE],
    asked: [
      "Thu 5 Nov 06:29 → withheld, needs Thu 5 Nov 06:30 or 3 milkings",
      "Thu 5 Nov 06:30 → look first",
    ],
  },

  {
    shows: "72 hours (6 milkings), where the farm reads such labels as either: three times a day",
    from: "facts §4d: both by default, by config either",
    decided: ["hours with milkings in brackets: either"],
    labels: ["Tube: 72 hours (6 milkings) after the last dose"],
    happened: ["Mon 2 Nov 05:30 given Tube", THRICE],
    asked: ["Wed 4 Nov 05:00 → withheld, needs Thu 5 Nov 05:30 or 1 milking", "Wed 4 Nov 05:06 → look first"],
  },
  {
    shows: "a label that says both in so many words stays both there",
    from: "facts §4d",
    decided: ["hours with milkings in brackets: either"],
    labels: ["Tube: 72 hours and 6 milkings after the last dose"],
    happened: ["Mon 2 Nov 05:30 given Tube", THRICE],
    asked: ["Wed 4 Nov 05:06 → withheld until Thu 5 Nov 05:30", "Thu 5 Nov 05:30 → look first"],
  },

  // — Nil, never, unknown —
  {
    shows: "nil: no hold, and nothing to look at afterwards",
    from: "facts §4a form 7",
    labels: ["Anti-inflammatory: nil"],
    happened: ["Mon 2 Nov 06:30 given Anti-inflammatory"],
    asked: ["Mon 2 Nov 06:00 → clear", "Mon 2 Nov 06:31 → clear", "Tue 3 Nov 06:00 → clear"],
  },
  {
    shows: "never for milk is not zero: a month later she is still withheld",
    from: "facts §4a form 8",
    labels: ["Long-acting: never"],
    happened: ["Mon 2 Nov 06:30 given Long-acting", TWICE],
    asked: ["Mon 7 Dec 06:30 → withheld, needs a person"],
  },
  {
    shows: "a label nobody could read is not nil",
    from: "DESIGN Holds: nil is not unknown",
    labels: ["Imported drench: unknown"],
    happened: ["Mon 2 Nov 06:30 given Imported drench", TWICE],
    asked: ["Mon 7 Dec 06:30 → withheld, needs a person"],
  },

  // — Route, dose, accidents, changed labels —
  {
    shows: "by vein 24 hours",
    from: "facts §4a form 4 (NOAH: IV 24 h, IM 36 h)",
    labels: [
      "Injection (by vein): 24 hours after the last dose",
      "Injection (in the muscle): 36 hours after the last dose",
    ],
    happened: ["Mon 2 Nov 06:30 given Injection (by vein)"],
    asked: ["Tue 3 Nov 06:29 → withheld until Tue 3 Nov 06:30", "Tue 3 Nov 06:30 → look first"],
  },
  {
    shows: "the same in the muscle 36 hours",
    from: "facts §4a form 4 (NOAH: IV 24 h, IM 36 h)",
    labels: [
      "Injection (by vein): 24 hours after the last dose",
      "Injection (in the muscle): 36 hours after the last dose",
    ],
    happened: ["Mon 2 Nov 06:30 given Injection (in the muscle)"],
    asked: ["Tue 3 Nov 06:30 → withheld until Tue 3 Nov 18:30", "Tue 3 Nov 18:30 → look first"],
  },
  {
    shows: "by vein today and in the muscle tomorrow: the later end",
    from: "facts §4a form 4, §4d",
    labels: [
      "Injection (by vein): 24 hours after the last dose",
      "Injection (in the muscle): 36 hours after the last dose",
    ],
    happened: [
      "Mon 2 Nov 06:30 given Injection (by vein)",
      "Tue 3 Nov 06:30 given Injection (in the muscle)",
    ],
    asked: ["Tue 3 Nov 07:00 → withheld until Wed 4 Nov 18:30", "Wed 4 Nov 18:30 → look first"],
  },
  {
    shows: "the lower dose by its own row",
    from: "facts §4a form 5 (20 or 30 mg/kg)",
    labels: [
      "Injection (20 mg per kg): 4 days after the last dose",
      "Injection (30 mg per kg): 7 days after the last dose",
    ],
    happened: ["Mon 2 Nov 06:30 given Injection (20 mg per kg)"],
    asked: ["Fri 6 Nov 06:29 → withheld until Fri 6 Nov 06:30", "Fri 6 Nov 06:30 → look first"],
  },
  {
    shows: "the higher dose by its own row",
    from: "facts §4a form 5 (20 or 30 mg/kg)",
    labels: [
      "Injection (20 mg per kg): 4 days after the last dose",
      "Injection (30 mg per kg): 7 days after the last dose",
    ],
    happened: ["Mon 2 Nov 06:30 given Injection (30 mg per kg)"],
    asked: ["Fri 6 Nov 06:30 → withheld until Mon 9 Nov 06:30", "Mon 9 Nov 06:30 → look first"],
  },
  {
    shows: "a dry-cow tube in a milking cow by mistake: the row for that, from the dose, without a calving",
    from: "facts §4a form 10, §4c Orbenin Dry Cow: 30 days",
    labels: [
      "Dry-cow tube: 204 hours after calving, at least 30 days dry",
      "Dry-cow tube (in a milking cow): 30 days after the last dose",
    ],
    happened: ["Mon 2 Nov 06:30 given Dry-cow tube (in a milking cow)", TWICE],
    asked: ["Wed 2 Dec 06:29 → withheld until Wed 2 Dec 06:30", "Wed 2 Dec 06:30 → look first"],
  },
  {
    shows: "the same of a cephalosporin: 35 days",
    from: "facts §4c, NOAH −460137",
    labels: [
      "Dry-cow tube: dry longer than 35 days: 24 hours after calving; otherwise 36 days after the last dose",
      "Dry-cow tube (in a milking cow): 35 days after the last dose",
    ],
    happened: ["Mon 2 Nov 06:30 given Dry-cow tube (in a milking cow)"],
    asked: ["Mon 7 Dec 06:29 → withheld until Mon 7 Dec 06:30", "Mon 7 Dec 06:30 → look first"],
  },
  {
    shows: "a label that changed later does not touch a treatment before it: the row of then stays",
    from: "facts §4a form 11 (NZ abamectin pour-on: nil, 35 days since 2022)",
    farm: "Pacific/Auckland",
    labels: ["Pour-on [1]: nil", "Pour-on [2]: 35 days after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Pour-on [1]"],
    asked: ["Mon 2 Nov 07:00 → clear"],
  },
  {
    shows: "a treatment by the changed label has the new period",
    from: "facts §4a form 11 (NZ abamectin pour-on: nil, 35 days since 2022)",
    farm: "Pacific/Auckland",
    labels: ["Pour-on [1]: nil", "Pour-on [2]: 35 days after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Pour-on [2]"],
    asked: ["Mon 7 Dec 06:29 → withheld until Mon 7 Dec 06:30", "Mon 7 Dec 06:30 → look first"],
  },

  // — Courses and corrections —
  {
    shows: "a course of three days counts from its last dose",
    from: "facts §4a form 1: after last treatment",
    labels: ["Tube: 72 hours after the last dose | course 5 days"],
    happened: ["Mon 2 Nov 06:30 to Wed 4 Nov 06:30 given Tube"],
    asked: ["Thu 5 Nov 06:30 → withheld until Sat 7 Nov 06:30", "Sat 7 Nov 06:30 → look first"],
  },
  {
    shows: "one more tube is given: the correction with the later last dose decides",
    from: "DESIGN Holds: an extended course recomputes",
    labels: ["Tube: 72 hours after the last dose"],
    happened: [
      "a: Mon 2 Nov 06:30 to Tue 3 Nov 06:30 given Tube",
      "b: Mon 2 Nov 06:30 to Thu 5 Nov 06:30 given Tube, corrects a",
    ],
    asked: ["Fri 6 Nov 06:30 → withheld until Sun 8 Nov 06:30", "Sun 8 Nov 06:30 → look first"],
  },
  {
    shows: "a correction to an earlier last dose does not shorten by itself",
    from: "DESIGN Holds: a correction can lengthen at once, and shorten only with a manager's reason",
    labels: ["Tube: 72 hours after the last dose"],
    happened: [
      "a: Mon 2 Nov 06:30 to Wed 4 Nov 06:30 given Tube",
      "b: Mon 2 Nov 06:30 to Tue 3 Nov 06:30 given Tube, corrects a",
    ],
    asked: ["Fri 6 Nov 07:00 → withheld until Sat 7 Nov 06:30", "Sat 7 Nov 06:30 → look first"],
  },
  {
    shows: "with a manager's clearance of the mistaken entry the corrected one decides",
    from: "DESIGN Holds: shorten only with a manager's reason",
    labels: ["Tube: 72 hours after the last dose"],
    happened: [
      "a: Mon 2 Nov 06:30 to Wed 4 Nov 06:30 given Tube",
      "b: Mon 2 Nov 06:30 to Tue 3 Nov 06:30 given Tube, corrects a",
      "Wed 4 Nov 12:00 hold of a ended by hand",
    ],
    asked: [
      "Wed 4 Nov 11:59 → withheld until Sat 7 Nov 06:30",
      "Wed 4 Nov 12:00 → withheld until Fri 6 Nov 06:30",
      "Fri 6 Nov 06:30 → look first",
    ],
  },
  {
    shows: "corrected to another product with a longer period: both must be over",
    from: "DESIGN Holds",
    labels: ["Tube: 48 hours after the last dose", "Other tube: 96 hours after the last dose"],
    happened: ["a: Mon 2 Nov 06:30 given Tube", "Mon 2 Nov 06:30 given Other tube, corrects a"],
    asked: ["Wed 4 Nov 06:30 → withheld until Fri 6 Nov 06:30", "Fri 6 Nov 06:30 → look first"],
  },
  {
    shows: "an unknown last dose is supplied by a correction",
    from: "README Corrections",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["a: unknown date given Tube", "Mon 2 Nov 06:30 given Tube, corrects a"],
    asked: ["Mon 2 Nov 07:00 → withheld until Thu 5 Nov 06:30", "Thu 5 Nov 06:30 → look first"],
  },
  {
    shows: "a course longer than the label allows is off-label: the vet must direct",
    from: "facts §4b: NOAH triggers; Bega §3",
    labels: ["Tube: 72 hours after the last dose | course 3 days"],
    happened: ["Mon 2 Nov 06:30 to Thu 5 Nov 18:30 given Tube"],
    asked: [
      "Fri 6 Nov 06:30 → withheld until Sun 8 Nov 18:30, needs the vet's direction",
      "Mon 16 Nov 06:30 → withheld, needs the vet's direction",
    ],
  },
  {
    shows: "a course as long as the label allows, to the minute, is on label",
    from: "facts §4b: NOAH triggers",
    labels: ["Tube: 72 hours after the last dose | course 3 days"],
    happened: ["Mon 2 Nov 06:30 to Thu 5 Nov 06:30 given Tube"],
    asked: ["Sun 8 Nov 06:29 → withheld until Sun 8 Nov 06:30", "Sun 8 Nov 06:30 → look first"],
  },
  {
    shows:
      "a course entered in days: from the beginning of the first to the end of the last, three days are three",
    from: "facts §4b: NOAH triggers; §4d date without a time",
    labels: ["Tube: 72 hours after the last dose | course 3 days"],
    happened: ["Mon 2 Nov to Wed 4 Nov given Tube"],
    asked: ["Sat 7 Nov 23:59 → withheld until Sun 8 Nov 00:00", "Sun 8 Nov 00:00 → look first"],
  },
  {
    shows: "and four days are too long",
    from: "facts §4b: NOAH triggers; §4d date without a time",
    labels: ["Tube: 72 hours after the last dose | course 3 days"],
    happened: ["Mon 2 Nov to Thu 5 Nov given Tube"],
    asked: ["Sun 15 Nov 06:00 → withheld, needs the vet's direction"],
  },
  {
    shows: "first dose on an unknown date, where the label limits the course: the vet must direct",
    from: "README Off-label: first dose unknown counts as longer",
    labels: ["Tube: 72 hours after the last dose | course 3 days"],
    happened: ["unknown date to Thu 5 Nov 06:30 given Tube"],
    asked: ["Mon 9 Nov 06:30 → withheld, needs the vet's direction"],
  },
  {
    shows: "first dose on an unknown date, where the label does not limit the course: the last dose decides",
    from: "README Off-label",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["unknown date to Thu 5 Nov 06:30 given Tube"],
    asked: ["Sun 8 Nov 06:29 → withheld until Sun 8 Nov 06:30", "Sun 8 Nov 06:30 → look first"],
  },
];

const OFF_LABEL: readonly LabelCase[] = [
  {
    shows: "off-label without a direction: withheld, however long",
    from: "Bega §3: written direction of a veterinarian for each instance",
    decided: ["floors of au"],
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube off label", TWICE],
    asked: [
      "Wed 4 Nov 06:30 → withheld until Thu 5 Nov 06:30, needs the vet's direction",
      "Thu 31 Dec 06:30 → withheld, needs the vet's direction",
    ],
  },
  {
    shows: "off-label, the vet directs longer than the label",
    from: "DESIGN Holds",
    decided: ["floors of au"],
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube off label, the vet directs 7 days"],
    asked: ["Mon 9 Nov 06:29 → withheld until Mon 9 Nov 06:30", "Mon 9 Nov 06:30 → look first"],
  },
  {
    shows: "off-label, the vet directs shorter than the label: the file is refused",
    from: "DESIGN Holds: never computes a shorter one",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube off label, the vet directs 24 hours"],
    refused: "The direction is shorter than the label.",
  },
  {
    shows: "the direction comes later, as a correction: from then on it counts",
    from: "README Corrections",
    labels: ["Tube: 72 hours after the last dose"],
    happened: [
      "a: Mon 2 Nov 06:30 given Tube off label",
      "Mon 2 Nov 06:30 given Tube off label, the vet directs 6 days, corrects a",
    ],
    asked: ["Thu 5 Nov 06:30 → withheld until Sun 8 Nov 06:30", "Sun 8 Nov 06:30 → look first"],
  },
  {
    shows: "never for milk, off-label in the US, directed: the label's never stays",
    from: "README Off-label",
    decided: ["floors of us"],
    labels: ["Long-acting: never"],
    happened: ["Mon 2 Nov 06:30 given Long-acting off label, the vet directs 30 days"],
    asked: ["Wed 2 Dec 06:30 → withheld, needs a person"],
  },
  {
    shows: "GB: 60 hours and 5 milkings become 90 hours and 8 milkings",
    from: "facts §4b: SI 2024/567, times 1.5",
    farm: "Europe/London",
    decided: ["floors of gb"],
    labels: ["Tube: 60 hours and 5 milkings after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube off label, the vet directs 60 hours and 5 milkings", TWICE],
    asked: [
      "Thu 5 Nov 20:00 → withheld until Fri 6 Nov 00:30, needs 1 milking",
      "Fri 6 Nov 06:06 → look first",
    ],
  },
  {
    shows: "GB: the longest row of the label is lengthened, whatever row was used",
    from: "facts §4b: longest SPC period × 1.5",
    farm: "Europe/London",
    decided: ["floors of gb"],
    labels: [
      "Injection (by vein): 24 hours after the last dose",
      "Injection (in the muscle): 36 hours after the last dose",
    ],
    happened: ["Mon 2 Nov 06:00 given Injection (by vein) off label, the vet directs 24 hours"],
    asked: ["Wed 4 Nov 11:59 → withheld until Wed 4 Nov 12:00", "Wed 4 Nov 12:00 → look first"],
  },
  {
    shows: "GB: not authorised for milk, off-label under the vet's direction: seven days at the least",
    from: "facts §4b: 7 d if not authorised for milk",
    farm: "Europe/London",
    decided: ["floors of gb"],
    labels: ["Long-acting: never"],
    happened: ["Mon 2 Nov 06:30 given Long-acting off label, the vet directs 5 days"],
    asked: ["Mon 9 Nov 06:29 → withheld until Mon 9 Nov 06:30", "Mon 9 Nov 06:30 → look first"],
  },
  {
    shows: "GB: nil off-label is a day",
    from: "facts §4b: 1 d if WP is zero hours",
    farm: "Europe/London",
    decided: ["floors of gb"],
    labels: ["Anti-inflammatory: nil"],
    happened: ["Mon 2 Nov 06:30 given Anti-inflammatory off label, the vet directs nil"],
    asked: ["Tue 3 Nov 06:29 → withheld until Tue 3 Nov 06:30", "Tue 3 Nov 06:30 → look first"],
  },
  {
    shows: "NZ: off-label is 35 days",
    from: "facts §4b: MPI stand-down",
    farm: "Pacific/Auckland",
    decided: ["floors of nz"],
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube off label, the vet directs 96 hours"],
    asked: ["Fri 6 Nov 06:30 → withheld until Mon 7 Dec 06:30", "Mon 7 Dec 06:30 → look first"],
  },
  {
    shows: "NZ: the vet directs more than 35 days",
    from: "facts §4b: take the vet's longer figure",
    farm: "Pacific/Auckland",
    decided: ["floors of nz"],
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube off label, the vet directs 42 days"],
    asked: ["Mon 7 Dec 06:30 → withheld until Mon 14 Dec 06:30", "Mon 14 Dec 06:30 → look first"],
  },

  // — Two medicines —
  {
    shows: "a second medicine where no profile looks at it: the latest of the two",
    from: "facts §4d: max over all open holds",
    labels: ["Tube: 72 hours after the last dose", "Injection: 96 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", "Mon 2 Nov 06:30 given Injection"],
    asked: ["Thu 5 Nov 06:30 → withheld until Fri 6 Nov 06:30", "Fri 6 Nov 06:30 → look first"],
  },
  {
    shows: "US: two medicines at once are off-label: the vet must direct",
    from: "facts §4b: two drugs at once",
    decided: ["floors of us"],
    labels: ["Tube: 72 hours after the last dose", "Injection: 96 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", "Tue 3 Nov 06:30 given Injection"],
    asked: ["Mon 16 Nov 06:30 → withheld, needs the vet's direction"],
  },
  {
    shows: "GB: two medicines at once, directed on one: both have the direction, each its floor",
    from: "facts §4b: any simultaneous antimicrobial",
    farm: "Europe/London",
    decided: ["floors of gb"],
    labels: ["Tube: 72 hours after the last dose", "Injection: 96 hours after the last dose"],
    happened: [
      "Mon 2 Nov 06:30 given Tube",
      "Tue 3 Nov 06:30 given Injection off label, the vet directs 5 days",
    ],
    // Tube 108 h: Fri 6 Nov 18:30; Injection 144 h: Mon 9 Nov 06:30; direction 120 h on each.
    asked: ["Mon 9 Nov 06:29 → withheld until Mon 9 Nov 06:30", "Mon 9 Nov 06:30 → look first"],
  },
  {
    shows: "US: three medicines at once, the vet's direction on one: the two others need one each",
    from: "README Two medicines: of several given with it each needs one",
    decided: ["floors of us"],
    labels: [
      "Tube: 72 hours after the last dose",
      "Injection: 96 hours after the last dose",
      "Drench: 24 hours after the last dose",
    ],
    happened: [
      "Mon 2 Nov 06:30 given Tube",
      "Mon 2 Nov 06:30 given Injection off label, the vet directs 5 days",
      "Mon 2 Nov 06:30 given Drench",
    ],
    asked: ["Mon 30 Nov 06:30 → withheld, needs the vet's direction"],
  },
  {
    shows: "US: what was itself given off-label needs its own direction, not that of the other medicine",
    from: "README Two medicines: off-label by itself as well",
    decided: ["floors of us"],
    labels: ["Tube: 72 hours after the last dose", "Injection: 96 hours after the last dose"],
    happened: [
      "Mon 2 Nov 06:30 given Tube off label",
      "Mon 2 Nov 06:30 given Injection off label, the vet directs 5 days",
    ],
    asked: ["Mon 30 Nov 06:30 → withheld, needs the vet's direction"],
  },
  {
    shows: "US: two medicines at once, directed on the second: over when label and direction are, on both",
    from: "README Two medicines: a direction on either serves for both",
    decided: ["floors of us"],
    labels: ["Tube: 72 hours after the last dose", "Injection: 96 hours after the last dose"],
    happened: [
      "Mon 2 Nov 06:30 given Tube",
      "Tue 3 Nov 06:30 given Injection off label, the vet directs 5 days",
    ],
    asked: ["Sun 8 Nov 06:29 → withheld until Sun 8 Nov 06:30", "Sun 8 Nov 06:30 → look first"],
  },
  {
    shows: "NZ: more than one medicine at once is 35 days from each last dose",
    from: "facts §4b: MPI stand-down",
    farm: "Pacific/Auckland",
    decided: ["floors of nz"],
    labels: ["Tube: 72 hours after the last dose", "Injection: 96 hours after the last dose"],
    happened: [
      "Mon 2 Nov 06:30 given Tube",
      "Tue 3 Nov 06:30 given Injection off label, the vet directs 96 hours",
    ],
    asked: ["Mon 7 Dec 06:30 → withheld until Tue 8 Dec 06:30", "Tue 8 Dec 06:30 → look first"],
  },
  {
    shows: "GB: the label allows the other at the same time: not off-label",
    from: "README Two medicines: used with",
    farm: "Europe/London",
    decided: ["floors of gb"],
    labels: [
      "Tube: 72 hours after the last dose | with Injection",
      "Injection: 96 hours after the last dose",
    ],
    happened: ["Mon 2 Nov 06:30 given Tube", "Mon 2 Nov 06:30 given Injection"],
    asked: ["Fri 6 Nov 06:29 → withheld until Fri 6 Nov 06:30", "Fri 6 Nov 06:30 → look first"],
  },
  {
    shows: "GB: the second medicine after the first one's period is not at once",
    from: "README Two medicines",
    farm: "Europe/London",
    decided: ["floors of gb"],
    labels: ["Tube: 72 hours after the last dose", "Injection: 96 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", "Thu 5 Nov 06:31 given Injection"],
    asked: ["Thu 5 Nov 07:00 → withheld until Mon 9 Nov 06:31", "Mon 9 Nov 06:31 → look first"],
  },
  {
    shows: "GB: one tube twice is one medicine",
    from: "README Two medicines: different labels",
    farm: "Europe/London",
    decided: ["floors of gb"],
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", "Tue 3 Nov 06:30 given Tube"],
    asked: ["Fri 6 Nov 06:29 → withheld until Fri 6 Nov 06:30", "Fri 6 Nov 06:30 → look first"],
  },
];

const WINTER_MILKING = "milked daily at 06:00 and 16:00 from Wed 1 Jul to Mon 31 Aug";
const WINTER_ONCE = "milked daily at 06:00 from Wed 1 Jul to Mon 31 Aug";
const DRY_NZ = "Dry-cow tube: 8 milkings after calving, at least 49 days dry";
const DRY_UK =
  "Dry-cow tube: dry longer than 35 days: 24 hours after calving; otherwise 36 days after the last dose";

const DRY_COWS: readonly LabelCase[] = [
  // — Minimum dry period, then milkings after calving —
  {
    shows: "dry-cow tube, calved on time: the milkings after calving",
    from: "facts §4c, Cepravin: 49 d + 8 milkings; Bega App. 2 B4",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ],
    happened: ["Mon 1 Jun 09:00 given Dry-cow tube", "Sat 1 Aug 03:00 calved", WINTER_MILKING],
    // Colostrum (96 h and 8 milkings) runs beside it. Eight milkings: Sat 06:00 … Tue 16:00.
    asked: [
      "Fri 31 Jul 12:00 → withheld, needs a calving",
      "Sat 1 Aug 07:00 → withheld until Wed 5 Aug 03:00, needs 7 milkings",
      "Tue 4 Aug 16:00 → withheld until Wed 5 Aug 03:00, needs 1 milking",
      "Wed 5 Aug 03:00 → look first",
    ],
  },
  {
    shows: "dry-cow tube, calved early: the milkings count from the end of the 49 days",
    from: "facts §4d type B: max(treat + D, calving) + N milkings; Bega App. 2 B5",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ],
    happened: ["Mon 1 Jun 09:00 given Dry-cow tube", "Wed 1 Jul 03:00 calved", WINTER_MILKING],
    // 49 days: Mon 20 Jul 09:00. Eight milkings: Mon 16:00 … Fri 24 Jul 06:00.
    asked: [
      "Wed 1 Jul 12:00 → withheld until Mon 20 Jul 09:00, needs 8 milkings",
      "Fri 10 Jul 12:00 → withheld until Mon 20 Jul 09:00, needs 8 milkings",
      "Fri 24 Jul 06:00 → withheld, needs 1 milking",
      "Fri 24 Jul 06:06 → look first",
    ],
  },
  {
    shows: "dry-cow tube, calved to the minute at the end of the minimum dry period",
    from: "facts §4d type B",
    farm: "Pacific/Auckland",
    labels: ["Dry-cow tube: 8 milkings after calving, at least 56 days dry"],
    happened: ["Mon 1 Jun 09:00 given Dry-cow tube", "Mon 27 Jul 09:00 calved", WINTER_MILKING],
    // Eight milkings: Mon 16:00 … Fri 31 Jul 06:00; colostrum Fri 31 Jul 09:00.
    asked: ["Fri 31 Jul 06:06 → withheld until Fri 31 Jul 09:00", "Fri 31 Jul 09:00 → look first"],
  },
  {
    shows: "dry-cow tube 30 days + 8 milkings, milked once a day after calving: eight days",
    from: "facts §4c, Cloxamp 500; §4d once a day",
    farm: "Pacific/Auckland",
    labels: ["Dry-cow tube: 8 milkings after calving, at least 30 days dry"],
    happened: ["Mon 1 Jun 09:00 given Dry-cow tube", "Sat 1 Aug 03:00 calved", WINTER_ONCE],
    asked: ["Sat 8 Aug 06:00 → withheld, needs 1 milking", "Sat 8 Aug 06:06 → look first"],
  },
  {
    shows: "dry-cow tube, late calving: only the period after calving",
    from: "facts §4d type B",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ],
    happened: ["Fri 1 May 09:00 given Dry-cow tube", "Sat 1 Aug 03:00 calved", WINTER_MILKING],
    asked: ["Wed 5 Aug 02:59 → withheld until Wed 5 Aug 03:00", "Wed 5 Aug 03:00 → look first"],
  },
  {
    shows: "dry-cow tube, nothing known of a calving: withheld, and not before the dry days are over",
    from: "facts §4d: unknown calving date withholds",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ],
    happened: ["Mon 1 Jun 09:00 given Dry-cow tube", WINTER_MILKING],
    asked: [
      "Wed 1 Jul 09:00 → withheld until Mon 20 Jul 09:00, needs a calving",
      "Sun 30 Aug 09:00 → withheld, needs a calving",
    ],
  },
  {
    shows: "dry-cow tube, calved on an unknown date: withheld until the date is known",
    from: "facts §4d: unknown calving date withholds",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ],
    happened: ["Mon 1 Jun 09:00 given Dry-cow tube", "unknown date calved", WINTER_MILKING],
    asked: ["Sun 30 Aug 09:00 → withheld, needs a calving, the date of calving"],
  },
  {
    shows: "the unknown calving date is found out by a correction",
    from: "README Corrections",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ],
    happened: [
      "Mon 1 Jun 09:00 given Dry-cow tube",
      "c: unknown date calved",
      "Sat 1 Aug 03:00 calved, corrects c",
      WINTER_MILKING,
    ],
    asked: ["Wed 5 Aug 02:59 → withheld until Wed 5 Aug 03:00", "Wed 5 Aug 03:00 → look first"],
  },
  {
    shows: "a dry-cow tube given on an unknown date withholds, although she calved",
    from: "DESIGN Holds",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ],
    happened: ["unknown date given Dry-cow tube", "Sat 1 Aug 03:00 calved", WINTER_MILKING],
    asked: ["Sun 30 Aug 09:00 → withheld, needs the date of the last dose"],
  },
  {
    shows: "calving entered for a day, milk from the end of that day on counts",
    from: "facts §4d: date without a time",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ],
    happened: ["Mon 1 Jun given Dry-cow tube", "Sat 1 Aug calved", WINTER_MILKING],
    // Counts from Sun 2 Aug 00:00: eight milkings to Wed 5 Aug 16:00; 96 h to Thu 6 Aug 00:00.
    asked: ["Wed 5 Aug 16:06 → withheld until Thu 6 Aug 00:00", "Thu 6 Aug 00:00 → look first"],
  },
  {
    shows: "calving corrected to later: at once longer",
    from: "DESIGN Holds: a correction can lengthen at once",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ],
    happened: [
      "Mon 1 Jun 09:00 given Dry-cow tube",
      "c: Sat 1 Aug 03:00 calved",
      "Mon 3 Aug 03:00 calved, corrects c",
      WINTER_MILKING,
    ],
    asked: [
      "Wed 5 Aug 03:00 → withheld until Fri 7 Aug 03:00, needs 4 milkings",
      "Fri 7 Aug 03:00 → look first",
    ],
  },
  {
    shows: "calving corrected to earlier: not shorter by itself",
    from: "DESIGN Holds: shorten only with a manager's reason",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ],
    happened: [
      "Mon 1 Jun 09:00 given Dry-cow tube",
      "c: Mon 3 Aug 03:00 calved",
      "Sat 1 Aug 03:00 calved, corrects c",
      WINTER_MILKING,
    ],
    asked: [
      "Wed 5 Aug 03:00 → withheld until Fri 7 Aug 03:00, needs 4 milkings",
      "Fri 7 Aug 03:00 → look first",
    ],
  },
  {
    shows: "none if the dry period was completed: from calving on no hold but the colostrum's",
    from: "facts §4c, ceftiofur 500 mg dry: none if 30-day dry period completed",
    labels: ["Dry-cow tube: nil after calving, at least 30 days dry"],
    happened: ["Mon 1 Jun 09:00 given Dry-cow tube", "Sat 1 Aug 03:00 calved", WINTER_MILKING],
    asked: [
      "Fri 31 Jul 12:00 → withheld, needs a calving",
      "Wed 5 Aug 02:59 → withheld until Wed 5 Aug 03:00",
      "Wed 5 Aug 03:00 → look first",
    ],
  },
  {
    shows: "none if the dry period was completed, and it was not: until the 30 days are over",
    from: "facts §4c, ceftiofur 500 mg dry",
    labels: ["Dry-cow tube: nil after calving, at least 30 days dry"],
    happened: ["Mon 15 Jun 09:00 given Dry-cow tube", "Wed 1 Jul 03:00 calved", WINTER_MILKING],
    asked: ["Wed 15 Jul 08:59 → withheld until Wed 15 Jul 09:00", "Wed 15 Jul 09:00 → look first"],
  },
  {
    shows: "204 hours after calving",
    from: "facts §4c, Orbenin Dry Cow UK: 204 h, not within 30 d of calving",
    farm: "Europe/London",
    labels: ["Dry-cow tube: 204 hours after calving, at least 30 days dry"],
    happened: ["Mon 1 Jun 09:00 given Dry-cow tube", "Sat 1 Aug 03:00 calved", WINTER_MILKING],
    asked: ["Sun 9 Aug 14:59 → withheld until Sun 9 Aug 15:00", "Sun 9 Aug 15:00 → look first"],
  },
  {
    shows: "72 hours and 6 milkings after calving, beside the longer colostrum",
    from: "facts §4c, cloxacillin benzathine (b); Bega App. 2 B8",
    labels: ["Dry-cow tube: 72 hours and 6 milkings after calving, at least 30 days dry"],
    happened: ["Mon 1 Jun 09:00 given Dry-cow tube", "Sat 1 Aug 03:00 calved", WINTER_MILKING],
    asked: ["Tue 4 Aug 16:06 → withheld until Wed 5 Aug 03:00", "Wed 5 Aug 03:00 → look first"],
  },

  // — Two branches on the length of the dry period —
  {
    shows: "dry for more than five weeks: a day after calving, and the colostrum",
    from: "facts §4c, NOAH −460137: dry > 5 wk: 1 d after calving",
    farm: "Europe/London",
    labels: [DRY_UK],
    happened: ["Mon 1 Jun 09:00 given Dry-cow tube", "Sat 1 Aug 03:00 calved", WINTER_MILKING],
    asked: ["Wed 5 Aug 02:59 → withheld until Wed 5 Aug 03:00", "Wed 5 Aug 03:00 → look first"],
  },
  {
    shows: "dry for five weeks to the minute is not longer: 36 days after the treatment",
    from: "facts §4c, NOAH −460137: ≤ 5 wk: 36 d after treatment",
    farm: "Europe/London",
    labels: [DRY_UK],
    happened: ["Mon 1 Jun 09:00 given Dry-cow tube", "Mon 6 Jul 09:00 calved", WINTER_MILKING],
    // 36 days: Tue 7 Jul 09:00, which colostrum (Fri 10 Jul 09:00) outlasts.
    asked: ["Fri 10 Jul 08:59 → withheld until Fri 10 Jul 09:00", "Fri 10 Jul 09:00 → look first"],
  },
  {
    shows: "calved three weeks after the tube: 36 days after the treatment",
    from: "facts §4c, NOAH −460137; Bega App. 2 B5",
    farm: "Europe/London",
    labels: [DRY_UK],
    happened: ["Mon 15 Jun 09:00 given Dry-cow tube", "Mon 6 Jul 09:00 calved", WINTER_MILKING],
    asked: ["Tue 21 Jul 08:59 → withheld until Tue 21 Jul 09:00", "Tue 21 Jul 09:00 → look first"],
  },
  {
    shows: "the day of calving only is known: the dry period is taken to end when that day began",
    from: "README Calvings: the first instant that the date covers",
    farm: "Europe/London",
    labels: [
      "Dry-cow tube: dry longer than 35 days: 24 hours after calving; otherwise 60 days after the last dose",
    ],
    happened: ["Mon 1 Jun 00:00 given Dry-cow tube", "Mon 6 Jul calved", WINTER_MILKING],
    asked: ["Thu 30 Jul 23:59 → withheld until Fri 31 Jul 00:00", "Fri 31 Jul 00:00 → look first"],
  },
  {
    shows: "dried off a week after the tube: the dry period runs from the drying off",
    from: "README Calvings: the later of last dose and drying off",
    farm: "Europe/London",
    labels: [
      "Dry-cow tube: dry longer than 35 days: 24 hours after calving; otherwise 60 days after the last dose",
    ],
    happened: [
      "Mon 1 Jun 09:00 given Dry-cow tube",
      "Mon 8 Jun 09:00 dried off",
      "Fri 10 Jul 09:00 calved",
      WINTER_MILKING,
    ],
    asked: ["Fri 31 Jul 08:59 → withheld until Fri 31 Jul 09:00", "Fri 31 Jul 09:00 → look first"],
  },
  {
    shows: "dried off on an unknown date: withheld until it is known",
    from: "facts §4d: unknown dry-off date withholds",
    farm: "Europe/London",
    labels: [DRY_UK],
    happened: [
      "Mon 1 Jun 09:00 given Dry-cow tube",
      "unknown date dried off",
      "Sat 1 Aug 03:00 calved",
      WINTER_MILKING,
    ],
    asked: ["Mon 31 Aug 09:00 → withheld, needs the date of drying off"],
  },
  {
    shows:
      "dried off and calved entered for one day: which came first nobody knows, so she has not calved since",
    from: "README Calvings: one on the same instant is not later",
    farm: "Europe/London",
    labels: [
      "Dry-cow tube: dry longer than 35 days: 24 hours after calving; otherwise 70 days after the last dose",
    ],
    happened: [
      "Mon 1 Jun 09:00 given Dry-cow tube",
      "Sat 1 Aug dried off",
      "Sat 1 Aug calved",
      WINTER_MILKING,
    ],
    asked: ["Thu 6 Aug 12:00 → withheld, needs a calving", "Mon 31 Aug 12:00 → withheld, needs a calving"],
  },
  {
    shows: "two branches, not calved yet: withheld although the 36 days are over",
    from: "README: never before she has calved",
    farm: "Europe/London",
    labels: [DRY_UK],
    happened: ["Mon 1 Jun 09:00 given Dry-cow tube", WINTER_MILKING],
    asked: ["Mon 31 Aug 09:00 → withheld, needs a calving"],
  },
  {
    shows:
      "a calving entered for a day before the treatment, corrected to the true one after it: only that one is meant",
    from: "README Calvings: every version later than the dose",
    farm: "Europe/London",
    labels: [
      "Dry-cow tube: dry longer than 35 days: 24 hours after calving; otherwise 60 days after the last dose",
    ],
    happened: [
      "Wed 10 Jun 09:00 given Dry-cow tube",
      "c: Mon 1 Jun 03:00 calved",
      "Sat 1 Aug 03:00 calved, corrects c",
      WINTER_MILKING,
    ],
    asked: ["Fri 31 Jul 12:00 → withheld, needs a calving", "Wed 5 Aug 03:00 → look first"],
  },
  {
    shows:
      "a calving entered for a day after the treatment, corrected to one before it: she has not calved since",
    from: "README Calvings: a correction that puts it at or before",
    farm: "Europe/London",
    labels: [DRY_UK],
    happened: [
      "Wed 10 Jun 09:00 given Dry-cow tube",
      "c: Sat 1 Aug 03:00 calved",
      "Mon 1 Jun 03:00 calved, corrects c",
      WINTER_MILKING,
    ],
    asked: ["Mon 31 Aug 12:00 → withheld, needs a calving"],
  },
  {
    shows: "two branches, the calving corrected to earlier falls into the other branch: both stand",
    from: "README Calvings: every dated version",
    farm: "Europe/London",
    labels: [
      "Dry-cow tube: dry longer than 35 days: 24 hours after calving; otherwise 60 days after the last dose",
    ],
    happened: [
      "Mon 1 Jun 09:00 given Dry-cow tube",
      "c: Fri 10 Jul 09:00 calved",
      "Wed 1 Jul 09:00 calved, corrects c",
      WINTER_MILKING,
    ],
    asked: ["Thu 30 Jul 09:00 → withheld until Fri 31 Jul 09:00", "Fri 31 Jul 09:00 → look first"],
  },

  // — Drying off, teat sealant —
  {
    shows: "GB, off-label: the dry days and the milkings of a dry-cow tube half as long again",
    from: "facts §4b: SI 2024/567, times 1.5",
    farm: "Europe/London",
    decided: ["floors of gb"],
    labels: ["Dry-cow tube: 8 milkings after calving, at least 20 days dry"],
    happened: [
      "Mon 1 Jun 09:00 given Dry-cow tube off label, the vet directs 8 milkings",
      "Fri 19 Jun 03:00 calved",
      WINTER_MILKING,
    ],
    // 30 days: Wed 1 Jul 09:00. Twelve milkings: Wed 16:00 … Tue 7 Jul 06:00.
    asked: ["Tue 7 Jul 06:00 → withheld, needs 1 milking", "Tue 7 Jul 06:06 → look first"],
  },
  {
    shows: "GB, off-label: of two branches the dry period that divides them is half as long again, too",
    from: "facts §4b: SI 2024/567, times 1.5",
    farm: "Europe/London",
    decided: ["floors of gb"],
    labels: [DRY_UK],
    happened: [
      "Wed 10 Jun 09:00 given Dry-cow tube off label, the vet directs 24 hours",
      "Fri 24 Jul 09:00 calved",
      WINTER_MILKING,
    ],
    // Dry for 44 days, not longer than 52 and a half: 54 days after the treatment.
    asked: ["Mon 3 Aug 08:59 → withheld until Mon 3 Aug 09:00", "Mon 3 Aug 09:00 → look first"],
  },
  {
    shows: "dried off: no milk for the vat until she calves",
    from: "facts §6: dried-off cows in the shed",
    happened: ["Mon 1 Jun 09:00 dried off", "Sat 1 Aug 03:00 calved", WINTER_MILKING],
    asked: [
      "Wed 1 Jul 06:00 → withheld, needs a calving",
      "Tue 4 Aug 16:10 → withheld until Wed 5 Aug 03:00",
      "Wed 5 Aug 03:00 → look first",
    ],
  },
  {
    shows: "teat sealant of zero hours: no hold at all",
    from: "facts §4c, Ubroseal Blue: zero h",
    farm: "Europe/London",
    labels: ["Teat seal: nil after calving, at least 0 days dry"],
    happened: ["Mon 1 Jun 09:00 given Teat seal"],
    asked: ["Mon 1 Jun 10:00 → clear"],
  },
  {
    shows: "teat sealant: 8 milkings after calving",
    from: "facts §4c, TeatSeal NZ; Bega App. 2 B9",
    farm: "Pacific/Auckland",
    labels: ["Teat seal: 8 milkings after calving, at least 0 days dry"],
    happened: ["Mon 1 Jun 09:00 given Teat seal", "Sat 1 Aug 03:00 calved", WINTER_ONCE],
    asked: [
      "Wed 1 Jul 09:00 → withheld, needs a calving",
      "Sat 8 Aug 06:00 → withheld, needs 1 milking",
      "Sat 8 Aug 06:06 → look first",
    ],
  },
  {
    shows: "dry-cow tube and teat sealant together: the tube's 49 days decide after an early calving",
    from: "facts §4d: max over all open holds",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ, "Teat seal: 8 milkings after calving, at least 0 days dry"],
    happened: [
      "Mon 1 Jun 09:00 given Dry-cow tube",
      "Mon 1 Jun 09:00 given Teat seal",
      "Wed 1 Jul 03:00 calved",
      WINTER_MILKING,
    ],
    asked: ["Fri 24 Jul 06:00 → withheld, needs 1 milking", "Fri 24 Jul 06:06 → look first"],
  },
  {
    shows: "a calving before the treatment ends nothing of it",
    from: "README Calvings: the first one later than the dose",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ],
    happened: ["Thu 1 Jan 03:00 calved", "Mon 1 Jun 09:00 given Dry-cow tube", WINTER_MILKING],
    asked: ["Fri 31 Jul 12:00 → withheld, needs a calving"],
  },
];

const FRESH_COWS: readonly LabelCase[] = [
  {
    shows: "colostrum: 4 days and 8 milkings, twice a day",
    from: "Bega App. 2 B8: four days or eight milkings; facts §4d: both by default",
    happened: ["Mon 2 Nov 03:00 calved", TWICE],
    asked: [
      "Mon 2 Nov 05:00 → withheld until Fri 6 Nov 03:00, needs 8 milkings",
      "Thu 5 Nov 16:06 → withheld until Fri 6 Nov 03:00",
      "Fri 6 Nov 03:00 → look first",
    ],
  },
  {
    shows: "colostrum, calved at midday: the eighth milking comes after the four days' last but one",
    from: "Bega App. 2 B8",
    happened: ["Mon 2 Nov 12:00 calved", TWICE],
    // Mon 16, Tue 6, 16, Wed 6, 16, Thu 6, 16, Fri 6 are eight; 96 h end Fri 12:00.
    asked: ["Fri 6 Nov 06:06 → withheld until Fri 6 Nov 12:00", "Fri 6 Nov 12:00 → look first"],
  },
  {
    shows: "colostrum in a herd milked once a day: eight days",
    from: "Bega App. 2 B8; facts §4d",
    happened: ["Mon 2 Nov 03:00 calved", ONCE],
    asked: [
      "Fri 6 Nov 03:00 → withheld, needs 4 milkings",
      "Mon 9 Nov 06:00 → withheld, needs 1 milking",
      "Mon 9 Nov 06:06 → look first",
    ],
  },
  {
    shows: "colostrum in a herd milked three times a day: four days",
    from: "Bega App. 2 B8; facts §4d",
    happened: ["Mon 2 Nov 03:00 calved", THRICE],
    asked: ["Wed 4 Nov 21:10 → withheld until Fri 6 Nov 03:00", "Fri 6 Nov 03:00 → look first"],
  },
  {
    shows: "colostrum, the farm reads four days or eight milkings as either, three times a day",
    from: "Bega App. 2 B8, read as either",
    decided: ["colostrum 4 days or 8 milkings, either"],
    happened: ["Mon 2 Nov 03:00 calved", THRICE],
    asked: [
      "Mon 2 Nov 04:00 → withheld, needs Fri 6 Nov 03:00 or 8 milkings",
      "Wed 4 Nov 13:00 → withheld, needs Fri 6 Nov 03:00 or 1 milking",
      "Wed 4 Nov 13:06 → look first",
    ],
  },
  {
    shows: "colostrum, the farm reads it as either, once a day",
    from: "Bega App. 2 B8, read as either",
    decided: ["colostrum 4 days or 8 milkings, either"],
    happened: ["Mon 2 Nov 03:00 calved", ONCE],
    asked: [
      "Fri 6 Nov 02:59 → withheld, needs Fri 6 Nov 03:00 or 4 milkings",
      "Fri 6 Nov 03:00 → look first",
    ],
  },
  {
    shows: "calved on a day without a time: from the end of that day",
    from: "facts §4d",
    happened: ["Mon 2 Nov calved", TWICE],
    asked: ["Fri 6 Nov 23:59 → withheld until Sat 7 Nov 00:00", "Sat 7 Nov 00:00 → look first"],
  },
  {
    shows: "fresh cow treated for mastitis: the later of colostrum and tube",
    from: "facts §4d: max over all open holds",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 03:00 calved", "Wed 4 Nov 06:30 given Tube", TWICE],
    asked: ["Fri 6 Nov 03:00 → withheld until Sat 7 Nov 06:30", "Sat 7 Nov 06:30 → look first"],
  },
];

const BOUGHT_IN: readonly LabelCase[] = [
  {
    shows: "bought in milk, treatments unknown: until an antibiotic test is negative",
    from: "facts §0: bought cow of unknown status; Bega App. 2 A",
    happened: [
      "Mon 2 Nov 10:00 bought in milk",
      "s: Wed 4 Nov 06:10 sample taken",
      "Fri 6 Nov 11:00 sample s negative",
      TWICE,
    ],
    asked: [
      "Mon 2 Nov 16:00 → withheld, needs a negative test",
      "Fri 6 Nov 10:59 → withheld, needs a negative test",
      "Fri 6 Nov 11:00 → look first",
    ],
  },
  {
    shows: "bought in milk, never tested",
    from: "facts §0",
    happened: ["Mon 2 Nov 10:00 bought in milk", TWICE],
    asked: ["Thu 31 Dec 06:00 → withheld, needs a negative test"],
  },
  {
    shows: "bought in milk: the seller's test of last week does not count",
    from: "README bought-in: a sample taken after she came",
    happened: [
      "s: Fri 30 Oct 06:00 sample taken",
      "Sat 31 Oct 12:00 sample s negative",
      "Mon 2 Nov 10:00 bought in milk",
    ],
    asked: ["Mon 9 Nov 06:00 → withheld, needs a negative test"],
  },
  {
    shows: "bought in milk, tested positive, then a new sample negative",
    from: "facts §0: discard until tests are negative",
    happened: [
      "Mon 2 Nov 10:00 bought in milk",
      "s: Wed 4 Nov 06:10 sample taken",
      "Thu 5 Nov 11:00 sample s positive",
      "r: Mon 9 Nov 06:10 sample taken",
      "Tue 10 Nov 11:00 sample r negative",
    ],
    asked: ["Fri 6 Nov 06:00 → withheld, needs a negative test", "Tue 10 Nov 11:00 → look first"],
  },
  {
    shows: "bought in milk with her treatments declared: they decide, as of her own farm",
    from: "README bought-in: declared",
    labels: ["Tube: 96 hours after the last dose"],
    happened: ["Sun 1 Nov 06:30 given Tube", "Mon 2 Nov 10:00 bought in milk, treatments declared"],
    asked: ["Mon 2 Nov 16:00 → withheld until Thu 5 Nov 06:30", "Thu 5 Nov 06:30 → look first"],
  },
  {
    shows: "bought in milk, declared free of treatments: to the vat",
    from: "README bought-in: declared",
    happened: ["Mon 2 Nov 10:00 bought in milk, treatments declared"],
    asked: ["Mon 2 Nov 16:00 → clear"],
  },
  {
    shows: "bought dry, treatments unknown: 56 days from the purchase, colostrum's time, then a test",
    from: "facts §0: dry cow longer before testing; §4c longest label 56 d + 8 milkings",
    happened: [
      "Mon 1 Jun 09:00 bought dry",
      "Sat 1 Aug 03:00 calved",
      "s: Mon 10 Aug 06:10 sample taken",
      "Tue 11 Aug 11:00 sample s negative",
      WINTER_MILKING,
    ],
    asked: [
      "Wed 1 Jul 06:00 → withheld until Mon 27 Jul 09:00, needs a calving, a negative test",
      "Sat 1 Aug 07:00 → withheld until Wed 5 Aug 03:00, needs 7 milkings, a negative test",
      "Wed 5 Aug 03:00 → withheld, needs a negative test",
      "Tue 11 Aug 11:00 → look first",
    ],
  },
  {
    shows: "bought dry, sampled before the dry-cow route was over: that test does not count",
    from: "README bought-in: a sample taken after that end",
    happened: [
      "Mon 1 Jun 09:00 bought dry",
      "Sat 1 Aug 03:00 calved",
      "s: Tue 4 Aug 06:10 sample taken",
      "Wed 5 Aug 11:00 sample s negative",
      WINTER_MILKING,
    ],
    asked: ["Mon 31 Aug 06:00 → withheld, needs a negative test"],
  },
  {
    shows: "bought dry, milked twice a day: a sample not later than eight days after calving is early",
    from: "README bought-in: nominal end, a day for each milking",
    happened: [
      "Mon 4 May 09:00 bought dry",
      "Wed 1 Jul 03:00 calved",
      "s: Thu 9 Jul 03:00 sample taken",
      "Fri 10 Jul 11:00 sample s negative",
      WINTER_MILKING,
    ],
    asked: [
      "Sun 5 Jul 03:00 → withheld, needs a negative test",
      "Fri 10 Jul 11:00 → withheld, needs a negative test",
      "Mon 31 Aug 12:00 → withheld, needs a negative test",
    ],
  },
  {
    shows: "bought dry, milked twice a day: a sample after those eight days counts",
    from: "README bought-in: nominal end, a day for each milking",
    happened: [
      "Mon 4 May 09:00 bought dry",
      "Wed 1 Jul 03:00 calved",
      "s: Thu 9 Jul 06:10 sample taken",
      "Fri 10 Jul 11:00 sample s negative",
      WINTER_MILKING,
    ],
    asked: ["Fri 10 Jul 11:00 → look first", "Mon 31 Aug 12:00 → look first"],
  },
  {
    shows:
      "bought dry, milked once a day: a sample before her eighth milking never counts, a month later either",
    from: "README bought-in: a sample taken after that end",
    happened: [
      "Mon 4 May 09:00 bought dry",
      "Wed 1 Jul 03:00 calved",
      "s: Mon 6 Jul 06:10 sample taken",
      "Tue 7 Jul 11:00 sample s negative",
      WINTER_ONCE,
    ],
    asked: [
      "Mon 13 Jul 12:00 → withheld, needs a negative test",
      "Mon 31 Aug 12:00 → withheld, needs a negative test",
    ],
  },
  {
    shows: "bought dry and calved a week later: the 56 days run from the purchase",
    from: "facts §4d type B; DESIGN: dry ones need the dry-cow route first",
    happened: ["Wed 24 Jun 09:00 bought dry", "Wed 1 Jul 03:00 calved", WINTER_MILKING],
    // 56 days: Wed 19 Aug 09:00, then 96 h: Sun 23 Aug 09:00; eight milkings from Wed 16:00 on: Sun 23 Aug 06:00.
    asked: [
      "Mon 27 Jul 09:00 → withheld until Sun 23 Aug 09:00, needs 8 milkings, a negative test",
      "Sun 23 Aug 08:00 → withheld until Sun 23 Aug 09:00, needs a negative test",
      "Sun 23 Aug 09:00 → withheld, needs a negative test",
    ],
  },
];

const LOOKS_AND_TESTS: readonly LabelCase[] = [
  {
    shows: "mastitis seen at stripping: until a person looks and finds her fit",
    from: "Bega App. 2 B7",
    happened: ["Mon 2 Nov 06:05 mastitis seen", TWICE, "Thu 5 Nov 15:50 looked at"],
    asked: ["Thu 5 Nov 15:49 → withheld, needs a look", "Thu 5 Nov 15:50 → clear"],
  },
  {
    shows: "blood seen, and nobody looks: withheld on",
    from: "Bega App. 2 B7",
    happened: ["Mon 2 Nov 06:05 blood seen", TWICE],
    asked: ["Mon 30 Nov 06:00 → withheld, needs a look"],
  },
  {
    shows: "a look before the blood was seen does not count",
    from: "Bega App. 2 B7",
    happened: ["Mon 2 Nov 06:00 looked at", "Mon 2 Nov 06:05 blood seen"],
    asked: ["Mon 2 Nov 16:00 → withheld, needs a look"],
  },
  {
    shows: "mastitis seen and treated: the look does not end the tube's period",
    from: "facts §4d: max over all open holds",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 06:05 mastitis seen", "Mon 2 Nov 06:30 given Tube", "Wed 4 Nov 06:00 looked at"],
    asked: ["Wed 4 Nov 07:00 → withheld until Thu 5 Nov 06:30", "Thu 5 Nov 06:30 → look first"],
  },
  {
    shows: "sample sent for a test: withheld until the result",
    from: "DESIGN Holds: test pending",
    happened: ["s: Mon 2 Nov 06:10 sample taken", "Tue 3 Nov 14:00 sample s negative"],
    asked: ["Tue 3 Nov 13:59 → withheld, needs a negative test", "Tue 3 Nov 14:00 → look first"],
  },
  {
    shows: "the result is positive: withheld on",
    from: "README test-pending",
    happened: ["s: Mon 2 Nov 06:10 sample taken", "Tue 3 Nov 14:00 sample s positive"],
    asked: ["Mon 30 Nov 06:00 → withheld, needs a negative test"],
  },
  {
    shows: "positive, and a later sample negative: over",
    from: "README test-pending: or one taken after it",
    happened: [
      "s: Mon 2 Nov 06:10 sample taken",
      "Tue 3 Nov 14:00 sample s positive",
      "r: Thu 5 Nov 06:10 sample taken",
      "Fri 6 Nov 14:00 sample r negative",
    ],
    asked: ["Fri 6 Nov 13:59 → withheld, needs a negative test", "Fri 6 Nov 14:00 → look first"],
  },
  {
    shows: "negative, and a later sample positive: withheld again",
    from: "README test-pending",
    happened: [
      "s: Mon 2 Nov 06:10 sample taken",
      "Tue 3 Nov 14:00 sample s negative",
      "r: Thu 5 Nov 06:10 sample taken",
      "Fri 6 Nov 14:00 sample r positive",
    ],
    asked: [
      "Wed 4 Nov 06:00 → withheld, needs a negative test",
      "Mon 30 Nov 06:00 → withheld, needs a negative test",
    ],
  },
  {
    shows: "one sample with two results, negative and positive, is not negative",
    from: "README test-pending: a sample with both results",
    happened: [
      "s: Mon 2 Nov 06:10 sample taken",
      "Tue 3 Nov 14:00 sample s negative",
      "Tue 3 Nov 15:00 sample s positive",
    ],
    asked: ["Wed 4 Nov 06:00 → withheld, needs a negative test"],
  },
  {
    shows: "two samples entered for one day: the negative one does not undo the positive one",
    from: "README test-pending: taken after it",
    happened: [
      "s: Mon 2 Nov sample taken",
      "r: Mon 2 Nov sample taken",
      "Wed 4 Nov 14:00 sample s positive",
      "Wed 4 Nov 14:00 sample r negative",
    ],
    asked: ["Thu 5 Nov 06:00 → withheld, needs a negative test"],
  },
  {
    shows: "a person withholds her: until a person ends it",
    from: "DESIGN Holds: manual",
    happened: ["m: Mon 2 Nov 06:10 withheld by hand", "Thu 5 Nov 06:00 hold of m ended by hand"],
    asked: ["Thu 5 Nov 05:59 → withheld, needs a person", "Thu 5 Nov 06:00 → look first"],
  },
  {
    shows: "a hold ended by hand ends only itself",
    from: "DESIGN Holds",
    labels: ["Tube: 72 hours after the last dose"],
    happened: [
      "m: Mon 2 Nov 06:10 withheld by hand",
      "Mon 2 Nov 06:30 given Tube",
      "Tue 3 Nov 06:00 hold of m ended by hand",
    ],
    asked: ["Tue 3 Nov 06:00 → withheld until Thu 5 Nov 06:30"],
  },
  {
    shows: "a clearance needs its time of day: what came first that day decides",
    from: "facts §4d",
    labels: ["Long-acting: never"],
    happened: ["t: Mon 2 Nov 06:30 given Long-acting", "Mon 30 Nov hold of t ended by hand"],
    refused: "This needs a time, not only a date.",
  },
  {
    shows: "a clearance counts from its date on, not before",
    from: "README Clearance",
    labels: ["Long-acting: never"],
    happened: ["t: Mon 2 Nov 06:30 given Long-acting", "Mon 30 Nov 12:00 hold of t ended by hand"],
    asked: ["Mon 30 Nov 11:59 → withheld, needs a person", "Mon 30 Nov 12:00 → look first"],
  },
];

const PADDOCKS: readonly LabelCase[] = [
  {
    shows: "a treated paddock with seven days: from when she leaves it",
    from: "Bega §1: paddocks within a chemical WHP",
    happened: ["Mon 2 Nov 08:00 to Tue 3 Nov 17:00 on treated paddock, milk 7 days"],
    asked: ["Tue 10 Nov 16:59 → withheld until Tue 10 Nov 17:00", "Tue 10 Nov 17:00 → look first"],
  },
  {
    shows: "the group grazed a treated paddock: each of its cows is withheld",
    from: "Bega §1; DESIGN Holds: paddock on a group",
    happened: ["the group: Mon 2 Nov 08:00 to Tue 3 Nov 17:00 on treated paddock, milk 7 days"],
    asked: ["Tue 10 Nov 16:59 → withheld until Tue 10 Nov 17:00", "Tue 10 Nov 17:00 → look first"],
  },
  {
    shows: "the group is still on wild onion, and she was treated besides",
    from: "DESIGN Holds: paddock on a group; facts §4d",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["the group: Mon 2 Nov 08:00 on wild onion", "Mon 2 Nov 06:30 given Tube"],
    asked: [
      "Mon 2 Nov 16:00 → withheld until Thu 5 Nov 06:30, needs to leave it",
      "Fri 6 Nov 06:00 → withheld, needs to leave it",
    ],
  },
  {
    shows: "the group was dry-cow treated: she, too, counts from her own calving",
    from: "Bega App. 1 step 3: each group of cows dry-cow treated",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ],
    happened: ["the group: Mon 1 Jun 09:00 given Dry-cow tube", "Sat 1 Aug 03:00 calved", WINTER_MILKING],
    asked: ["Fri 31 Jul 12:00 → withheld, needs a calving", "Wed 5 Aug 03:00 → look first"],
  },
  {
    shows: "days of a paddock, entered without times: from the end of the last day",
    from: "facts §4d: date without a time",
    happened: ["Mon 2 Nov to Tue 3 Nov on treated paddock, milk 7 days"],
    asked: ["Tue 10 Nov 23:59 → withheld until Wed 11 Nov 00:00", "Wed 11 Nov 00:00 → look first"],
  },
  {
    shows: "still on the treated paddock: no end in sight",
    from: "Bega §1",
    happened: ["Mon 2 Nov 08:00 on treated paddock, milk 7 days"],
    asked: ["Mon 30 Nov 17:00 → withheld, needs to leave it"],
  },
  {
    shows: "she has left it, by a correction",
    from: "README Corrections: a missing end",
    happened: [
      "p: Mon 2 Nov 08:00 on treated paddock, milk 7 days",
      "Mon 2 Nov 08:00 to Tue 3 Nov 17:00 on treated paddock, milk 7 days, corrects p",
    ],
    asked: ["Tue 10 Nov 16:59 → withheld until Tue 10 Nov 17:00", "Tue 10 Nov 17:00 → look first"],
  },
  {
    shows: "left it before she came, says the correction: then she left it when she came",
    from: "README paddock-or-feed: an end before its beginning",
    happened: [
      "p: Thu 5 Nov 08:00 on treated paddock, milk 7 days",
      "Mon 2 Nov 08:00 to Tue 3 Nov 17:00 on treated paddock, milk 7 days, corrects p",
    ],
    asked: ["Thu 12 Nov 07:59 → withheld until Thu 12 Nov 08:00", "Thu 12 Nov 08:00 → look first"],
  },
  {
    shows: "a paddock whose spray says nil for milk: while she is on it, and a look when she has left it",
    from: "README paddock-or-feed: nil",
    happened: ["Mon 2 Nov 08:00 to Tue 3 Nov 17:00 on treated paddock, milk nil"],
    asked: ["Tue 3 Nov 16:59 → withheld until Tue 3 Nov 17:00", "Tue 3 Nov 17:00 → look first"],
  },
  {
    shows: "feed whose withholding nobody knows",
    from: "DESIGN Holds: nil is not unknown",
    happened: ["Mon 2 Nov 08:00 to Tue 3 Nov 17:00 on treated paddock, milk unknown"],
    asked: ["Mon 30 Nov 17:00 → withheld, needs a person"],
  },
  {
    shows: "wild onion: four hours after she left it",
    from: "Bega §5: taint, four hours",
    happened: ["Mon 2 Nov 08:00 to Mon 2 Nov 13:00 on wild onion"],
    asked: ["Mon 2 Nov 16:00 → withheld until Mon 2 Nov 17:00", "Mon 2 Nov 17:00 → look first"],
  },
  {
    shows: "still on wild onion",
    from: "Bega §5: taint",
    happened: ["Mon 2 Nov 08:00 on wild onion"],
    asked: ["Tue 3 Nov 16:00 → withheld, needs to leave it"],
  },
];

const CHECKS: readonly LabelCase[] = [
  {
    shows: "looked at after the hold: clear",
    from: "Bega App. 1 step 8: checked before her first vat milking",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", "Thu 5 Nov 16:02 looked at"],
    asked: ["Thu 5 Nov 16:01 → look first", "Thu 5 Nov 16:02 → clear"],
  },
  {
    shows: "her hold ended by hand when it was over already: not looked at once more",
    from: "README Clearance: of a hold that was over before it ends nothing once more",
    labels: ["Tube: 72 hours after the last dose"],
    happened: [
      "t: Mon 2 Nov 06:30 given Tube",
      "Thu 5 Nov 16:02 looked at",
      "Fri 6 Nov 09:00 hold of t ended by hand",
    ],
    asked: ["Thu 5 Nov 16:01 → look first", "Thu 5 Nov 16:02 → clear", "Fri 6 Nov 16:00 → clear"],
  },
  {
    shows: "a look while she was still withheld does not do",
    from: "Bega App. 1 step 8",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", "Wed 4 Nov 16:02 looked at"],
    asked: ["Thu 5 Nov 16:00 → look first"],
  },
  {
    shows: "the farm has the check go by itself",
    from: "DESIGN Holds: by config, automatic",
    decided: ["check by itself"],
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube"],
    asked: ["Thu 5 Nov 06:29 → withheld until Thu 5 Nov 06:30", "Thu 5 Nov 06:30 → clear"],
  },
  {
    shows: "treated again: looked at again",
    from: "Bega App. 1 step 8",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", "Thu 5 Nov 16:02 looked at", "Fri 6 Nov 06:30 given Tube"],
    asked: ["Fri 6 Nov 06:31 → withheld until Mon 9 Nov 06:30", "Mon 9 Nov 06:30 → look first"],
  },
];

const DAYLIGHT_SAVING: readonly LabelCase[] = [
  {
    shows: "Melbourne, clocks forward on 4 October: 96 hours end an hour later by the clock",
    from: "facts §4d: compute through daylight saving",
    labels: ["Tube: 96 hours after the last dose"],
    happened: ["Thu 1 Oct 06:30 given Tube"],
    asked: ["Mon 5 Oct 07:29:59 → withheld until Mon 5 Oct 07:30", "Mon 5 Oct 07:30 → look first"],
  },
  {
    shows: "Melbourne, clocks back on 5 April: 96 hours end an hour earlier by the clock",
    from: "facts §4d: compute through daylight saving",
    labels: ["Tube: 96 hours after the last dose"],
    happened: ["Thu 2 Apr 06:30 given Tube"],
    asked: ["Mon 6 Apr 05:29:59 → withheld until Mon 6 Apr 05:30", "Mon 6 Apr 05:30 → look first"],
  },
  {
    shows: "Auckland, clocks forward on 27 September",
    from: "facts §4d: compute through daylight saving",
    farm: "Pacific/Auckland",
    labels: ["Tube: 96 hours after the last dose"],
    happened: ["Fri 25 Sep 17:00 given Tube"],
    asked: ["Tue 29 Sep 17:59 → withheld until Tue 29 Sep 18:00", "Tue 29 Sep 18:00 → look first"],
  },
  {
    shows: "London, clocks forward on 29 March",
    from: "facts §4d: compute through daylight saving",
    farm: "Europe/London",
    labels: ["Tube: 96 hours after the last dose"],
    happened: ["Fri 27 Mar 06:30 given Tube"],
    asked: ["Tue 31 Mar 07:29 → withheld until Tue 31 Mar 07:30", "Tue 31 Mar 07:30 → look first"],
  },
  {
    shows: "London, clocks back on 25 October",
    from: "facts §4d: compute through daylight saving",
    farm: "Europe/London",
    labels: ["Tube: 96 hours after the last dose"],
    happened: ["Fri 23 Oct 06:30 given Tube"],
    asked: ["Tue 27 Oct 05:29 → withheld until Tue 27 Oct 05:30", "Tue 27 Oct 05:30 → look first"],
  },
  {
    shows: "a dose in the hour that London lived twice, the second time",
    from: "facts §4d: store UTC",
    farm: "Europe/London",
    labels: ["Tube: 24 hours after the last dose"],
    happened: ["Sun 25 Oct 01:30+00:00 given Tube"],
    asked: ["Mon 26 Oct 01:29 → withheld until Mon 26 Oct 01:30", "Mon 26 Oct 01:30 → look first"],
  },
  {
    shows: "a dose at a time that the clock skipped is asked back",
    from: "facts §4d: compute through daylight saving",
    labels: ["Tube: 24 hours after the last dose"],
    happened: ["Sun 4 Oct 02:30 given Tube"],
    refused: "The clock at the farm never showed this time.",
  },
  {
    shows: "a dose at a time that the clock showed twice is asked back",
    from: "facts §4d: compute through daylight saving",
    labels: ["Tube: 24 hours after the last dose"],
    happened: ["Sun 5 Apr 02:30 given Tube"],
    refused: "The clock at the farm showed this time twice.",
  },
  {
    shows: "a dose on the day of 23 hours, without a time: from the end of that day",
    from: "facts §4d: date without time",
    labels: ["Tube: 24 hours after the last dose"],
    happened: ["Sun 4 Oct given Tube"],
    asked: ["Mon 5 Oct 23:59 → withheld until Tue 6 Oct 00:00", "Tue 6 Oct 00:00 → look first"],
  },
  {
    shows: "a dry period of 49 days over the change of the clocks",
    from: "facts §4d",
    farm: "Pacific/Auckland",
    labels: [DRY_NZ],
    happened: [
      "Mon 17 Aug 09:00 given Dry-cow tube",
      "Tue 1 Sep 09:00 calved",
      "milked daily at 06:00 and 16:00 from Tue 1 Sep to Sat 31 Oct",
    ],
    // 49 × 24 h is Mon 5 Oct 10:00 by the new clock; eight milkings: Mon 16:00 … Fri 9 Oct 06:00.
    asked: [
      "Mon 5 Oct 09:30 → withheld until Mon 5 Oct 10:00, needs 8 milkings",
      "Fri 9 Oct 06:00 → withheld, needs 1 milking",
      "Fri 9 Oct 06:06 → look first",
    ],
  },
];

const OVERLAPS: readonly LabelCase[] = [
  {
    shows: "a second course before the first is over: the latest end",
    from: "facts §4d: max over all open holds",
    labels: ["Tube: 72 hours after the last dose", "Injection: 24 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", "Wed 4 Nov 06:30 given Injection"],
    asked: ["Wed 4 Nov 07:00 → withheld until Thu 5 Nov 06:30", "Thu 5 Nov 06:30 → look first"],
  },
  {
    shows: "hours of one and milkings of the other: both are said, and both must be over",
    from: "facts §4d",
    labels: ["Tube: 6 milkings after the last dose", "Injection: 96 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube", "Mon 2 Nov 06:30 given Injection", TWICE],
    asked: [
      "Wed 4 Nov 16:10 → withheld until Fri 6 Nov 06:30, needs 1 milking",
      "Thu 5 Nov 06:06 → withheld until Fri 6 Nov 06:30",
      "Fri 6 Nov 06:30 → look first",
    ],
  },
  {
    shows: "everything at once: each thing that is missing is said",
    from: "facts §4d",
    labels: ["Tube: 72 hours after the last dose"],
    happened: [
      "Mon 2 Nov 06:30 given Tube",
      "Mon 2 Nov 06:35 mastitis seen",
      "Mon 2 Nov 06:36 sample taken",
      "Mon 2 Nov 06:40 withheld by hand",
      "Mon 2 Nov 08:00 on wild onion",
    ],
    asked: [
      "Mon 2 Nov 16:00 → withheld until Thu 5 Nov 06:30, needs a look, a negative test, a person, to leave it",
    ],
  },
];

const BEEF = "Tube: 72 hours after the last dose | meat 10 days | export 14 days";

const SALES: readonly LabelCase[] = [
  {
    shows: "meat and export run from the last dose, side by side with the milk",
    from: "Bega §1 For livestock sales; facts §4b ESI",
    labels: [BEEF],
    happened: ["Mon 2 Nov 06:30 to Tue 3 Nov 06:30 given Tube"],
    asked: ["Fri 6 Nov 06:30 → look first"],
    sold: [
      "Fri 6 Nov 06:30 → slaughter: declared until Fri 13 Nov 06:30 | export: declared until Tue 17 Nov 06:30 | farm: declared until Tue 17 Nov 06:30",
      "Fri 13 Nov 06:29 → slaughter: declared until Fri 13 Nov 06:30 | export: declared until Tue 17 Nov 06:30 | farm: declared until Tue 17 Nov 06:30",
      "Fri 13 Nov 06:30 → slaughter: free | export: declared until Tue 17 Nov 06:30 | farm: declared until Tue 17 Nov 06:30",
      "Tue 17 Nov 06:30 → slaughter: free | export: free | farm: free",
    ],
  },
  {
    shows: "milk still withheld and nothing on meat: another farm must be told",
    from: "Bega §1 For livestock sales",
    labels: ["Tube: 72 hours after the last dose | meat nil | export nil"],
    happened: ["Mon 2 Nov 06:30 given Tube"],
    sold: [
      "Wed 4 Nov 06:30 → slaughter: free | export: free | farm: declared until Thu 5 Nov 06:30",
      "Thu 5 Nov 06:30 → slaughter: free | export: free | farm: free",
    ],
  },
  {
    shows: "pirlimycin: meat 9 days",
    from: "facts §4c, pirlimycin: 9 d; 21 d if extended",
    labels: [
      "Tube (up to two tubes): 36 hours after the last dose | meat 9 days | export nil",
      "Tube (extended): 36 hours after the last dose | meat 21 days | export nil",
    ],
    happened: ["Mon 2 Nov 06:30 given Tube (up to two tubes)"],
    sold: [
      "Wed 11 Nov 06:29 → slaughter: declared until Wed 11 Nov 06:30 | export: declared until Wed 11 Nov 06:30 | farm: declared until Wed 11 Nov 06:30",
      "Wed 11 Nov 06:30 → slaughter: free | export: free | farm: free",
    ],
  },
  {
    shows: "pirlimycin, extended course: meat 21 days by its own row",
    from: "facts §4a form 6, §4c pirlimycin",
    labels: [
      "Tube (up to two tubes): 36 hours after the last dose | meat 9 days | export nil",
      "Tube (extended): 36 hours after the last dose | meat 21 days | export nil",
    ],
    happened: ["Mon 2 Nov 06:30 to Mon 9 Nov 06:30 given Tube (extended)"],
    sold: [
      "Mon 30 Nov 06:29 → slaughter: declared until Mon 30 Nov 06:30 | export: declared until Mon 30 Nov 06:30 | farm: declared until Mon 30 Nov 06:30",
      "Mon 30 Nov 06:30 → slaughter: free | export: free | farm: free",
    ],
  },
  {
    shows: "nobody copied meat and export from the label: she is not sold for slaughter",
    from: "DESIGN Holds: nil is not unknown",
    labels: ["Tube: 72 hours after the last dose"],
    happened: ["Mon 2 Nov 06:30 given Tube"],
    sold: ["Thu 31 Dec 06:30 → slaughter: no | export: no | farm: declared"],
  },
  {
    shows: "not for animals for slaughter: never",
    from: "facts §4a form 8",
    labels: ["Tube: 72 hours after the last dose | meat never | export never"],
    happened: ["Mon 2 Nov 06:30 given Tube"],
    sold: ["Thu 31 Dec 06:30 → slaughter: no | export: no | farm: declared"],
  },
  {
    shows: "a clearance of the milk does not free the meat",
    from: "README Clearance",
    labels: [BEEF],
    happened: ["t: Mon 2 Nov 06:30 given Tube", "Tue 3 Nov 12:00 hold of t ended by hand"],
    asked: ["Tue 3 Nov 12:00 → look first"],
    sold: [
      "Tue 3 Nov 12:00 → slaughter: declared until Thu 12 Nov 06:30 | export: declared until Mon 16 Nov 06:30 | farm: declared until Mon 16 Nov 06:30",
    ],
  },
  {
    shows: "GB, off-label: meat half as long again",
    from: "facts §4b: meat × 1.5",
    farm: "Europe/London",
    decided: ["floors of gb"],
    labels: ["Tube: 72 hours after the last dose | meat 10 days | export nil"],
    happened: ["Mon 2 Nov 06:30 given Tube off label, the vet directs 5 days, meat 12 days"],
    sold: [
      "Tue 17 Nov 06:29 → slaughter: declared until Tue 17 Nov 06:30 | export: declared until Tue 17 Nov 06:30 | farm: declared until Tue 17 Nov 06:30",
      "Tue 17 Nov 06:30 → slaughter: free | export: free | farm: free",
    ],
  },
  {
    shows: "GB, off-label, never for meat: 28 days under the vet's direction",
    from: "facts §4b: 28 d if not authorised",
    farm: "Europe/London",
    decided: ["floors of gb"],
    labels: ["Tube: 72 hours after the last dose | meat never | export never"],
    happened: ["Mon 2 Nov 06:30 given Tube off label, the vet directs 5 days, meat 20 days"],
    sold: [
      "Mon 30 Nov 06:29 → slaughter: declared until Mon 30 Nov 06:30 | export: declared until Mon 30 Nov 06:30 | farm: declared until Mon 30 Nov 06:30",
      "Mon 30 Nov 06:30 → slaughter: free | export: free | farm: free",
    ],
  },
  {
    shows: "NZ, off-label: meat 91 days",
    from: "facts §4b: MPI stand-down, meat 91 d",
    farm: "Pacific/Auckland",
    decided: ["floors of nz"],
    labels: ["Tube: 72 hours after the last dose | meat 10 days | export nil"],
    happened: ["Mon 2 Nov 06:30 given Tube off label, the vet directs 5 days, meat 12 days"],
    sold: [
      "Thu 31 Dec 06:30 → slaughter: declared until Mon 1 Feb 2027 06:30 | export: declared until Mon 1 Feb 2027 06:30 | farm: declared until Mon 1 Feb 2027 06:30",
    ],
  },
  {
    shows: "off-label without the vet's word on meat: not for slaughter",
    from: "Bega §3; README Sale",
    labels: [BEEF],
    happened: ["Mon 2 Nov 06:30 given Tube off label, the vet directs 5 days"],
    sold: ["Thu 31 Dec 06:30 → slaughter: no | export: no | farm: declared"],
  },
  {
    shows: "a treated paddock: its meat period from when she left it",
    from: "README Sale: paddock or feed, from its end",
    happened: ["Mon 2 Nov 08:00 to Tue 3 Nov 17:00 on treated paddock, milk nil, meat 3 days"],
    sold: [
      "Fri 6 Nov 16:59 → slaughter: declared until Fri 6 Nov 17:00 | export: declared until Fri 6 Nov 17:00 | farm: declared until Fri 6 Nov 17:00",
      "Fri 6 Nov 17:00 → slaughter: free | export: free | farm: free",
    ],
  },
  {
    shows: "bought in with treatments unknown: not for slaughter",
    from: "README Sale",
    happened: ["Mon 2 Nov 10:00 bought in milk"],
    sold: ["Thu 31 Dec 06:30 → slaughter: no | export: no | farm: declared"],
  },
  {
    shows: "never treated: free for every market",
    from: "Bega §1 For livestock sales",
    happened: [],
    asked: ["Mon 2 Nov 06:30 → clear"],
    sold: ["Mon 2 Nov 06:30 → slaughter: free | export: free | farm: free"],
  },
];

export const LABEL_CASES: readonly LabelCase[] = [
  ...TUBES,
  ...OFF_LABEL,
  ...DRY_COWS,
  ...FRESH_COWS,
  ...BOUGHT_IN,
  ...LOOKS_AND_TESTS,
  ...PADDOCKS,
  ...CHECKS,
  ...DAYLIGHT_SAVING,
  ...OVERLAPS,
  ...SALES,
];
