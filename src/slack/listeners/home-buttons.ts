import type { App, BlockAction, types } from "@slack/bolt";
import { helpMessage } from "../blocks/help.ts";
import { messageModal } from "../blocks/modal.ts";
import type { Control } from "../control.ts";
import { modalActions } from "../ids/windows.ts";
import { commands } from "./commands/table.ts";
import type { Counter } from "./counter.ts";
import type { HomeTab } from "./home-opened.ts";
import { onCallWindow } from "./windows/oncall-windows.ts";
import { openModal } from "./windows/open.ts";
import { settingsWindow } from "./windows/settings-windows.ts";
import { readWindowPress } from "./windows/window-press.ts";

/** The windows that App Home leads to. */
export function registerHomeButtons(app: App, counter: Counter, home: HomeTab): void {
  const windows = [
    ...(counter.control === undefined ? [] : changingWindows(counter, counter.control)),
    {
      action: modalActions.openHelp,
      title: "All commands",
      make: async () => messageModal("All commands", helpMessage(Object.values(commands))),
    },
  ];
  for (const { action, title, make } of windows) {
    app.action<BlockAction>(action, async ({ ack, body }) => {
      await ack();
      const { user, ...opening } = readWindowPress(body);
      const refused = await openModal(counter, opening, title, async () => {
        const outside = await counter.rights.objection("look", user, "look at this");
        return outside === undefined ? await make(user) : messageModal(title, outside);
      });
      if (refused !== undefined) await home.replyTo(user).say(refused);
    });
  }
}

interface Window {
  readonly action: string;
  readonly title: string;
  make(user: string): Promise<types.ModalView>;
}

function changingWindows(counter: Counter, control: Control): Window[] {
  return [
    {
      action: modalActions.openOnCall,
      title: "On call",
      make: (user) => onCallWindow(counter, control, user),
    },
    {
      action: modalActions.openSettings,
      title: "Settings",
      make: (user) => settingsWindow(counter, control, user),
    },
  ];
}
