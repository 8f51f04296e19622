import type { App, BlockAction, ViewSubmitAction } from "@slack/bolt";
import { messageModal } from "../../blocks/modal.ts";
import type { Control } from "../../control.ts";
import { formState, forms, modalActions } from "../../ids/windows.ts";
import { blockId, readEntries } from "../../modals/fields.ts";
import type { Reading } from "../../modals/reading.ts";
import { readSection } from "../../modals/section-fields.ts";
import { sectionOf } from "../../modals/sections.ts";
import type { Counter } from "../counter.ts";
import { pushModal, updateModal } from "./open.ts";
import { saveForm } from "./save.ts";
import { resetSettings, sectionForm, settingsWindow } from "./settings-windows.ts";
import { readWindowPress } from "./window-press.ts";

const CHANGING = "change the settings";

/** The windows of the settings: from part to form, and the forms back. */
export function registerSettings(app: App, counter: Counter, control: Control): void {
  const { live } = control;

  app.action<BlockAction>(modalActions.openSection, async ({ ack, body }) => {
    await ack();
    const { user, trigger, value, modal } = readWindowPress(body);
    const section = sectionOf(value);
    if (section === undefined) return;
    const refused =
      (await counter.rights.objection("change", user, CHANGING)) ??
      (await pushModal(counter, trigger, sectionForm(section, control)));
    if (refused !== undefined && modal !== undefined) {
      await updateModal(counter, modal, messageModal("Settings", refused));
    }
  });

  app.action<BlockAction>(modalActions.resetSection, async ({ ack, body }) => {
    await ack();
    const { user, value, modal, below } = readWindowPress(body);
    const section = sectionOf(value);
    if (section === undefined || modal === undefined) return;
    const refused = await counter.rights.objection("change", user, CHANGING);
    if (refused !== undefined) {
      return await updateModal(counter, modal, messageModal(section.title, refused));
    }
    const note = await resetSettings(control, section.paths, user);
    await updateModal(counter, modal, sectionForm(section, control, note));
    if (below !== undefined) await updateModal(counter, below, await settingsWindow(counter, control, user));
  });

  app.view<ViewSubmitAction>(forms.section, async ({ ack, body, view }) => {
    const state = formState.decode(view.private_metadata);
    const section = sectionOf(state?.name);
    if (state === undefined || section === undefined) return await ack();
    const user = body.user.id;
    const reading = readSection(section, readEntries(view.state.values), live.text());
    await saveForm(counter, control, {
      user,
      title: section.title,
      state,
      ack,
      reading,
      objections: lockedOut(reading, user, state.revision),
      fresh: (note) => sectionForm(section, control, note),
      async below(note) {
        if (view.previous_view_id === null) return;
        await updateModal(counter, view.previous_view_id, await settingsWindow(counter, control, user, note));
      },
    });
  });
}

/** Nobody may take the right away from everybody, themselves included, by a slip. */
function lockedOut({ values: { admins } }: Reading, user: string, revision: number): Record<string, string> {
  if (!Array.isArray(admins) || admins.length === 0) return {};
  // What is no id at all is said by the settings themselves.
  const remains = admins.some((id) => id === user || !/^[UW][A-Z0-9]+$/.test(String(id)));
  if (remains) return {};
  return { [blockId("admins", revision)]: `You could then change nothing any more: add yourself, ${user}.` };
}
