import type { Layers, Overrides } from "./origins.ts";
import type { TwilioSetup } from "./references.ts";
import { readSettingsFile } from "./settings-file.ts";
import { type Judged, settingsFrom } from "./settings-from.ts";

/** Settings together with what they were made of, so that a change can be tried on top. */
export type LoadedSettings = Judged & { readonly layers: Layers };

export interface SettingsSources {
  /** Absent: no file, defaults only. */
  readonly file?: string | undefined;
  /** Changes made in Slack, as the state store holds them. */
  readonly overrides?: Overrides | undefined;
  readonly twilio?: TwilioSetup | undefined;
}

/** Reads the settings file, if any, and puts it together with what was changed in Slack. */
export async function loadSettings({ file, overrides, twilio }: SettingsSources): Promise<LoadedSettings> {
  if (file === undefined) return judged({ slack: overrides }, twilio);
  const read = await readSettingsFile(file);
  if ("problems" in read) return { ok: false, problems: read.problems, layers: { slack: overrides } };
  return judged({ file: read.tree, slack: overrides }, twilio);
}

function judged(layers: Layers, twilio?: TwilioSetup): LoadedSettings {
  return { ...settingsFrom(layers, twilio), layers };
}
