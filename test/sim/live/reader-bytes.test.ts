// Room: test/sim/live. What the demo's readers send is what their drivers read.

import { expect, it } from "vitest";
import { createTagParser, TAG_FORMATS } from "../../../src/domain/tag/formats.ts";
import { readerBytes } from "../../../src/sim/live/reader-bytes.ts";
import { tagOf } from "../../../src/sim/tags.ts";

it.each(TAG_FORMATS)("a reader set to %s sends each cow's tag so that it is read as hers", (format) => {
  for (const eid of [tagOf("982", 1), tagOf("036", 123_456_789_012), tagOf("826", 274_877_906_943)]) {
    const parser = createTagParser(format);
    const found = [1, 2].flatMap(() => [...parser.push(readerBytes(format, eid))]);
    const animals = found.flatMap((one) => (one.kind === "animal" ? [one.eid] : []));
    expect(animals.length).toBeGreaterThan(0);
    expect(new Set(animals)).toEqual(new Set([eid]));
  }
});
