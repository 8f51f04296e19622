import type { App } from "@slack/bolt";
import { registerAlertButtons } from "./alert-buttons.ts";
import { registerAlertWindows } from "./alert-windows.ts";
import { registerBoardButtons } from "./board-buttons.ts";
import type { Counter } from "./counter.ts";
import { registerDutyButtons } from "./duty-buttons.ts";
import { registerHomeButtons } from "./home-buttons.ts";
import { homeTab, registerHome } from "./home-opened.ts";
import { notePressers } from "./rights/pressers.ts";
import { testLimit } from "./rights/test-limit.ts";
import { registerSlaCommand } from "./sla-command.ts";
import { registerFinish } from "./windows/register-finish.ts";
import { registerOnCall } from "./windows/register-oncall.ts";
import { registerSettings } from "./windows/register-settings.ts";

/** Takes everything people do in Slack to the desk. @returns ends what goes on by itself */
export function registerListeners(app: App, parts: Omit<Counter, "boardChanged" | "tests">): () => void {
  const home = homeTab(parts);
  const counter: Counter = { ...parts, boardChanged: home.changed, tests: testLimit(parts.clock) };
  notePressers(app, parts.rights);
  registerSlaCommand(app, counter);
  registerAlertButtons(app, counter, home);
  registerAlertWindows(app, counter);
  registerBoardButtons(app, counter, home);
  registerFinish(app, counter, home);
  registerHome(app, home);
  registerHomeButtons(app, counter, home);
  const { control } = counter;
  if (control !== undefined) {
    registerSettings(app, counter, control);
    registerOnCall(app, counter, control);
    registerDutyButtons(app, counter, control);
  }
  return home.stop;
}
