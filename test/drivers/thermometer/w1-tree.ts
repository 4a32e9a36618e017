// The kernel's one-wire folders, made of files, links and pipes: what a driver sees of chips on a wire.

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const GOOD = "38 00 4b 46 7f ff 08 10 25 : crc=25 YES\n38 00 4b 46 7f ff 08 10 25 t=3500\n";
export const WARM = "30 02 4b 46 7f ff 10 10 ef : crc=ef YES\n30 02 4b 46 7f ff 10 10 ef t=35000\n";
export const POWER_ON = "50 05 4b 46 7f ff 0c 10 1c : crc=1c YES\n50 05 4b 46 7f ff 0c 10 1c t=85000\n";

export type W1Tree = {
  /** The folder that a driver is given. */
  readonly devices: string;
  /** Puts a chip on the wire, fresh from power-on: features 0, resolution as burnt in. */
  plugIn(romId: string, w1Slave?: string, burntIn?: string): void;
  pullOut(romId: string): void;
  write(romId: string, file: string, text: string): void;
  read(romId: string, file: string): string;
  /** Reading this file waits for ever. */
  hang(romId: string, file: string): void;
  /** A file that this user may not write. */
  readOnly(romId: string, file: string): void;
  setBulk(text: string): void;
  remove(): void;
};

export function createW1Tree(): W1Tree {
  const root = mkdtempSync(join(tmpdir(), "vatguard-w1-"));
  const devices = join(root, "devices");
  const wire = join(root, "w1_bus_master1");
  mkdirSync(devices);
  mkdirSync(wire);
  const at = (romId: string, file: string): string => join(wire, romId, file);
  const replace = (romId: string, file: string): string => {
    const path = at(romId, file);
    if (existsSync(path)) rmSync(path);
    return path;
  };
  return {
    devices,
    plugIn(romId, w1Slave = GOOD, burntIn = "12\n") {
      mkdirSync(join(wire, romId));
      writeFileSync(at(romId, "w1_slave"), w1Slave);
      writeFileSync(at(romId, "ext_power"), "1\n");
      writeFileSync(at(romId, "features"), "0\n");
      writeFileSync(at(romId, "resolution"), burntIn);
      symlinkSync(join(wire, romId), join(devices, romId));
    },
    pullOut(romId) {
      rmSync(join(devices, romId));
      rmSync(join(wire, romId), { recursive: true });
    },
    write: (romId, file, text) => writeFileSync(replace(romId, file), text),
    read: (romId, file) => readFileSync(at(romId, file), "utf8"),
    hang(romId, file) {
      execFileSync("mkfifo", [replace(romId, file)]);
    },
    readOnly: (romId, file) => chmodSync(at(romId, file), 0o444),
    setBulk: (text) => writeFileSync(join(wire, "therm_bulk_read"), text),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
