import type { types } from "@slack/bolt";
import { plainAnswer } from "../../blocks/answers.ts";
import type { Message } from "../../blocks/fit.ts";
import type { Control } from "../../control.ts";
import { forms, modalActions } from "../../ids/windows.ts";
import { formView, undoButton } from "../../modals/form-view.ts";
import { sectionFields } from "../../modals/section-fields.ts";
import type { Section } from "../../modals/sections.ts";
import { originUnder } from "../../modals/setting.ts";
import { settingsSummary } from "../../modals/settings-summary.ts";
import type { Counter } from "../counter.ts";
import { type Opening, openModal } from "./open.ts";

/** Opens the settings for looking at, and for changing if this person may. */
export function openSettings(
  counter: Counter,
  control: Control,
  { user, ...opening }: Opening & { user: string },
): Promise<Message | undefined> {
  return openModal(counter, opening, "Settings", () => settingsWindow(counter, control, user));
}

/** All settings at a glance. */
export async function settingsWindow(
  { rights }: Pick<Counter, "rights">,
  { live }: Control,
  user: string,
  note?: Message,
): Promise<types.ModalView> {
  const refused = await rights.objection("change", user, "change them");
  const shown = { text: live.text(), origins: live.origins() };
  return settingsSummary(shown, { editable: refused === undefined, note: refused ?? note });
}

/** The form of one part of the settings. */
export function sectionForm(section: Section, { live }: Control, note?: Message): types.ModalView {
  const origins = live.origins();
  const fromSlack = section.paths.some((path) => originUnder(origins, path) === "slack");
  return formView({
    form: forms.section,
    title: section.title,
    state: { revision: live.revision(), name: section.name },
    fields: sectionFields(section, live.text(), origins),
    note,
    after: fromSlack
      ? [
          undoButton(
            modalActions.resetSection,
            section.name,
            "Undo changes from Slack",
            `${section.title}: everything changed in Slack goes back to what the settings file says.`,
          ),
        ]
      : [],
  });
}

/** Puts a part back to what the file says. @returns what to tell */
export async function resetSettings(
  { live }: Control,
  paths: readonly string[],
  user: string,
): Promise<Message> {
  const changed = live.revision();
  const fromSlack = paths.some((path) => originUnder(live.origins(), path) === "slack");
  const back = await live.reset(user, paths);
  if (live.revision() !== changed && back.length > 0) {
    return plainAnswer(`✓ Back to what the file says: ${back.join(", ")}`);
  }
  return plainAnswer(
    fromSlack
      ? "✗ Not put back: something else that was changed in Slack still needs it. Put that back too."
      : "Nothing there was changed in Slack: it is as the file says.",
  );
}
