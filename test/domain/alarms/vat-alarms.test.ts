// Room: test/domain/alarms. The vat's alarms: one trouble is one alarm, nothing is forgotten, and what happened is the list.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type {
  Alarm,
  AlarmCondition,
  AlarmHappening,
  AlarmKind,
  CarriedAlarms,
} from "../../../src/domain/alarms/alarm.ts";
import { ALARM_REFUSALS, ALARMS } from "../../../src/domain/alarms/catalogue.ts";
import {
  type AlarmStep,
  acknowledged,
  alarmsAtStart,
  alarmsFollow,
  carryAlarms,
  coolingNotStartedStage,
  explained,
  FIGURES_MAX,
  figuresNow,
  LISTED_MAX,
  NO_ALARMS,
  REASON_MAX,
  sirenWanted,
  type VatAlarms,
} from "../../../src/domain/alarms/vat-alarms.ts";
import { alarmId, personId, probeId } from "../../../src/domain/ids.ts";
import { ok } from "../../../src/domain/result.ts";
import { epochMs, minutes, monoMs } from "../../../src/domain/units.ts";
import { tries } from "../../runs.ts";

const JO = personId("Jo");
/** Wall time of monotonic zero. */
const WALL = Date.UTC(2026, 10, 23, 5);
const wallAt = (minute: number) => epochMs(WALL + minutes(minute));

/** A shed's alarms over time: looked at every ten seconds, all that happened kept. */
class Watch {
  alarms: VatAlarms;
  readonly happened: AlarmHappening[] = [];
  minute = 0;
  constructor(carried?: CarriedAlarms) {
    this.alarms = alarmsAtStart(carried);
  }
  private take(step: AlarmStep): void {
    this.alarms = step.alarms;
    this.happened.push(...step.happened);
  }
  /** These conditions hold for so long. */
  holds(forMinutes: number, ...kinds: readonly (AlarmKind | AlarmCondition)[]): this {
    const conditions = kinds.map((one) =>
      typeof one === "string" ? { kind: one, figures: `${one} figures` } : one,
    );
    const steps = Math.round(forMinutes * 6);
    for (let passed = 0; passed < steps; passed += 1) {
      const mono = monoMs(Math.round(minutes(this.minute)));
      this.take(alarmsFollow(this.alarms, conditions, { mono, wall: epochMs(WALL + mono) }));
      this.minute += 1 / 6;
    }
    return this;
  }
  get only(): Alarm {
    const [alarm, ...more] = this.alarms.listed;
    expect(more).toEqual([]);
    if (alarm === undefined) throw new Error("no alarm is listed");
    return alarm;
  }
  acknowledge(): this {
    const step = acknowledged(this.alarms, this.only.id, JO, wallAt(this.minute));
    if (step.ok) this.take(step.value);
    return this;
  }
  explain(reason = "breaker"): this {
    const step = explained(this.alarms, this.only.id, JO, reason, wallAt(this.minute));
    if (step.ok) this.take(step.value);
    return this;
  }
  get said(): readonly string[] {
    return this.happened.map((one) => `${one.kind.slice("alarm-".length)} ${one.condition}`);
  }
}
const notStarted = (stage: 1 | 2 | 3): AlarmCondition => ({
  kind: "cooling-not-started",
  stage,
  figures: `${stage}`,
});

describe("one trouble is one alarm", () => {
  test("a compressor that fails for four hours makes exactly one, and says each time that it got worse", () => {
    const watch = new Watch()
      .holds(30)
      .holds(15, notStarted(1))
      .holds(15, notStarted(2))
      .holds(30, notStarted(3))
      .holds(90, notStarted(3), "will-miss-deadline")
      .holds(30, "deadline-missed", "will-miss-deadline")
      .holds(30, "deadline-missed", "warming");
    expect(watch.said).toEqual([
      "raised cooling-not-started",
      "escalated cooling-not-started",
      "graver cooling-not-started",
      "graver cooling-not-started",
      "escalated cooling-not-started",
      "graver will-miss-deadline",
      "graver deadline-missed",
      "graver warming",
    ]);
    expect(watch.only).toMatchObject({ family: "cooling", kind: "warming", escalation: 2, overAt: null });
  });
  test("what is graver asks again; what is less grave changes nothing", () => {
    const watch = new Watch().holds(11, "will-miss-deadline").acknowledge();
    expect(watch.only.acknowledged).toEqual({ by: JO, at: wallAt(watch.minute) });
    watch.holds(10, "cooling-not-started", "will-miss-deadline");
    expect(watch.only).toMatchObject({ kind: "will-miss-deadline", acknowledged: { by: JO } });
    watch.holds(1, "deadline-missed");
    expect(watch.only).toMatchObject({ kind: "deadline-missed", acknowledged: null, escalation: 0 });
  });
  test("troubles of different families are alarms of their own", () => {
    const watch = new Watch().holds(20, "blind", "too-cold", "wash-too-cold");
    expect(watch.alarms.listed.map(({ family }) => family).sort()).toEqual(["blind", "cold", "wash"]);
  });
  test("two probes at fault are one alarm, about the first; told twice it is about the first telling", () => {
    const fault = (probe: string, figures: string): AlarmCondition => ({
      kind: "probe-fault",
      probe: probeId(probe),
      figures,
    });
    const watch = new Watch().holds(10, fault("vat", "a"), fault("line", "b"), fault("vat", "c"));
    expect(watch.only).toMatchObject({ kind: "probe-fault", probe: "vat", figures: "a" });
  });
  test.each([
    ["probe-fault", "blind"],
    ["layers", "agitator-off"],
    ["refrigeration-slowing", "thermometer-not-acceptable"],
    ["will-miss-deadline", "warming"],
  ] as const)("%s becomes %s", (first, then) => {
    const watch = new Watch().holds(16, first).holds(6, first, then);
    expect(watch.only.kind).toBe(then);
    expect(watch.happened.some(({ kind }) => kind === "alarm-graver")).toBe(true);
  });
});

describe("mains lost", () => {
  test("takes in what follows for cooling and mixing", () => {
    const watch = new Watch()
      .holds(10, "mains-lost", "agitator-off")
      .holds(60, "mains-lost", "agitator-off", notStarted(1))
      .holds(30, "mains-lost", "will-miss-deadline", notStarted(3));
    expect(watch.only).toMatchObject({ family: "mains", kind: "will-miss-deadline" });
    expect(watch.said).toEqual([
      "raised mains-lost",
      "escalated mains-lost",
      "escalated mains-lost",
      "graver will-miss-deadline",
    ]);
  });
  test("takes in what comes at the same moment, before it has an alarm of its own", () => {
    const watch = new Watch().holds(1, "deadline-missed", "mains-lost");
    expect(watch.only).toMatchObject({ family: "mains", kind: "deadline-missed" });
  });
  test("when they are back and the milk is late, it is still their alarm", () => {
    const watch = new Watch().holds(40, "mains-lost").holds(3).holds(30, "will-miss-deadline");
    expect(watch.only).toMatchObject({ family: "mains", kind: "will-miss-deadline", overAt: null });
    watch.holds(14);
    expect(watch.only.overAt).toBeNull();
    watch.holds(2);
    expect(watch.only.overAt).not.toBeNull();
    watch.holds(20).holds(1, "deadline-missed");
    expect(watch.only).toMatchObject({ family: "mains", kind: "deadline-missed", overAt: null });
  });
  test("an alarm about cooling that was open before stays one of its own", () => {
    const watch = new Watch().holds(11, "will-miss-deadline").holds(5, "mains-lost", "will-miss-deadline");
    expect(watch.alarms.listed.map(({ family, kind }) => [family, kind])).toEqual([
      ["cooling", "will-miss-deadline"],
      ["mains", "mains-lost"],
    ]);
  });
  test("hours later cooling is a trouble of its own again", () => {
    const watch = new Watch().holds(5, "mains-lost").holds(40).holds(11, "will-miss-deadline");
    expect(watch.alarms.listed.map(({ family, overAt }) => [family, overAt === null])).toEqual([
      ["mains", false],
      ["cooling", true],
    ]);
  });
});

describe("time", () => {
  test.each([
    ["cooling-not-started", 60, 600, "cooling"],
    ["will-miss-deadline", 600, 900, "cooling"],
    ["deadline-missed", 0, 600, "cooling"],
    ["warming", 300, 900, "cooling"],
    ["too-cold", 300, 900, "cold"],
    ["layers", 900, 600, "mixing"],
    ["agitator-off", 300, 120, "mixing"],
    ["blind", 180, 120, "blind"],
    ["probe-fault", 300, 300, "blind"],
    ["wash-too-cold", 30, 120, "wash"],
    ["mains-lost", 20, 300, "mains"],
    ["refrigeration-slowing", 0, 3600, "upkeep"],
    ["thermometer-not-acceptable", 0, 60, "upkeep"],
  ] as const)("%s raises after %d seconds and is over after %d, not before", (kind, raise, clear, family) => {
    const watch = new Watch().holds(raise / 60, kind);
    expect(watch.happened).toEqual([]);
    watch.holds(1 / 6, kind);
    expect(watch.only).toMatchObject({
      kind,
      family,
      raisedAt: wallAt(raise / 60),
      escalation: 0,
      probe: null,
    });
    watch.holds(clear / 60);
    expect(watch.only.overAt).toBeNull();
    watch.holds(1 / 6);
    expect(watch.only.overAt).toBe(wallAt((raise + clear + 10) / 60));
  });
  test("each condition has a time of its own", () => {
    const watch = new Watch().holds(4, "layers").holds(5, "layers", "too-cold");
    expect(watch.happened).toEqual([]);
    expect(watch.holds(1 / 6, "layers", "too-cold").only.kind).toBe("too-cold");
  });
  test("each stage has a time of its own", () => {
    const watch = new Watch().holds(15, notStarted(1)).holds(2, notStarted(2));
    expect(watch.happened.map(({ at }) => at)).toEqual([wallAt(1), wallAt(11), wallAt(16)]);
  });
  test("one that is away and back has not been away", () => {
    const watch = new Watch().holds(4, "blind").holds(1.5).holds(0.5, "blind").holds(1.5);
    expect(watch.only.overAt).toBeNull();
  });
  test("unacknowledged: board at once, siren after 10 minutes, others after 30", () => {
    const watch = new Watch().holds(1 / 6, "deadline-missed");
    const raised = watch.minute;
    watch.holds(10 - 1 / 6, "deadline-missed");
    expect(sirenWanted(watch.alarms)).toBe(false);
    watch.holds(1 / 6, "deadline-missed");
    expect([watch.minute - raised, sirenWanted(watch.alarms), watch.only.escalation]).toEqual([
      expect.closeTo(10, 5),
      true,
      1,
    ]);
    watch.holds(20, "deadline-missed");
    expect(watch.only.escalation).toBe(2);
    watch.holds(600, "deadline-missed");
    expect(watch.said).toHaveLength(3);
    expect(sirenWanted(watch.acknowledge().alarms)).toBe(false);
  });
  test("acknowledged: no siren, and the alarm stays", () => {
    const watch = new Watch().holds(1, "deadline-missed").acknowledge().holds(120, "deadline-missed");
    expect(sirenWanted(watch.alarms)).toBe(false);
    expect(watch.only.overAt).toBeNull();
    expect(watch.said).toEqual(["raised deadline-missed", "acknowledged deadline-missed"]);
  });
  test("a graver condition begins to ask anew where somebody had answered, and silences nothing where nobody had", () => {
    const answered = new Watch()
      .holds(11, "will-miss-deadline")
      .acknowledge()
      .holds(20, "will-miss-deadline");
    answered.holds(9, "deadline-missed");
    expect(sirenWanted(answered.alarms)).toBe(false);
    answered.holds(2, "deadline-missed");
    expect(sirenWanted(answered.alarms)).toBe(true);

    const unanswered = new Watch().holds(22, "will-miss-deadline");
    expect(sirenWanted(unanswered.alarms)).toBe(true);
    unanswered.holds(1 / 6, "deadline-missed");
    expect(unanswered.only.kind).toBe("deadline-missed");
    expect(sirenWanted(unanswered.alarms)).toBe(true);
    unanswered.holds(19, "deadline-missed");
    expect(unanswered.happened.at(-1)).toMatchObject({ kind: "alarm-escalated", to: 2, at: wallAt(40) });
  });
  test("after the siren was answered, a graver condition comes to the board first", () => {
    const watch = new Watch().holds(22, "will-miss-deadline").acknowledge().holds(1, "deadline-missed");
    expect(watch.only).toMatchObject({ kind: "deadline-missed", escalation: 0 });
    expect(sirenWanted(watch.alarms)).toBe(false);
  });
  test("one alarm at the siren is enough, whatever the others are", () => {
    const watch = new Watch().holds(5, "blind").holds(30).holds(11, "deadline-missed");
    expect(watch.alarms.listed).toHaveLength(2);
    expect(sirenWanted(watch.alarms)).toBe(true);
  });
  test("what can wait for daylight never comes to the siren", () => {
    const watch = new Watch().holds(120, "refrigeration-slowing");
    expect(watch.only.escalation).toBe(0);
    expect(sirenWanted(watch.alarms)).toBe(false);
  });
  test("back within 30 minutes of being over: the same alarm, and it asks again; later: another", () => {
    const watch = new Watch().holds(5, "blind").acknowledge().holds(31).holds(4, "blind");
    expect(watch.only).toMatchObject({ acknowledged: null, overAt: null, raisedAt: WALL + 180_000 });
    expect(watch.said).toEqual(["raised blind", "acknowledged blind", "over blind", "again blind"]);
    watch.holds(29).holds(1, "blind").holds(29).holds(4, "blind");
    expect(watch.alarms.raised).toBe(1);
    watch.holds(35).holds(4, "blind");
    expect(watch.alarms.listed).toHaveLength(2);
  });
  test("it was quiet for half an hour although others were not: another alarm", () => {
    const watch = new Watch().holds(5, "blind").holds(40, "too-cold").holds(5, "blind", "too-cold");
    expect(watch.alarms.listed.map(({ family }) => family)).toEqual(["blind", "cold", "blind"]);
  });
  test("how long milk may lie without being cooled: 30, 45 and 60 minutes", () => {
    expect([29, 30, 44, 45, 59, 60, 600].map((minute) => coolingNotStartedStage(minutes(minute)))).toEqual([
      null,
      1,
      1,
      2,
      2,
      3,
      3,
    ]);
  });
});

describe("over and explained", () => {
  test("over it is quiet and stays listed until somebody gives the reason", () => {
    const watch = new Watch().holds(40, "mains-lost");
    expect(sirenWanted(watch.alarms)).toBe(true);
    watch.holds(600);
    expect(sirenWanted(watch.alarms)).toBe(false);
    expect(watch.only.overAt).not.toBeNull();
    watch.explain("  the breaker of the shed  ");
    expect(watch.alarms.listed).toEqual([]);
    expect(watch.happened.at(-1)).toMatchObject({
      kind: "alarm-explained",
      by: JO,
      reason: "the breaker of the shed",
    });
  });
  test("a reason given while it goes on acknowledges it, and it leaves when it is over", () => {
    const watch = new Watch().holds(1, "mains-lost").explain("they mend the line until noon");
    expect(watch.only).toMatchObject({ acknowledged: { by: JO }, explained: { by: JO } });
    expect(watch.holds(60, "mains-lost").only.escalation).toBe(0);
    expect(watch.holds(10).alarms.listed).toEqual([]);
  });
  test("a graver condition asks for its own reason", () => {
    const watch = new Watch().holds(11, "will-miss-deadline").explain().holds(1, "deadline-missed");
    expect(watch.only).toMatchObject({ explained: null, acknowledged: null });
  });
  test("what cannot be taken is refused with a sentence", () => {
    const watch = new Watch().holds(5, "blind");
    const at = wallAt(5);
    const { id } = watch.only;
    expect(acknowledged(watch.alarms, alarmId("no"), JO, at)).toEqual({ ok: false, error: "no-such-alarm" });
    expect(explained(watch.alarms, alarmId("no"), JO, "x", at)).toEqual({
      ok: false,
      error: "no-such-alarm",
    });
    expect(explained(watch.alarms, id, JO, "  ", at)).toEqual({ ok: false, error: "reason-missing" });
    watch.acknowledge();
    expect(acknowledged(watch.alarms, id, JO, at)).toEqual(ok({ alarms: watch.alarms, happened: [] }));
    watch.holds(10);
    expect(acknowledged(watch.alarms, id, JO, at)).toEqual({ ok: false, error: "over-asks-for-a-reason" });
    for (const says of Object.values(ALARM_REFUSALS)) expect(says).toMatch(/^[A-Z].*\.$/);
  });
  test("words and reasons are cut, and the list is: the oldest that is over goes, noted", () => {
    const watch = new Watch().holds(5, { kind: "blind", figures: "x".repeat(1000) });
    expect(watch.only.figures).toHaveLength(FIGURES_MAX);
    watch.explain("y".repeat(1000));
    expect(watch.only.explained?.reason).toHaveLength(REASON_MAX);

    const many = new Watch();
    for (let count = 0; count < LISTED_MAX + 2; count += 1) many.holds(4, "blind").holds(40);
    expect(many.alarms.listed).toHaveLength(LISTED_MAX);
    const dropped = many.happened.filter(({ kind }) => kind === "alarm-left-unexplained");
    const raised = many.happened.filter(({ kind }) => kind === "alarm-raised");
    expect(dropped.map(({ alarm }) => alarm)).toEqual(raised.slice(0, 2).map(({ alarm }) => alarm));
    expect(new Set(raised.map(({ alarm }) => alarm)).size).toBe(LISTED_MAX + 2);
  });
});

describe("figures", () => {
  test("those of now while it holds, those told last while it does not", () => {
    const milk = (figures: string): AlarmCondition => ({ kind: "warming", figures });
    const watch = new Watch().holds(6, milk("6.1 °C")).holds(1, milk("6.4 °C"));
    expect([watch.only.figures, figuresNow(watch.alarms, watch.only)]).toEqual(["6.1 °C", "6.4 °C"]);
    watch.holds(30);
    expect(figuresNow(watch.alarms, watch.only)).toBe("6.1 °C");
    const [alarm] = watch.holds(10, { kind: "blind", figures: "x".repeat(1000) }).alarms.listed;
    if (alarm !== undefined) expect(figuresNow(watch.alarms, alarm)).toBe("6.1 °C");
    const long = new Watch().holds(6, milk("x".repeat(1000)));
    expect(figuresNow(long.alarms, long.only)).toHaveLength(FIGURES_MAX);
  });
  test("are those of its own family", () => {
    const watch = new Watch().holds(
      6,
      { kind: "blind", figures: "no answer" },
      { kind: "too-cold", figures: "0.1 °C" },
    );
    expect(watch.alarms.listed.map((alarm) => figuresNow(watch.alarms, alarm)).sort()).toEqual([
      "0.1 °C",
      "no answer",
    ]);
  });
});

describe("a restart", () => {
  test("carries the list on; what is open asks anew and can be over, with the same name", () => {
    const before = new Watch().holds(15, "mains-lost").holds(4, "blind", "mains-lost");
    const carried = before.happened.reduce(carryAlarms, NO_ALARMS);
    expect(carried).toEqual({ listed: before.alarms.listed, raised: before.alarms.raised });
    const after = new Watch(carried);
    expect(after.alarms.listed).toHaveLength(2);
    after.holds(10, "mains-lost");
    expect(after.alarms.listed.map(({ family, overAt }) => [family, overAt === null])).toEqual([
      ["mains", true],
      ["blind", false],
    ]);
    expect(after.said).toEqual(["over blind"]);
  });
  test("what was over before it may come again for half an hour from then, and then it is another", () => {
    const before = new Watch().holds(5, "blind").holds(10);
    const carried = before.happened.reduce(carryAlarms, NO_ALARMS);
    expect(new Watch(carried).holds(20).holds(4, "blind").alarms.raised).toBe(1);
    expect(new Watch(carried).holds(40).holds(4, "blind").alarms.raised).toBe(2);
  });
  test("names do not come twice, even when the clock begins where it began before", () => {
    const before = new Watch().holds(1, "deadline-missed").holds(30).explain();
    const after = new Watch(before.happened.reduce(carryAlarms, NO_ALARMS)).holds(1, "deadline-missed");
    expect(after.only.raisedAt).toBe(before.happened[0]?.at);
    expect(after.only.id).not.toBe(before.happened[0]?.alarm);
  });
});

describe("whatever holds, and whatever people do", () => {
  const KINDS = Object.keys(ALARMS) as AlarmKind[];
  const act = fc.record({
    kinds: fc.subarray(KINDS, { maxLength: 4 }),
    stage: fc.constantFrom(1 as const, 2 as const, 3 as const),
    forMinutes: fc.constantFrom(1 / 6, 0.5, 1, 6, 12, 35),
    person: fc.constantFrom("none", "acknowledges", "explains", "restarts"),
    which: fc.nat(30),
  });
  const played = (
    acts: readonly (typeof act extends fc.Arbitrary<infer One> ? One : never)[],
    check: (alarms: VatAlarms) => void,
  ) => {
    let alarms = alarmsAtStart();
    let carried = NO_ALARMS;
    const happened: AlarmHappening[] = [];
    let mono = 0;
    const take = (step: AlarmStep) => {
      alarms = step.alarms;
      happened.push(...step.happened);
      carried = step.happened.reduce(carryAlarms, carried);
      expect({ listed: alarms.listed, raised: alarms.raised }).toEqual(carried);
      check(alarms);
    };
    for (const { kinds, stage, forMinutes, person, which } of acts) {
      const conditions = kinds.map((kind) => ({ kind, stage, figures: kind }));
      for (let passed = 0; passed < forMinutes; passed += 0.5) {
        mono += Math.round(minutes(Math.min(0.5, forMinutes)));
        take(alarmsFollow(alarms, conditions, { mono: monoMs(mono), wall: epochMs(WALL + mono) }));
      }
      const id = alarms.listed[which % Math.max(1, alarms.listed.length)]?.id ?? alarmId("none");
      const now = epochMs(WALL + mono);
      const step =
        person === "acknowledges"
          ? acknowledged(alarms, id, JO, now)
          : person === "explains"
            ? explained(alarms, id, JO, "because", now)
            : null;
      if (step?.ok) take(step.value);
      if (person === "restarts") alarms = alarmsAtStart(carried);
    }
    return { alarms, happened };
  };
  const acts = fc.array(act, { maxLength: 30 });

  test("a family has one open alarm at most, the list is bounded, and it is the fold of what happened", () => {
    fc.assert(
      fc.property(acts, (script) => {
        played(script, (alarms) => {
          const open = alarms.listed.filter(({ overAt }) => overAt === null).map(({ family }) => family);
          expect(new Set(open).size).toBe(open.length);
          expect(alarms.listed.length).toBeLessThanOrEqual(LISTED_MAX);
          expect(alarms.watches.length).toBeLessThanOrEqual(KINDS.length);
          expect(JSON.parse(JSON.stringify(alarms))).toEqual(alarms);
        });
      }),
      tries(15),
    );
  });
  test("nothing is forgotten: each that was raised is listed, was explained, or was noted as left unexplained", () => {
    fc.assert(
      fc.property(acts, (script) => {
        const { alarms, happened } = played(script, () => undefined);
        const listed = new Set(alarms.listed.map(({ id }) => id));
        for (const raised of happened.filter(({ kind }) => kind === "alarm-raised")) {
          const ended = happened.some(
            ({ alarm, kind }) =>
              alarm === raised.alarm && (kind === "alarm-explained" || kind === "alarm-left-unexplained"),
          );
          expect(listed.has(raised.alarm) || ended).toBe(true);
        }
      }),
      tries(15),
    );
  });
  test("a condition that comes and goes within half an hour raises one alarm at most", () => {
    const flaps = fc.array(
      fc.tuple(
        fc.double({ min: 0.2, max: 29.5, noNaN: true }),
        fc.double({ min: 0.2, max: 29.5, noNaN: true }),
      ),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), flaps, (kind, times) => {
        const watch = new Watch();
        for (const [there, away] of times) watch.holds(there, kind).holds(away);
        expect(watch.alarms.raised).toBeLessThanOrEqual(1);
        const told = watch.happened.length;
        // Each flap says at most: raised or again, two escalations, over.
        expect(told).toBeLessThanOrEqual(4 * times.length);
      }),
      tries(15),
    );
  });
});
