// Room: domain/alarms. Every reason to divert, every fault and every alarm of the vat, with its words: code, meaning, usual
// cause, what to do. May live here: the tables. May not: logic that decides which applies.
// Invariant: every message about a bail, a device or the vat's milk comes from here; a test proves that every code is used and every use is here.

import type { DoubtCode } from "../arrivals/identity.ts";
import type { LampCode } from "../release/lamp.ts";
import type { AlarmKind } from "./alarm.ts";

/** What a milker sees for a reason: `says` is the board's line, at most 24 letters. */
type Entry = {
  readonly says: string;
  readonly meaning: string;
  readonly usualCause: string;
  readonly whatToDo: string;
  readonly lamp: LampCode;
};

/** Why a bail's milk goes to the divert line. First match in the order of the release predicate is shown. */
export const REASONS = {
  empty: {
    says: "empty",
    meaning: "No cow stands in this bail.",
    usualCause: "The bail has not been entered yet, or its cow has left.",
    whatToDo: "Nothing.",
    lamp: "off",
  },
  "node-away": {
    says: "BOARD NOT ANSWERING",
    meaning: "The board of this bail does not answer, so its valve is at rest: divert.",
    usualCause: "Its cable is out, its power is off, or another board is on its port.",
    whatToDo: "Check the cable and the power light of the board. It comes back by itself.",
    lamp: "red-fast",
  },
  "valve-moving": {
    says: "VALVE MOVING",
    meaning: "The valve is on its way back to divert and not proven there yet.",
    usualCause: "The bail's last cow was released a moment ago.",
    whatToDo: "Nothing. It passes within the valve's travel time.",
    lamp: "red-steady",
  },
  "valve-unproven": {
    says: "VALVE NOT PROVEN",
    meaning: "The position switches have not shown that this valve stands where it was sent.",
    usualCause: "The valve sticks, has no air, or a position switch is loose or wet.",
    whatToDo: "Milk this cow into the bucket. Have the valve looked at, then clear the fault by name.",
    lamp: "red-fast",
  },
  "shut-off-closed": {
    says: "SHUT-OFF CLOSED",
    meaning: "The way into the vat is shut, so no milk is released.",
    usualCause: "A valve was not proven at divert with a withheld cow in the bail.",
    whatToDo:
      "Stop the vat outlet, tell the factory, have the vat tested. A named person clears the vat stop with the result.",
    lamp: "red-fast",
  },
  "valves-awaited": {
    says: "VALVES NOT SEEN YET",
    meaning: "The way into the vat stays shut until every valve that matters has been proven at divert.",
    usualCause: "The program has just started, or a board has just come back. It takes about a second.",
    whatToDo: "Wait. If it stays, look for the board that is away or the valve that is not at divert.",
    lamp: "red-fast",
  },
  "held-up": {
    says: "ONE MOMENT",
    meaning: "The controller was held up and is catching up with what happened meanwhile.",
    usualCause: "The computer was overloaded or paused for a moment.",
    whatToDo: "Nothing. It passes within a second; if it comes often, close other programs.",
    lamp: "red-fast",
  },
  "cannot-record": {
    says: "CANNOT RECORD",
    meaning: "What happens here is not reaching the disk, so no new release is given.",
    usualCause: "The disk is full, read-only or failing.",
    whatToDo: "Make room on the disk or replace the card. Releases start again by themselves.",
    lamp: "red-fast",
  },
  "no-table": {
    says: "NO HERD TABLE",
    meaning: "There is no herd table in force, so nobody is known to be clear.",
    usualCause:
      "The office cannot open its records, or there is no cow in them yet; without an office: the herd file has mistakes.",
    whatToDo:
      "Do what the pages say at their top; without an office run `npx vatguard check`. It comes into force by itself.",
    lamp: "red-slow",
  },
  "diverted-by-hand": {
    says: "DIVERTED BY HAND",
    meaning: "A milker asked for this cow to be diverted.",
    usualCause: "The bail's button was held for two seconds.",
    whatToDo: "Nothing. It ends when the cow leaves.",
    lamp: "red-steady",
  },
  "two-tags": {
    says: "TWO TAGS",
    meaning: "Two different tags were read in this bail.",
    usualCause: "The neighbour's tag was read too, or the cow wears two tags.",
    whatToDo: "Read the cow's number and settle the place on the board.",
    lamp: "red-slow",
  },
  "two-places": {
    says: "COW IN TWO PLACES",
    meaning: "The same cow is shown in two bails, so neither is believed.",
    usualCause: "Her tag was read twice, or two cows carry one number.",
    whatToDo: "Look at both cows and settle both places on the board.",
    lamp: "red-slow",
  },
  "in-doubt": {
    says: "PLACE IN DOUBT",
    meaning: "Reads and cows could not be matched one to one from this place on.",
    usualCause: "Two cows walked in close together, one backed out, or a reader or beam missed one.",
    whatToDo: "Read the cow's number and settle the place on the board.",
    lamp: "red-slow",
  },
  unread: {
    says: "NOT READ",
    meaning: "A cow stands here and no tag was read for her.",
    usualCause: "She has lost her tag, it is dead, or her head was turned away.",
    whatToDo: "Read the cow's number and settle the place on the board.",
    lamp: "red-slow",
  },
  unknown: {
    says: "UNKNOWN TAG",
    meaning: "Her tag is not in the herd table.",
    usualCause: "A new cow or a new tag that nobody has entered yet.",
    whatToDo: "Enter the tag for its cow. Until then she is milked to the divert line.",
    lamp: "red-slow",
  },
  "not-in-milk": {
    says: "NOT A MILKING COW",
    meaning: "The herd table says that this animal is not in milk.",
    usualCause: "A dry cow or heifer walked in, or a calving has not been recorded.",
    whatToDo: "Draft her out, or record her calving.",
    lamp: "red-steady",
  },
  withheld: {
    says: "WITHHELD",
    meaning: "A hold keeps her milk out of the vat.",
    usualCause: "A treatment, a calving, or a person's own hold that has not cleared yet.",
    whatToDo: "Milk her into the bucket or the divert line. Rinse the cluster before the next cow.",
    lamp: "red-steady",
  },
  "held-by-clock": {
    says: "WITHHELD: CLOCK",
    meaning: "Her hold would have ended by time, but the time is not sure.",
    usualCause: "The computer has no time source, or its clock jumped.",
    whatToDo: "See that the computer has its time source back, or have a manager confirm the time.",
    lamp: "red-steady",
  },
  check: {
    says: "CHECK: LOOK, PRESS",
    meaning: "Her hold has ended and this is her first milking since.",
    usualCause: "Every hold ends with a look at the cow.",
    whatToDo: "Strip and look. If she is fine press the bail's button; if not, hold it for two seconds.",
    lamp: "red-slow",
  },
  "checker-disagrees": {
    says: "SECOND CHECK SAYS NO",
    meaning: "The second, separately written check did not agree to a release.",
    usualCause: "A mistake in this program.",
    whatToDo: "Milk her to the divert line and report it with the flight recording.",
    lamp: "red-fast",
  },
} as const satisfies Record<string, Entry>;

export type ReasonCode = keyof typeof REASONS;

/** Why reads and counts could not be matched, in words: they follow "place in doubt". */
export const DOUBTS = {
  "two-reads-one-count": "two tags were read before one cow was counted",
  "read-without-count": "a tag was read and its cow did not come in",
  "counts-too-close": "two cows were counted too close together",
  "read-again": "a cow who is inside already was read again at the entry",
  "row-overfull": "more cows were counted than the row holds",
  gates: "cows came in while the gates did not say so",
  "device-away": "a board or switch was away; open and close the exit gate once",
  "count-unclear": "it is not clear how many cows came in",
  "two-rows-open": "two rows of one reader stood open while a cow was heard",
  "place-reader": "the reader at the row's end heard another cow than the row has there",
  "platform-position": "where the platform stands is not sure until the index mark has passed",
  "platform-back": "the platform turned back or a pulse was lost; it is sure again after the index mark",
  "platform-switch-away": "a switch of the platform could not be read",
  "go-around": "the switches past the exit and at the entry do not agree about the bail",
  "exit-read": "a cow was read at the exit who should stand elsewhere",
} as const satisfies Record<DoubtCode, string>;

/** Faults of devices and of the shed. `latched` ones stay until a person clears them. */
type Fault = {
  readonly says: string;
  readonly meaning: string;
  readonly usualCause: string;
  readonly whatToDo: string;
  readonly latched: boolean;
  readonly siren: boolean;
};

export const FAULTS = {
  "valve-not-at-divert": {
    says: "Valve not proven at divert",
    meaning: "The valve was told to divert and its switches did not prove it in time.",
    usualCause: "The valve sticks or has no air, or a position switch is loose, wet or broken.",
    whatToDo:
      "Pull the cluster of a withheld cow now. Mend the valve, see it move, then clear the fault by name.",
    latched: true,
    siren: true,
  },
  "valve-not-at-vat": {
    says: "Valve not proven at vat",
    meaning:
      "The valve was released to the vat and its switches did not prove it in time; it was sent back to divert.",
    usualCause: "The valve sticks, has no air, or a position switch is loose.",
    whatToDo: "Milk goes to the divert line. Have the valve looked at, then clear the fault by name.",
    latched: true,
    siren: false,
  },
  "valve-left-vat": {
    says: "Valve moved by itself",
    meaning: "A released valve no longer shows that it stands at vat.",
    usualCause: "A loose position switch or failing air supply.",
    whatToDo: "Have the valve looked at, then clear the fault by name.",
    latched: true,
    siren: false,
  },
  "vat-stop": {
    says: "Vat stop raised",
    meaning: "The stop sign on the vat outlet is lit.",
    usualCause:
      "A person raised it, a valve was not proven at divert with a withheld cow in the bail, or a treatment was entered late.",
    whatToDo:
      "Stop the vat outlet, tell the factory, have the vat tested. A named person clears it with the result.",
    latched: true,
    siren: true,
  },
  "node-away": {
    says: "Bail board not answering",
    meaning: "The board cannot be heard; its bails are at divert by themselves.",
    usualCause: "Cable out, power off, or another board on its port.",
    whatToDo: "Check its cable, power light and number. It comes back by itself.",
    latched: false,
    siren: false,
  },
  "reader-away": {
    says: "Tag reader not connected",
    meaning: "The reader's port cannot be opened or has gone.",
    usualCause: "Cable out, power off, or the port is held by another program.",
    whatToDo: "Check its cable and power. It comes back by itself.",
    latched: false,
    siren: false,
  },
  "reader-silent": {
    says: "Tag reader hears nobody",
    meaning: "Cows are passing and this reader has heard none of the last several.",
    usualCause: "The antenna is off, cut or out of tune.",
    whatToDo: "Hold a tag to the antenna. Check its power and cable.",
    latched: false,
    siren: true,
  },
  "input-away": {
    says: "Gate or beam not connected",
    meaning: "A switch that tells where cows are cannot be read.",
    usualCause: "The board it hangs on is away.",
    whatToDo: "Check that board. Cows that stood there must be settled or read again.",
    latched: false,
    siren: false,
  },
  "table-missing": {
    says: "No herd table in force",
    meaning: "Without a herd table every cow is diverted.",
    usualCause:
      "The office cannot open its records, or there is no cow in them yet; without an office: the herd file has mistakes.",
    whatToDo: "Do what the pages say at their top; without an office run `npx vatguard check`.",
    latched: false,
    siren: true,
  },
  "clock-untrusted": {
    says: "Time not sure",
    meaning: "No hold ends by time until the time is sure again. Cows without holds are milked as ever.",
    usualCause: "No time source since the start, or the clock jumped.",
    whatToDo: "Connect the network or fit a clock module; or have a manager confirm the time.",
    latched: false,
    siren: false,
  },
  "recorder-stopped": {
    says: "Records not reaching the disk",
    meaning: "No new release is given until records can be written again.",
    usualCause: "The disk is full, read-only or failing.",
    whatToDo: "Make room or replace the card.",
    latched: false,
    siren: true,
  },
  "checker-disagreed": {
    says: "Second check disagreed",
    meaning: "The two separately written checks came to different answers; the milk was diverted.",
    usualCause: "A mistake in this program.",
    whatToDo: "Report it with the flight recording. The bail diverts until the next cow.",
    latched: false,
    siren: true,
  },
} as const satisfies Record<string, Fault>;

export type FaultCode = keyof typeof FAULTS;

/** What a person sees of an alarm of the vat; the line under it has the figures. */
type AlarmEntry = {
  readonly says: string;
  readonly meaning: string;
  readonly usualCause: string;
  readonly whatToDo: string;
  /** Unacknowledged it comes to the siren and to others. What can wait for daylight does not. */
  readonly escalates: boolean;
};

export const ALARMS = {
  "cooling-not-started": {
    says: "Milk is not being cooled",
    meaning: "Warm milk has lain in the vat for half an hour or more and has not become colder.",
    usualCause: "The refrigeration was not switched on after the wash, or it has tripped.",
    whatToDo:
      "Switch the refrigeration on and listen for the compressor. If it does not run, check its breaker and call the refrigeration service.",
    escalates: true,
  },
  "will-miss-deadline": {
    says: "Milk will be cold too late",
    meaning: "As it cools now, the milk will not be at its limit when it has to be.",
    usualCause:
      "The plant is weak: a dirty condenser, little refrigerant, a pre-cooler without water, or a hot day.",
    whatToDo:
      "See that compressor, fan, agitator and plate cooler water run; hose the condenser's dirt off. If it does not help, call the refrigeration service and tell the factory.",
    escalates: true,
  },
  "deadline-missed": {
    says: "Milk was not cold in time",
    meaning: "The time has passed by which the milk had to be at its limit, and it is not.",
    usualCause: "The refrigeration stood or was too weak for this much milk.",
    whatToDo:
      "Get it cold, and tell the milk factory before pick-up with the figures below: they decide whether they take it.",
    escalates: true,
  },
  warming: {
    says: "Milk is getting warm",
    meaning: "Milk that was cold is above its limit, and no milk runs in.",
    usualCause:
      "The refrigeration has stopped, or it is set too warm; or the vat was collected and nobody told.",
    whatToDo:
      "If it was collected, say so. Else check compressor, breaker and thermostat, call the refrigeration service, and tell the milk factory before pick-up.",
    escalates: true,
  },
  "too-cold": {
    says: "Milk may freeze",
    meaning:
      "The milk is so cold that ice forms on the vat's wall. Frozen milk is damaged and its samples are wrong.",
    usualCause: "Little milk in the vat, the thermostat is set too low, or it sticks.",
    whatToDo: "Switch the refrigeration off and the agitator on, and have the thermostat looked at.",
    escalates: true,
  },
  layers: {
    says: "Milk lies in layers",
    meaning: "The milk is not equally warm everywhere, so no probe tells how warm all of it is.",
    usualCause: "The agitator stands, or there is too little milk for it to reach.",
    whatToDo: "Run the agitator for five minutes and look again. If it stays, measure by hand in two places.",
    escalates: true,
  },
  "agitator-off": {
    says: "Agitator stands",
    meaning: "There is milk in the vat and the agitator has not run when it should.",
    usualCause: "It was switched off to look into the vat, its breaker has tripped, or its motor has failed.",
    whatToDo: "Switch it on. If it does not turn, check its breaker and call the refrigeration service.",
    escalates: true,
  },
  blind: {
    says: "Milk temperature unknown",
    meaning: "No probe in the milk gives a reading, so nobody can tell whether it is cold.",
    usualCause: "The probe's cable is cut, wet or out of its socket.",
    whatToDo:
      "Measure by hand now and write it down with the time, then each half hour. Check the probe's cable and plug.",
    escalates: true,
  },
  "probe-fault": {
    says: "Probe not to be trusted",
    meaning: "A probe gives readings that cannot be true, disagrees with the other one, or gives none.",
    usualCause: "A loose or wet plug, a damaged cable, or a probe that is not in the milk.",
    whatToDo: "Check its cable, plug and seat. Measure by hand beside it; replace it if they differ.",
    escalates: false,
  },
  "thermometer-not-acceptable": {
    says: "Thermometer is off",
    meaning: "In ice it was more than 1 °C off, which is not acceptable. Its readings count as doubtful.",
    usualCause: "An old or wet thermometer, or ice that was not a slurry.",
    whatToDo:
      "Repeat the check in fresh ice slurry. If it is off again, adjust or replace it, and check the new one.",
    escalates: false,
  },
  "wash-too-cold": {
    says: "Wash water too cold",
    meaning:
      "Water with detergent has fallen below 65 °C while it circulates, so the plant does not come clean.",
    usualCause: "The hot water cylinder was not full or not hot, or too much cold was added.",
    whatToDo:
      "Stop, heat the water and wash again with detergent. Do not milk through a plant that was washed cold.",
    escalates: true,
  },
  "mains-lost": {
    says: "Mains power is off",
    meaning: "Without mains the milk is neither cooled nor stirred.",
    usualCause: "A power cut, or the shed's main breaker has tripped.",
    whatToDo:
      "Check the main breaker. Start the generator if there is one. When the power is back, see that the compressor and the agitator run.",
    escalates: true,
  },
  "refrigeration-slowing": {
    says: "Refrigeration gets slower",
    meaning: "For weeks the same amount of milk has taken longer and longer to cool.",
    usualCause:
      "A dirty condenser, lost refrigerant, a worn compressor, or less water through the plate cooler.",
    whatToDo: "Clean the condenser, look at the plate cooler's water, and book the refrigeration service.",
    escalates: false,
  },
} as const satisfies Record<AlarmKind, AlarmEntry>;

/** Why a person's word about an alarm was not taken. */
export const ALARM_REFUSALS = {
  "no-such-alarm":
    "There is no such alarm in the list; somebody has explained it, or its name is mistyped. Look at the list again.",
  "over-asks-for-a-reason":
    "This alarm is over and asks for a reason, not to be acknowledged. Say why it was.",
  "reason-missing": "No reason was given. Write in a few words why it was, and what was done.",
} as const;
