import { plainAnswer } from "../../blocks/answers.ts";
import type { Message } from "../../blocks/fit.ts";
import { usageMessage } from "../../blocks/help.ts";
import { sectionNames, sectionOf, sections } from "../../modals/sections.ts";
import { openSettings, resetSettings } from "../windows/settings-windows.ts";
import type { Command } from "./command.ts";

/** The settings in a window; `reset` undoes what was changed in Slack. */
export const config: Command = {
  usage: "/sla config [reset [PART]]",
  help: "The settings in a window, to look at and to change; reset undoes changes made in Slack.",
  example: "/sla config reset high",
  async run({ counter, user, words: [first, what], triggerId }) {
    const { control, rights } = counter;
    if (control === undefined) return noSettings;
    if (first === undefined) return await openSettings(counter, control, { user, trigger: triggerId });
    if (first.toLowerCase() !== "reset") return usageMessage("I do not know that word.", config);
    const paths = pathsOf(what?.toLowerCase());
    if (paths === undefined) return usageMessage(`Put back what? ${parts.join(", ")}, or all.`, config);
    const refused = await rights.objection("change", user, "change the settings");
    return refused ?? (await resetSettings(control, paths, user));
  },
};

const parts = [...sectionNames, "people", "groups"];

/** People and groups are more than settings: they go back only when they are named. */
function pathsOf(what: string | undefined): readonly string[] | undefined {
  const all = sections.flatMap(({ paths }) => paths);
  if (what === undefined) return all;
  if (what === "all") return [...all, "people", "groups"];
  return what === "people" || what === "groups" ? [what] : sectionOf(what)?.paths;
}

const noSettings: Message = plainAnswer("The settings cannot be changed from here.");
