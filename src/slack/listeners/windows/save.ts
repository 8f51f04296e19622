import type { AckFn, types, ViewResponseAction } from "@slack/bolt";
import type { Overrides } from "../../../config/origins.ts";
import { problemLine } from "../../../config/problem.ts";
import type { ChangeResult } from "../../../control/live-settings.ts";
import { unreachable } from "../../../lib/unreachable.ts";
import { plainAnswer } from "../../blocks/answers.ts";
import type { Message } from "../../blocks/fit.ts";
import { messageModal } from "../../blocks/modal.ts";
import type { Control } from "../../control.ts";
import type { FormState } from "../../ids/windows.ts";
import { changesIn, errorsFor, type Reading } from "../../modals/reading.ts";
import type { Counter } from "../counter.ts";

/** A form that came back filled in. */
export interface Filled {
  readonly user: string;
  readonly title: string;
  readonly state: FormState;
  readonly reading: Reading;
  readonly ack: AckFn<ViewResponseAction>;
  /** The same form with the values of now. */
  fresh(note: Message): types.ModalView;
  /** Draws what lies below the form, which shows by then. */
  below(note: Message): Promise<void>;
  /** What only the form itself knows to be wrong, by field block. */
  readonly objections?: Readonly<Record<string, string>>;
}

/**
 * Judges what somebody filled in while their window waits: faults appear under their fields. Then it lets the
 * window close, puts the values in force and says so in the window below.
 */
export async function saveForm(counter: Counter, { live }: Control, form: Filled): Promise<void> {
  const { user, reading, state } = form;
  const say = (answer: ViewResponseAction) => form.ack(answer);
  const refused = await counter.rights.objection("change", user, "change the settings");
  if (refused !== undefined) {
    return await say({ response_action: "update", view: messageModal(form.title, refused) });
  }
  if (state.revision !== live.revision()) {
    return await say({ response_action: "update", view: form.fresh(changedMeanwhile) });
  }
  const changes = changesIn(reading, live.text());
  const problems = live.judge(changes);
  const errors = { ...errorsFor(problems, reading, state.revision), ...form.objections };
  if (Object.keys(errors).length > 0) return await say({ response_action: "errors", errors });

  await form.ack();
  if (Object.keys(changes).length === 0) return await form.below(plainAnswer("Nothing was changed."));
  await form.below(await applied(counter, live.change(changes, user, state.revision), changes));
}

/** What came of a change, in words for whoever made it. */
export async function applied(
  { log }: Pick<Counter, "log">,
  change: Promise<ChangeResult>,
  changes: Overrides,
): Promise<Message> {
  try {
    const result = await change;
    switch (result.kind) {
      case "changed":
        return plainAnswer(`✓ Saved and in force: ${Object.keys(changes).join(", ")}`);
      case "unchanged":
        return plainAnswer("Nothing was changed.");
      case "refused":
        return plainAnswer(`✗ Not saved. ${result.problems.map(problemLine).join(" · ")}`);
      case "changed-meanwhile":
        return plainAnswer(
          "✗ Not saved: somebody else changed the settings at the same moment. Please look again.",
        );
      default:
        return unreachable(result);
    }
  } catch (error) {
    log.error({ err: error }, "a change from Slack cannot be saved");
    return plainAnswer(
      "✗ Not saved: the monitor could not write it down. Please try again; its log says why.",
    );
  }
}

const changedMeanwhile = plainAnswer(
  "⚠ The settings were changed while this window was open, so nothing of yours was saved. Here are the values as they are now.",
);
