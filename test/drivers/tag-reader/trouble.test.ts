// Room: test/drivers/tag-reader. What the operating system's words mean.

import { expect, test } from "vitest";
import { troubleOf } from "../../../src/drivers/tag-reader/trouble.ts";

test.each([
  ["Error: No such file or directory, cannot open /dev/serial/by-id/x", "absent"],
  ["Error: No such device, cannot open /dev/ttyUSB0", "absent"],
  ["Error: No such device or address, cannot open /dev/ttyUSB0", "absent"],
  ["Error: Input/output error, cannot open /dev/ttyS7", "absent"],
  ["Error Resource temporarily unavailable Cannot lock port", "busy"],
  ["Error: Device or resource busy, cannot open /dev/ttyUSB0", "busy"],
  ["Error: Permission denied, cannot open /dev/ttyUSB0", "no-permission"],
  ["Error: Operation not permitted, cannot open /dev/ttyUSB0", "no-permission"],
  ["Error: Inappropriate ioctl for device setting custom baud rate of 9600", "wrong-device"],
  ["Error: Is a directory, cannot open /dev", "wrong-device"],
  ["words never seen before", "absent"],
])("%s: %s", (message, trouble) => {
  expect(troubleOf(message)).toBe(trouble);
});
