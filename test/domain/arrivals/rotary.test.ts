// Room: test/domain/arrivals. A turning platform: a go-around cow is counted once, an empty bail is nobody's, and
// nothing that goes wrong with one saying gives a cow another cow's name.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  arrivalsAtStart,
  arrivalsStep,
  isKnownEmpty,
  occupantsOf,
} from "../../../src/domain/arrivals/arrivals.ts";
import type { ArrivalInput, InputLevel } from "../../../src/domain/arrivals/identity.ts";
import { bailNo, cowId, inputId, personId, readerId } from "../../../src/domain/ids.ts";
import { monoMs } from "../../../src/domain/units.ts";
import { tries } from "../../runs.ts";
import {
  anyFault,
  BAILS,
  calledEmpty,
  isKnownLimit,
  LAYOUT,
  milkingOf,
  momentsOf,
  planOf,
  STAYED,
  tagOf,
  withFault,
  wronglyNamed,
} from "./rotary-milking.ts";
import { TIMES } from "./row-walk.ts";

type Switch = "first" | "second" | "index" | "boarded" | "stayed";
type Hooks = Partial<Record<"came" | "open" | "half" | "closed", () => void>>;

/** A platform that is told what its switches see, quarter by quarter; the next bail to come is the first. */
function platform({ alreadyOn = [] as readonly number[] } = {}) {
  let arrivals = arrivalsAtStart(LAYOUT);
  let now = 100_000;
  let quarter = 2_000;
  let at = BAILS;
  const on = new Set<number>(alreadyOn);
  const deaf = new Set<Switch>();
  const shown = new Map<Switch, boolean>();
  const tell = (input: ArrivalInput) => {
    arrivals = arrivalsStep(arrivals, LAYOUT, input, monoMs(now));
  };
  const level = (name: Switch, to: InputLevel) => tell({ kind: "input", input: inputId(name), level: to });
  const set = (name: Switch, active: boolean) => {
    if (shown.get(name) === active) return;
    shown.set(name, active);
    if (!deaf.has(name)) level(name, active ? "active" : "inactive");
  };
  const ahead = (n: number) => ((at - 1 + n + BAILS) % BAILS) + 1;
  const look = (seen: boolean) => {
    set("boarded", seen && on.has(at));
    set("stayed", seen && on.has(ahead(STAYED)));
  };
  const pause = (ms: number) => {
    now += ms;
    tell({ kind: "tick" });
  };
  const hears = (cow: number, reader = "entry") =>
    tell({ kind: "tag", reader: readerId(reader), eid: tagOf(cow) });
  const boards = () => {
    on.add(at);
    look(true);
  };
  /** The next bail comes by the entry, and each hook is called in the middle of its quarter. Gives its number. */
  const passes = (hooks: Hooks = {}): number => {
    pause(quarter / 2);
    at = (at % BAILS) + 1;
    set("first", true);
    pause(quarter / 2);
    set("index", false);
    look(true);
    hooks.came?.();
    pause(quarter / 2);
    set("second", true);
    pause(quarter / 2);
    hooks.open?.();
    pause(quarter / 2);
    set("first", false);
    pause(quarter / 2);
    hooks.half?.();
    pause(quarter / 2);
    set("second", false);
    pause(quarter / 2);
    hooks.closed?.();
    look(false);
    set("index", at === BAILS);
    return at;
  };
  const walksOn = (cow: number | null): number =>
    passes({
      open: () => {
        if (cow !== null) hears(cow);
        pause(500);
        boards();
      },
    });
  const turnTo = (bail: number) => {
    do passes();
    while (at !== bail);
  };
  const says = (bail: number): number | string => {
    const occupant = occupantsOf(arrivals, LAYOUT)[bail];
    if (occupant === undefined) return isKnownEmpty(arrivals, LAYOUT, bailNo(bail)) ? "empty" : "not known";
    const { identity } = occupant;
    if (identity.kind === "in-doubt") return identity.because;
    return identity.kind === "tag" ? Number(identity.eid.slice(-6)) - 1_000 : identity.kind;
  };
  for (const name of ["first", "second", "index", "boarded", "stayed"] as const) set(name, false);
  set("index", true);
  return {
    passes,
    walksOn,
    turnTo,
    hears,
    boards,
    pause,
    level,
    look,
    says,
    deaf,
    spins: (ms: number) => {
      quarter = ms;
    },
    /** Two switches at once, so that the platform goes back by one bail and the bails with it. */
    back: () => {
      for (const name of ["second", "first"] as const) set(name, true);
      for (const name of ["second", "first"] as const) set(name, false);
      at = ahead(-1);
    },
    stepsOff: (bail: number) => on.delete(bail),
    arrivalIn: (bail: number) => occupantsOf(arrivals, LAYOUT)[bail]?.arrival,
    settles: (bail: number, cow: string) =>
      tell({ kind: "settle", bail: bailNo(bail), cow: cowId(cow), by: personId("Kim") }),
    all: () => Array.from({ length: BAILS }, (_, i) => says(i + 1)),
    at: () => at,
    now: () => now,
  };
}

/** It has turned past the mark and once around with nobody on: every bail was seen empty. */
function ready() {
  const one = platform();
  one.turnTo(3);
  one.turnTo(3);
  expect(one.all()).toEqual(Array.from({ length: BAILS }, () => "empty"));
  return one;
}

/** Two cows must pair before the third is named. */
const soundAgain = (p: ReturnType<typeof ready>) => [p.walksOn(10), p.walksOn(11), p.walksOn(12)].map(p.says);
const again = (because: string) => [because, because, 12];

describe("cows who walk on", () => {
  test("each is known in her bail, and an empty bail between them stays empty", () => {
    const p = ready();
    const bails = [p.walksOn(0), p.passes(), p.walksOn(1), p.walksOn(2)];
    expect(bails.map(p.says)).toEqual([0, "empty", 1, 2]);
  });
  test("a missed tag costs its own bail and no other", () => {
    const p = ready();
    const bails = [p.walksOn(0), p.walksOn(null), p.walksOn(2)];
    expect(bails.map(p.says)).toEqual([0, "unread", 2]);
  });
  test("a tag heard again and again while she waits and while the platform stands still is one read", () => {
    const p = ready();
    const again = () => {
      for (let n = 0; n < 20; n++) {
        p.hears(0);
        p.pause(1_000);
      }
    };
    const boards = () => {
      again();
      p.boards();
      again();
    };
    const bails = [p.passes({ came: again, open: boards }), p.walksOn(1)];
    expect(bails.map(p.says)).toEqual([0, 1]);
  });
  test("a cow who has backed off is named in her bail until it has passed the stayed switch empty", () => {
    const p = ready();
    const bail = p.walksOn(0);
    for (let n = 0; n < BAILS - STAYED - 1; n++) p.passes();
    p.stepsOff(bail);
    expect(p.says(bail)).toBe(0);
    p.passes();
    expect(p.says(bail)).toBe("empty");
  });
});

describe("a cow who goes around", () => {
  test("is the same arrival for as many turns as she likes", () => {
    const p = ready();
    const bail = p.walksOn(0);
    const arrival = p.arrivalIn(bail);
    for (let turns = 0; turns < 3; turns++) p.turnTo(bail);
    expect([p.says(bail), p.arrivalIn(bail)]).toEqual([0, arrival]);
    p.stepsOff(bail);
    p.turnTo(bail);
    expect(p.says(bail)).toBe("empty");
  });
  test("does not take the read of the cow who waits for the next bail", () => {
    const p = ready();
    const bail = p.walksOn(0);
    p.turnTo(bail - 1);
    p.passes({ half: () => p.hears(1) });
    p.hears(1);
    const next = p.walksOn(1);
    expect([bail, next].map(p.says)).toEqual([0, 1]);
  });
  test("may be heard at the entry as she comes by", () => {
    const p = ready();
    const bail = p.walksOn(0);
    p.turnTo(bail - 1);
    p.hears(0);
    p.passes({ open: () => p.hears(0) });
    expect(p.says(bail)).toBe(0);
    expect(p.says(p.walksOn(1))).toBe(1);
  });
  test("whose tag was not heard as she came, and is now, is not taken for a cow who turned away", () => {
    const p = ready();
    const bail = p.walksOn(null);
    p.turnTo(bail - 1);
    p.passes({ came: () => p.hears(0) });
    p.passes();
    expect([bail, p.walksOn(1)].map(p.says)).toEqual(["unread", 1]);
  });
  test("in doubt, and heard at the entry as she comes by, lends her tag to nobody", () => {
    const p = ready();
    const bail = p.walksOn(0);
    p.level("boarded", "unknown");
    p.level("boarded", "inactive");
    expect(soundAgain(p)).toEqual(again("platform-switch-away"));
    p.stepsOff(bail + 1);
    p.turnTo(bail - 1);
    p.passes({ half: () => p.hears(0), closed: () => p.hears(0) });
    const next = p.passes({ open: p.boards });
    expect([bail, next].map(p.says)).toEqual(["platform-switch-away", "unread"]);
  });
  test("whom the stayed switch did not see is found at the entry, and nobody knows who she is", () => {
    const p = ready();
    const bail = p.walksOn(0);
    p.deaf.add("stayed");
    p.turnTo(bail - 1);
    expect(p.says(bail)).toBe("empty");
    p.hears(1);
    p.passes();
    expect(p.says(bail)).toBe("count-unclear");
  });
  test("whom the switch at the entry did not see is in doubt, and so is who walks on there", () => {
    const p = ready();
    const bail = p.walksOn(0);
    p.turnTo(bail - 1);
    const arrival = p.arrivalIn(bail);
    p.deaf.add("boarded");
    p.passes({ came: () => p.deaf.delete("boarded"), open: () => p.level("boarded", "active") });
    expect(p.says(bail)).toBe("go-around");
    expect(p.arrivalIn(bail)).not.toBe(arrival);
  });
  test("is not believed from a stayed switch that is stuck: it must let go between two bails", () => {
    const p = ready();
    const bails = [p.walksOn(0), p.walksOn(1)];
    p.turnTo((bails[0] ?? 0) - STAYED - 1);
    p.passes({ half: () => p.deaf.add("stayed") });
    p.passes();
    expect(bails.map(p.says)).toEqual([0, "go-around"]);
  });
  test("is not believed from a boarded switch that is stuck", () => {
    const p = ready();
    const bails = [p.walksOn(0), p.walksOn(1)];
    p.turnTo((bails[0] ?? 0) - 1);
    p.passes({ half: () => p.deaf.add("boarded") });
    p.passes();
    expect(bails.map(p.says)).toEqual([0, "go-around"]);
  });
});

describe("reads and counts that do not pair", () => {
  test("two reads before a count: nothing says whose", () => {
    const p = ready();
    const bail = p.passes({
      open: () => {
        p.hears(0);
        p.pause(300);
        p.hears(1);
        p.pause(300);
        p.boards();
      },
    });
    expect(p.says(bail)).toBe("two-reads-one-count");
    expect(soundAgain(p)).toEqual(["two-reads-one-count", 11, 12]);
  });
  test("a cow read who does not walk on: the bail may hold her uncounted, and who follows is in doubt", () => {
    const p = ready();
    const bail = p.passes({ open: () => p.hears(0) });
    const next = p.passes();
    expect([bail, next].map(p.says)).toEqual(["not known", "empty"]);
    expect(soundAgain(p)).toEqual(again("read-without-count"));
  });
  test("a read waits for its count as long as it may, and no longer", () => {
    const counted = (wait: number) => {
      const p = ready();
      return p.says(
        p.passes({
          open: () => {
            p.hears(0);
            p.pause(wait);
            p.boards();
          },
        }),
      );
    };
    expect(counted(TIMES.readToCountMax)).toBe(0);
    expect(counted(TIMES.readToCountMax + 1)).toBe("read-without-count");
  });
  test("a cow who walks on and off again, and another in her place: neither is known", () => {
    const p = ready();
    const bail = p.passes({
      open: () => {
        p.hears(0);
        p.pause(500);
        p.boards();
        p.pause(500);
        p.stepsOff(p.at());
        p.look(true);
      },
      half: () => {
        p.hears(1);
        p.boards();
      },
    });
    expect(p.says(bail)).toBe("count-unclear");
    expect(soundAgain(p)).toEqual(again("counts-too-close"));
  });
  test("a cow who walks on and off again, and nobody in her place", () => {
    const p = ready();
    const bail = p.passes({
      open: () => {
        p.hears(0);
        p.boards();
        p.stepsOff(p.at());
        p.look(true);
      },
    });
    expect(p.says(bail)).toBe("count-unclear");
    expect(soundAgain(p)).toEqual(again("count-unclear"));
  });
  test("a dead tag, and the next cow's heard over her and once more much later, while the platform stands", () => {
    const p = ready();
    const first = p.passes({
      open: () => {
        p.hears(1);
        p.boards();
        p.pause(30_000);
        p.hears(1);
      },
    });
    const second = p.passes({ open: p.boards });
    expect([first, second].map(p.says)).toEqual(["count-unclear", "count-unclear"]);
  });
  test("two counts in one bail's passage", () => {
    const p = ready();
    const bail = p.passes({
      open: () => {
        p.hears(0);
        p.pause(500);
        p.boards();
      },
      half: () => p.level("boarded", "active"),
    });
    expect(p.says(bail)).toBe("counts-too-close");
    expect(soundAgain(p)).toEqual(again("counts-too-close"));
  });
  test.each(["came", "closed"] as const)(
    "a cow counted outside the time in which her bail stands open (%s) is in doubt",
    (when) => {
      const p = ready();
      const bail = p.passes({
        [when]: () => {
          p.hears(0);
          p.boards();
        },
      });
      expect(p.says(bail)).toBe("count-unclear");
      expect(soundAgain(p)).toEqual(again("count-unclear"));
    },
  );
  test("a tag heard again at the entry cannot be the cow on the platform", () => {
    const p = ready();
    const bail = p.walksOn(0);
    for (let n = 0; n < 3; n++) p.passes();
    p.hears(0);
    const next = p.walksOn(null);
    expect([bail, next].map(p.says)).toEqual(["read-again", "read-again"]);
  });
  test("a dead tag, and the next cow's heard over her: heard on after the count, it gives both away", () => {
    const p = ready();
    const first = p.passes({
      open: () => {
        p.hears(1);
        p.pause(500);
        p.boards();
        p.pause(500);
        p.hears(1);
      },
    });
    const second = p.passes({ open: p.boards });
    expect([first, second, p.walksOn(2)].map(p.says)).toEqual(["count-unclear", "count-unclear", 2]);
  });
  test("two counts closer together than cows can walk in, however fast bails seem to go by", () => {
    const p = ready();
    p.spins(200);
    const first = p.passes({
      half: () => {
        p.hears(0);
        p.boards();
      },
    });
    expect(p.says(first)).toBe(0);
    const second = p.passes({
      open: () => {
        p.hears(1);
        p.boards();
      },
    });
    expect([first, second].map(p.says)).toEqual(["counts-too-close", "counts-too-close"]);
  });
  test("the boarded switch away: the bail at the entry and those after are in doubt", () => {
    const p = ready();
    const known = p.walksOn(0);
    const there = p.walksOn(1);
    p.level("boarded", "unknown");
    expect([known, there].map(p.says)).toEqual([0, "platform-switch-away"]);
    p.level("boarded", "inactive");
    expect(soundAgain(p)).toEqual(again("platform-switch-away"));
  });
});

describe("the platform's position", () => {
  test("before the index mark nobody is named, and no bail is known to be empty", () => {
    const p = platform();
    // The mark has just been missed: a turn without it.
    p.level("index", "unknown");
    p.level("index", "inactive");
    const bails = [p.walksOn(0), p.walksOn(1)];
    expect(bails.map(p.says)).toEqual(["platform-position", "platform-position"]);
    expect(p.all()).not.toContain("empty");
  });
  test("cows already on as the controller starts are shown in doubt once one is seen, and leave one by one", () => {
    const on = Array.from({ length: BAILS - 5 }, (_, i) => i + 1);
    const p = platform({ alreadyOn: on });
    p.passes();
    expect(p.all()).toEqual(Array.from({ length: BAILS }, () => "platform-position"));
    expect(new Set(p.all().map((_, i) => p.arrivalIn(i + 1))).size).toBe(BAILS);
    p.passes();
    for (const bail of on) p.stepsOff(bail);
    p.turnTo(2);
    expect(p.all()).not.toContain("platform-position");
  });
  test("a cow who goes around before the position is known tells of cows who came before", () => {
    const p = platform({ alreadyOn: [1 + STAYED] });
    const seen: (number | string)[] = [];
    p.passes({ came: () => seen.push(p.says(9)) });
    expect(seen).toEqual(["platform-position"]);
  });
  test("a cow met where nobody was known of tells of them too, once the position is known", () => {
    const p = platform({ alreadyOn: [2 + STAYED] });
    p.passes();
    expect(p.says(9)).toBe("not known");
    p.passes();
    expect([2 + STAYED, 9].map(p.says)).toEqual(["go-around", "platform-position"]);
    const arrivals = p.all().flatMap((_, i) => p.arrivalIn(i + 1) ?? []);
    expect(new Set(arrivals).size).toBe(arrivals.length);
  });
  test("a cold platform shows nobody, and its first cows are named after the mark, in bails seen empty", () => {
    const p = platform();
    const bails = [p.walksOn(0), p.walksOn(1), p.walksOn(2), p.walksOn(3)];
    // The first bails had passed the stayed switch before anybody knew which they were.
    expect(bails.map(p.says)).toEqual(["platform-position", "platform-position", 2, 3]);
    expect(p.says(9)).toBe("not known");
  });
  test("a missing mark: who is near the entry is in doubt until it has been seen again, who is far off is not", () => {
    const p = ready();
    p.turnTo(BAILS - 6);
    const far = p.walksOn(0);
    p.turnTo(BAILS - 1);
    p.deaf.add("index");
    const near = p.walksOn(1);
    const first = p.passes();
    p.deaf.delete("index");
    expect([far, near].map(p.says)).toEqual([0, "platform-position"]);
    const after = [p.walksOn(2), p.walksOn(3)];
    expect([first, ...after].map(p.says)).toEqual(["not known", "platform-position", "platform-position"]);
    for (const bail of [far, near, ...after]) p.stepsOff(bail);
    p.turnTo(4 + STAYED);
    p.turnTo(4 + STAYED);
    expect(p.says(p.walksOn(4))).toBe(4);
  });
  test("a mark at another bail than the pulses say: nobody is known until two marks agree", () => {
    const p = ready();
    const bail = p.walksOn(0);
    const markHere = () => {
      p.passes({ closed: () => p.level("index", "active") });
      p.passes({ came: () => p.level("index", "inactive") });
    };
    for (let n = 0; n < 4; n++) p.passes();
    markHere();
    expect(p.all()).toEqual(Array.from({ length: BAILS }, () => "platform-position"));
    p.settles(bail, "7");
    expect(p.says(bail)).toBe("platform-position");
    // The true mark, and once more a turn later.
    p.turnTo(2);
    expect(p.says(p.walksOn(1))).toBe("platform-position");
  });
  test.each(["first", "second"] as const)("the %s pulse switch away: nobody is known", (name) => {
    const p = ready();
    const bail = p.walksOn(0);
    p.level(name, "unknown");
    expect(p.says(bail)).toBe("platform-switch-away");
    expect(p.all()).not.toContain("empty");
  });
  test("turned back, far bails stay known and near ones do not; the mark makes it sound again", () => {
    const p = ready();
    const far = p.walksOn(0);
    for (let n = 0; n < 5; n++) p.passes();
    const near = p.walksOn(1);
    p.back();
    expect([far, near].map(p.says)).toEqual([0, "platform-back"]);
    p.settles(far, "7");
    p.settles(near, "8");
    expect([far, near].map(p.says)).toEqual(["settled", "platform-back"]);
    p.turnTo(1 + STAYED);
    const after = [p.walksOn(2), p.walksOn(3), p.walksOn(4), p.walksOn(5)];
    expect(after.map(p.says).at(-1)).toBe(5);
  });
  /** Stops, and rocks over the edge of `name` that it has just crossed. */
  const rocks = (p: ReturnType<typeof ready>, name: Switch, past: InputLevel, wait = 500) => {
    p.pause(wait);
    p.level(name, past === "active" ? "inactive" : "active");
    p.pause(60_000);
    p.level(name, past);
  };
  test("a platform that rocks over an edge as it stops is where it was", () => {
    const p = ready();
    p.turnTo(BAILS - 3);
    const bails = [p.walksOn(0)];
    // Over the index mark as well.
    for (const hooks of [
      { came: () => rocks(p, "first", "active") },
      { open: () => rocks(p, "second", "active") },
      { half: () => rocks(p, "first", "inactive") },
      { closed: () => rocks(p, "second", "inactive") },
    ]) {
      p.passes(hooks);
      p.hears(bails.length);
      bails.push(p.walksOn(bails.length));
    }
    expect(bails.map(p.says)).toEqual([0, 1, 2, 3, 4]);
  });
  test("a pulse switch that says twice what it says has lost a change, and that may hide a turning back", () => {
    const p = ready();
    const bail = p.walksOn(0);
    p.passes({ open: () => p.level("second", "active") });
    expect(p.says(bail)).toBe("platform-back");
  });
  test("kept: turned back over the whole of a bail, with one change told late, it looked like running on", () => {
    const milking = milkingOf(planOf(349_449_866, { reversals: true, passages: 50 }));
    const fault = { how: "swapped", what: "pulse", which: 99_993, whole: false, by: 1 } as const;
    expect(wronglyNamed(milking, withFault(milking.told, fault))).toEqual([]);
  });
  test("an edge crossed back later than half a bail may take is a pulse lost", () => {
    const p = ready();
    const bail = p.walksOn(0);
    p.passes({ came: () => rocks(p, "first", "active", TIMES.readToCountMax) });
    expect(p.says(bail)).toBe("platform-back");
  });
  test("rocking without end is a pulse switch that is stuck", () => {
    const p = ready();
    const bail = p.walksOn(0);
    const endless = () => {
      for (let n = 0; n < 5; n++) rocks(p, "first", "active");
    };
    p.passes({ came: endless });
    expect(p.says(bail)).toBe("platform-back");
  });
  test("seeming to turn back again and again it may be anywhere", () => {
    const p = ready();
    const far = p.walksOn(0);
    for (let n = 0; n < 4; n++) p.passes();
    const jolt = () => {
      p.pause(10_000);
      p.level("second", "active");
      p.level("second", "inactive");
    };
    jolt();
    jolt();
    expect(p.says(far)).toBe(0);
    jolt();
    expect(p.says(far)).toBe("platform-back");
  });
});

describe("a switch that is unsteady or away", () => {
  /** A cow who has gone around and is about to come to the stayed switch. */
  const comesRound = (): { p: ReturnType<typeof ready>; bail: number } => {
    const p = ready();
    const bail = p.walksOn(0);
    p.turnTo(bail - STAYED - 1);
    return { p, bail };
  };
  test("stayed lets go of her while she passes it: she may have stepped off", () => {
    const { p, bail } = comesRound();
    const arrival = p.arrivalIn(bail);
    p.passes({ half: () => p.level("stayed", "inactive") });
    expect([p.says(bail), p.arrivalIn(bail)]).toEqual(["go-around", arrival]);
  });
  test("stayed sees somebody for a moment in an empty bail: it may be a cow", () => {
    const { p, bail } = comesRound();
    const empty = bail + 1;
    p.passes();
    p.passes({
      open: () => {
        p.level("stayed", "active");
        p.level("stayed", "inactive");
      },
    });
    expect([bail, empty].map(p.says)).toEqual([0, "go-around"]);
  });
  test("stayed away for a moment: the bails that pass it then are not known", () => {
    const { p, bail } = comesRound();
    const away = () => {
      p.level("stayed", "unknown");
      p.level("stayed", "inactive");
    };
    p.passes({ open: away });
    p.passes({ open: away });
    expect([bail, bail + 1].map(p.says)).toEqual(["platform-switch-away", "not known"]);
  });
  test("boarded away as she comes to the entry: she may have changed with another", () => {
    const { p, bail } = comesRound();
    p.turnTo(bail - 1);
    p.deaf.add("boarded");
    p.level("boarded", "unknown");
    p.passes({ came: () => expect(p.says(bail)).toBe(0) });
    expect(p.says(bail)).toBe("platform-switch-away");
  });
  test("boarded away and back while she stands there: the same cow, and nobody knows who", () => {
    const p = ready();
    const bail = p.passes({
      open: () => {
        p.hears(0);
        p.boards();
      },
      half: () => {
        const arrival = p.arrivalIn(p.at());
        p.level("boarded", "unknown");
        p.level("boarded", "active");
        expect(p.arrivalIn(p.at())).toBe(arrival);
      },
    });
    expect(p.says(bail)).toBe("platform-switch-away");
  });
  test("boarded comes back and sees a cow: nobody saw her walk on", () => {
    const p = ready();
    const bail = p.passes({
      open: () => {
        p.level("boarded", "unknown");
        p.hears(0);
        p.pause(500);
        p.boards();
      },
    });
    expect(p.says(bail)).toBe("platform-switch-away");
    expect(soundAgain(p)).toEqual(again("platform-switch-away"));
  });
  test("boarded lets go of her for a moment as her bail closes: she is who she was", () => {
    const p = ready();
    const bail = p.passes({
      open: () => {
        p.hears(0);
        p.pause(500);
        p.boards();
      },
      closed: () => {
        p.level("boarded", "inactive");
        p.level("boarded", "active");
      },
    });
    expect([bail, p.walksOn(1)].map(p.says)).toEqual([0, 1]);
  });
});

describe("a tag heard on after its cow was counted", () => {
  test.each([
    [TIMES.lingerMax, [0, 1]],
    [TIMES.lingerMax + 1, ["read-again", "read-again"]],
  ] as const)(
    "is hers for as long as a tag may linger, wherever her bail is by then (%i ms)",
    (wait, says) => {
      const p = ready();
      let counted = 0;
      const bail = p.passes({
        half: () => {
          p.hears(0);
          p.boards();
          counted = p.now();
          p.spins(10);
        },
      });
      p.passes();
      p.pause(counted + wait - p.now());
      p.hears(0);
      p.spins(2_000);
      expect([bail, p.walksOn(1)].map(p.says)).toEqual(says);
    },
  );
  test("in the bail that stands at the entry she may be heard for as long as she stands there", () => {
    const p = ready();
    const bail = p.passes({
      open: () => {
        p.hears(0);
        p.pause(500);
        p.boards();
        p.pause(60_000);
        p.hears(0);
      },
    });
    p.hears(0);
    expect([bail, p.walksOn(1)].map(p.says)).toEqual(["read-again", "read-again"]);
  });
  test("is hers no longer once another was counted", () => {
    const p = ready();
    const bail = p.walksOn(0);
    const next = p.passes({
      open: () => {
        p.boards();
        p.hears(0);
      },
    });
    expect([bail, next].map(p.says)).toEqual(["read-again", "unread"]);
  });
});

describe("a mark that is not as a mark is", () => {
  const near = () => {
    const p = ready();
    p.turnTo(BAILS - 1);
    return { p, bail: p.walksOn(0) };
  };
  test("gone before its bail comes", () => {
    const { p, bail } = near();
    p.level("index", "inactive");
    p.passes();
    expect(p.says(bail)).toBe("platform-position");
  });
  test("there only after its bail has come", () => {
    const { p, bail } = near();
    p.deaf.add("index");
    p.level("index", "inactive");
    p.passes({
      came: () => {
        p.level("index", "active");
        p.level("index", "inactive");
      },
    });
    expect(p.says(bail)).toBe("platform-position");
  });
  test("there until its bail is open", () => {
    const { p, bail } = near();
    p.deaf.add("index");
    p.passes({ open: () => p.level("index", "inactive") });
    expect(p.says(bail)).toBe("platform-position");
  });
  test.each(["came", "open", "half"] as const)("one in the middle of a passage (%s)", (when) => {
    const p = ready();
    const bail = p.walksOn(0);
    const blinks = () => {
      p.level("index", "active");
      p.level("index", "inactive");
    };
    p.passes({ [when]: blinks });
    p.passes();
    expect(p.says(bail)).toBe("platform-position");
  });
  test("its switch away, at any time", () => {
    const p = ready();
    const bail = p.walksOn(0);
    p.level("index", "unknown");
    expect(p.says(bail)).toBe("platform-switch-away");
  });
});

describe("how far a doubt about the position reaches", () => {
  test("from five bails before the stayed switch to two past the entry, and bails come to it as they turn", () => {
    const p = ready();
    for (let cow = 0; cow < BAILS; cow++) p.walksOn(cow);
    const doubted = () => p.all().flatMap((says, i) => (says === "platform-back" ? [i + 1] : []));
    expect(p.at()).toBe(3);
    p.pause(10_000);
    p.level("second", "active");
    expect(doubted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    p.level("second", "inactive");
    p.passes();
    expect(doubted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
  test("a bail that passes the stayed switch empty meanwhile is not known to be empty", () => {
    const p = ready();
    p.pause(10_000);
    p.level("second", "active");
    p.level("second", "inactive");
    p.passes();
    expect(p.says(p.at() + STAYED)).toBe("not known");
    expect(p.says(BAILS - 3)).toBe("empty");
  });
  test("an empty platform that is lost shows no cows, and no bail that is known to be empty", () => {
    const p = ready();
    p.level("first", "unknown");
    expect(p.all()).toEqual(Array.from({ length: BAILS }, () => "not known"));
  });
});

describe("a cow read at the exit", () => {
  test("in the bail painted 1 she is found as well as in any other", () => {
    const p = ready();
    p.turnTo(BAILS);
    const bail = p.walksOn(0);
    const other = p.walksOn(1);
    p.passes();
    p.hears(0, "exit");
    expect([bail, other, p.walksOn(2)].map(p.says)).toEqual(["exit-read", "exit-read", "exit-read"]);
  });
  test("five bails before the stayed switch she may be heard, six before it not", () => {
    for (const [before, says] of [
      [5, 0],
      [6, "exit-read"],
    ] as const) {
      const p = ready();
      const bail = p.walksOn(0);
      for (let n = 0; n < BAILS - STAYED - before; n++) p.passes();
      p.hears(0, "exit");
      expect(p.says(bail)).toBe(says);
    }
  });
  test("who stands near it changes nothing", () => {
    const p = ready();
    const bail = p.walksOn(0);
    const other = p.walksOn(1);
    for (let n = 0; n < BAILS - STAYED - 4; n++) p.passes();
    p.hears(0, "exit");
    expect([bail, other].map(p.says)).toEqual([0, 1]);
  });
  test("who should stand elsewhere puts everybody in doubt, but whom a person has settled", () => {
    const p = ready();
    const bails = [p.walksOn(0), p.walksOn(1), p.walksOn(2)];
    for (let n = 0; n < 3; n++) p.passes();
    p.settles(bails[2] ?? 0, "7");
    p.hears(0, "exit");
    expect(bails.map(p.says)).toEqual(["exit-read", "exit-read", "settled"]);
  });
  test("whom nobody has on the platform changes nothing for the others", () => {
    const p = ready();
    const bail = p.walksOn(0);
    p.hears(9, "exit");
    expect(p.says(bail)).toBe(0);
  });
});

describe("the milker settles a bail", () => {
  test("she is known by number for as long as she stands there, go-around and all, and no longer", () => {
    const p = ready();
    const bail = p.walksOn(null);
    p.settles(bail, "7");
    p.turnTo(bail);
    expect(p.says(bail)).toBe("settled");
    p.stepsOff(bail);
    p.turnTo(bail - 1);
    expect(p.says(p.walksOn(1))).toBe(1);
  });
  test("an empty bail cannot be settled, nor one whose cow could leave unseen", () => {
    const p = ready();
    const bail = p.walksOn(null);
    p.settles(5, "7");
    p.level("stayed", "unknown");
    p.settles(bail, "7");
    expect([p.says(bail), p.says(p.at() + 4)]).toEqual(["unread", "empty"]);
  });
  test("her word ends where nobody saw whether she left", () => {
    const p = ready();
    const bail = p.walksOn(null);
    p.settles(bail, "7");
    p.turnTo(bail - STAYED - 1);
    p.level("stayed", "unknown");
    p.deaf.add("stayed");
    p.passes();
    expect(p.says(bail)).toBe("platform-switch-away");
  });
});

describe("for any milking: 8 to 14 s a bail, dead tags, empty bails, go-arounds, stops", () => {
  test("with nothing wrong every tagged cow is named, once, and a go-around cow is one arrival", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const milking = milkingOf(planOf(seed, { reversals: false, passages: 75 }));
        expect(wronglyNamed(milking, milking.told)).toEqual([]);
        expect(calledEmpty(milking, milking.told)).toEqual([]);
        const arrivals = new Map<string, Set<number>>();
        for (const { said } of momentsOf(milking.told, milking.stands))
          for (const { identity, arrival } of Object.values(said))
            if (identity.kind === "tag")
              arrivals.set(identity.eid, (arrivals.get(identity.eid) ?? new Set()).add(arrival));
        // After two turns those who came before the first mark, and may be heard as they go around, have left.
        const late = milking.cows.flatMap((cow, n) =>
          cow.tagged && cow.passage > 2 * BAILS + STAYED ? [arrivals.get(tagOf(n))?.size] : [],
        );
        expect(late).toEqual(late.map(() => 1));
      }),
      tries(12),
    );
  });
  test("with nothing wrong but turnings back, no bail with a cow in it is ever called empty", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const milking = milkingOf(planOf(seed, { reversals: true, passages: 60 }));
        expect(calledEmpty(milking, milking.told)).toEqual([]);
      }),
      tries(16),
    );
  });
  test("one thing wrong, and a platform that turns back: no bail ever names a cow who is not in it", () => {
    fc.assert(
      fc.property(fc.nat(), anyFault, (seed, fault) => {
        const milking = milkingOf(planOf(seed, { reversals: true, passages: 50 }));
        fc.pre(!isKnownLimit(milking, fault));
        expect(wronglyNamed(milking, withFault(milking.told, fault))).toEqual([]);
      }),
      tries(60),
    );
  });
  test("the limits are known: a read seconds late goes to the next cow, if she has no tag of her own", () => {
    const p = ready();
    const first = p.passes({ half: p.boards });
    const second = p.passes({
      came: () => p.hears(0),
      open: p.boards,
    });
    expect([first, second].map(p.says)).toEqual(["unread", 0]);
  });
});
