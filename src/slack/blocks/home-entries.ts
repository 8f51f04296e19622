import type { types } from "@slack/bolt";
import { modalActions } from "../ids/windows.ts";
import type { Block } from "./fit.ts";
import { lines, strong, words } from "./rich.ts";

/** The ways from App Home to everything else: the duty, the settings where there are any, every command. */
export function homeEntries({ changeable }: { changeable: boolean }): Block {
  return {
    type: "actions",
    elements: [
      ...(changeable
        ? [entry(modalActions.openOnCall, "On call"), entry(modalActions.openSettings, "Settings")]
        : []),
      entry(modalActions.openHelp, "All commands"),
    ],
  };
}

/** The settings in short, for those who may change them. */
export function homeSettings(settings: readonly string[]): Block[] {
  return [{ type: "divider" }, lines([strong("Settings")], ...settings.map((line) => [words(line)]))];
}

function entry(action: string, label: string): types.Button {
  return { type: "button", action_id: action, text: { type: "plain_text", text: label, emoji: false } };
}
