// Room: config. A shed's configuration from its file, with the cooling profiles that it may name.
// May live here: where these files are. May not: parsing, judging what they say.
// Invariant: a shed that names no profile does not depend on the folder of profiles.

import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CoolingProfile } from "../domain/cooling/profile.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { PROFILE_ID } from "./cooling-profile-schema.ts";
import { readCoolingProfile, readProfiles } from "./cooling-profiles.ts";
import type { Problem } from "./problem.ts";
import { readText } from "./read-file.ts";
import { finishShed, type LoadedShed, type OfficeConfig, openShed } from "./shed-config.ts";
import { YAML_LENGTH_MAX } from "./yaml-document.ts";

/** The profiles that come with the program: beside its sources and its built files alike. */
export const SHIPPED_PROFILES = fileURLToPath(new URL("../../config/profiles", import.meta.url));

/** Reads a shed's configuration; its files and folders come back as whole paths. */
export async function readShed(path: string): Promise<Result<LoadedShed, readonly Problem[]>> {
  const read = await readText(path, YAML_LENGTH_MAX);
  if (!read.ok) return err([read.error]);
  const opened = openShed(read.value, path);
  if (!opened.ok) return opened;
  const profiles = await profilesFor(opened.value.profiles);
  const loaded = finishShed(opened.value, profiles.ok ? profiles.value : []);
  if (!profiles.ok) return err([...profiles.error, ...(loaded.ok ? [] : loaded.error)]);
  if (!loaded.ok) return loaded;
  const { config, notes } = loaded.value;
  const folder = dirname(resolve(path));
  return ok({
    notes,
    config: {
      ...config,
      herdFile: config.herdFile === null ? null : resolve(folder, config.herdFile),
      office: config.office === null ? null : officeBeside(folder, config.office),
      recorder: { ...config.recorder, folder: resolve(folder, config.recorder.folder) },
    },
  });
}

function officeBeside(folder: string, office: OfficeConfig): OfficeConfig {
  const { backups, mqtt, tls } = office;
  const whole = (path: string | null) => (path === null ? null : resolve(folder, path));
  return {
    ...office,
    tls:
      tls === null ? null : { certificate: resolve(folder, tls.certificate), key: resolve(folder, tls.key) },
    backups: { ...backups, folder: whole(backups.folder) },
    mqtt: mqtt === null ? null : { ...mqtt, passwordFile: whole(mqtt.passwordFile) },
  };
}

/** Those of these names, which takes a moment; or all there are, where one is not among them, so that the right one can be named. */
async function profilesFor(
  names: readonly string[],
): Promise<Result<readonly CoolingProfile[], readonly Problem[]>> {
  const read = await Promise.all(
    names
      .filter((name) => PROFILE_ID.test(name))
      .map((name) => readCoolingProfile(join(SHIPPED_PROFILES, `${name}.yaml`))),
  );
  const profiles = read.flatMap((one) => (one.ok ? [one.value] : []));
  return names.every((name) => profiles.some(({ id }) => id === name))
    ? ok(profiles)
    : readProfiles(SHIPPED_PROFILES);
}
